"""All downloads of the window, a few at a time and the others in line; they belong to no project and no page.

Whoever wants a model calls `getting.ask_and_get`, which asks for consent first and then comes here.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ptstudio.app.change import Change, Topic
from ptstudio.app.download import Download
from ptstudio.app.download_state import ACTIVE, UNDER_WAY, Stand, Wanted, percent
from ptstudio.core.offline import is_offline

if TYPE_CHECKING:
    from ptstudio.app.session import Session

AT_ONCE = 3


class Downloads(QObject):
    """`changed` is emitted when any stands differently, `arrived(Download)` once a model is in the library.

    What has arrived is taken off the list; what failed or was stopped stays, also over a restart, until it is asked for
    again or dismissed.
    """

    changed = Signal()
    arrived = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._known: dict[str, Download] = {}
        self._is_filling = False
        session.changed.connect(self._follow)
        for wanted in filter(None, map(Wanted.read, session.preferences.unfinished)):
            self._add(wanted)

    @property
    def all(self) -> tuple[Download, ...]:
        """The downloads, in the order in which they were asked for."""
        return tuple(self._known.values())

    @property
    def under_way(self) -> dict[str, int]:
        """By what was asked for, how much per cent has come of each one that has not ended."""
        return {asked: percent(one.progress) for asked, one in self._known.items() if one.stand in UNDER_WAY}

    @property
    def held(self) -> set[str]:
        """What is paused."""
        return {asked for asked, one in self._known.items() if one.stand is Stand.PAUSED}

    def find(self, asked: str) -> Download | None:
        """The download of this key or repository, if there is one."""
        return self._known.get(asked)

    def get(self, wanted: Wanted) -> None:
        """Get a model, as soon as there is room for one more; one that is under way already goes on."""
        if wanted.asked not in self._known:
            self._add(wanted)
            self._remember()
        self.go_on(wanted.asked)

    def go_on(self, asked: str) -> None:
        """Go on with what was paused or stopped or has failed; with what is being stopped, once its worker has gone."""
        one = self._known[asked]
        if one.stand in (Stand.PAUSED, Stand.STOPPING, Stand.STOPPED, Stand.CUT_OFF, Stand.FAILED):
            one.wait()

    def pause(self, asked: str) -> None:
        """Let one wait; another takes its place. Raises ProjectError."""
        self._known[asked].pause()

    def stop(self, asked: str) -> None:
        """Have one end; what has arrived of it is kept for the next time. Raises ProjectError."""
        self._known[asked].stop()

    def dismiss(self, asked: str) -> None:
        """Forget one that is not under way."""
        if self._known[asked].stand in (Stand.STOPPED, Stand.CUT_OFF, Stand.FAILED, Stand.HERE):
            self._known.pop(asked).deleteLater()
            self._remember()
            self.changed.emit()

    def hold(self) -> None:
        """Let none begin any more: the window is about to close."""
        for one in self.all:
            one.leave_line()

    def _follow(self, change: Change) -> None:
        """Go on with what was cut off, as soon as the network is allowed again."""
        if change.topic is not Topic.PREFERENCES or is_offline():
            return
        for one in self.all:
            if one.stand is Stand.CUT_OFF:
                one.wait()

    def _add(self, wanted: Wanted) -> None:
        made = Download(self._session, wanted, self)
        made.changed.connect(partial(self._look, wanted.asked))
        self._known[wanted.asked] = made

    def _remember(self) -> None:
        """Write down what has not come to its end, so that the next start offers to go on with it."""
        self._session.preferences.unfinished = [one.wanted.line for one in self.all]

    def _look(self, asked: str) -> None:
        """Let the next ones begin, and take off the list what is here."""
        one = self._known.get(asked)
        self._fill()
        if one is not None and one.stand is Stand.HERE:
            self.dismiss(asked)
            self.arrived.emit(one)
        else:
            self.changed.emit()

    def _fill(self) -> None:
        if self._is_filling:
            return
        self._is_filling = True
        try:
            while waiting := self._next():
                waiting.begin()
        finally:
            self._is_filling = False

    def _next(self) -> Download | None:
        """The first in line, if there is room for it."""
        stands = [(one, one.stand) for one in self._known.values()]
        if sum(stand in ACTIVE for _, stand in stands) >= AT_ONCE:
            return None
        return next((one for one, stand in stands if stand is Stand.WAITING), None)
