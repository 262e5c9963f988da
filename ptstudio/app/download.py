"""One download and its worker; knows no page and asks nobody for consent."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ptstudio.app.chore import Chore
from ptstudio.app.download_state import DownloadState, Stand, Wanted
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed, StepEnded
from ptstudio.core.jobs import DownloadJob
from ptstudio.core.offline import is_offline
from ptstudio.core.requests import Continue, Pause

if TYPE_CHECKING:
    from ptstudio.app.session import Session

_STAGES = {"download": Stand.GETTING, "add": Stand.ADDING}


class Download(QObject):
    """`changed` is emitted whenever it stands differently; `progress` counts bytes, and stays after the worker's end.

    `before` is the key of the model that was chosen when this one was asked for; `key`, once it is here, is its own in
    `key`, once it is here, is its own in the library, and `is_new` whether it was not there already.
    """

    changed = Signal()

    def __init__(self, session: "Session", wanted: Wanted, parent: QObject) -> None:
        super().__init__(parent)
        self.wanted = wanted
        self.progress: StepEnded | None = None
        self.failure: RunFailed | None = None
        self.key, self.is_new = "", False
        self._is_waiting = self._is_held = self._is_stopping = self._is_cut_off = False
        self._chore = Chore(session, self)
        self._chore.changed.connect(self._note)
        self._chore.done.connect(self._take)
        self._chore.failed.connect(self._fail)

    @property
    def stand(self) -> Stand:
        """How it stands."""
        run = self._chore.run
        if run is not None and self._is_stopping:
            return Stand.STOPPING
        if self._is_waiting:
            return Stand.WAITING
        if run is not None:
            return (
                Stand.PAUSED if self._is_held else _STAGES.get(run.stage.stage if run.stage else "", Stand.LOOKING_UP)
            )
        if self.key:
            return Stand.HERE
        if self._is_cut_off:
            return Stand.CUT_OFF
        return Stand.FAILED if self.failure is not None else Stand.STOPPED

    @property
    def has_bytes(self) -> bool:
        """Whether anything of it has arrived, as far as this window knows."""
        return self.progress is not None and self.progress.done > 0

    @property
    def state(self) -> DownloadState:
        """How it stands, to be shown."""
        return DownloadState(self.wanted, self.stand, self.progress, self.failure)

    def wait(self) -> None:
        """Wait in line until `begin`."""
        self._is_waiting, self._is_cut_off, self.failure = True, False, None
        self.changed.emit()

    def leave_line(self) -> None:
        """Wait no more."""
        self._is_waiting = False
        self.changed.emit()

    def begin(self) -> None:
        """Begin, or go on where it was."""
        self._is_waiting = False
        if self._chore.is_busy:
            self._ask(is_held=False)
            return
        self._is_held = self._is_stopping = False
        try:
            self._chore.start(DownloadJob(models=(self.wanted.asked,)))
        except PTStudioError as error:
            self._fail(RunFailed(message=error.message, hint=error.hint))

    def pause(self) -> None:
        """Wait, with what has arrived kept. Raises ProjectError."""
        self._ask(is_held=True)

    def stop(self) -> None:
        """Have the worker end, with what has arrived kept. Raises ProjectError."""
        self._is_waiting = False
        self._chore.stop()
        self._is_stopping = True
        self.changed.emit()

    def _ask(self, *, is_held: bool) -> None:
        self._chore.ask(Pause() if is_held else Continue())
        self._is_held = is_held
        self.changed.emit()

    def _note(self) -> None:
        run = self._chore.run
        if run is not None and run.progress is not None and run.progress.stage == "download":
            self.progress = run.progress
        self.changed.emit()

    def _take(self, result: dict[str, Any]) -> None:
        got = result["models"][0]
        self.key, self.is_new = str(got["model"]["key"]), bool(got["is_new"])
        self.changed.emit()

    def _fail(self, failure: RunFailed) -> None:
        self.failure, self._is_cut_off = failure, is_offline()
        self.changed.emit()
