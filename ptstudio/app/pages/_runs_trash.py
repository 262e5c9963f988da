"""The runs that were deleted, at the foot of the runs page: brought back, or deleted for good."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from ptstudio.app import formats
from ptstudio.app.background import Background
from ptstudio.app.folder_size import size_mb
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.question import is_confirmed
from ptstudio.app.widgets.trash_line import TrashLine
from ptstudio.core.errors import PTStudioError


class RunsTrash(TrashLine):
    """Hidden while the trash is empty; `brought_back(list of folders)`, `emptied`, or `failed(PTStudioError)`."""

    brought_back = Signal(object)
    emptied = Signal()
    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(tr("Put what was deleted back into the list"), can_end=True)
        self._session = session
        self._background = Background(self, threads=1)
        self._discarded: list[Path] = []
        self.back_requested.connect(lambda: self.bring_back(self._discarded))
        self.end_requested.connect(self._ask_to_end)

    def refresh(self) -> None:
        """See what lies in the trash by now."""
        project = self._session.project
        discarded = project.discarded_runs() if project is not None else []
        for button in (self.back, self.end):
            button.setEnabled(not self._session.is_read_only)
        if discarded != self._discarded:
            self._discarded = discarded
            self._show_words(None)
            self._background.drop()
            self._background.do(partial(size_mb, discarded), self._show_words)
        self.setVisible(bool(discarded))

    def bring_back(self, discarded: Sequence[Path]) -> None:
        """Put runs back, as far as they are still in the trash."""
        try:
            folders = [self._session.restore_run(place) for place in discarded if place.is_dir()]
        except PTStudioError as error:
            self.failed.emit(error)
        else:
            self.brought_back.emit(folders)

    def wait(self) -> None:
        """Let what is being looked at end."""
        self._background.wait()

    def _show_words(self, size: object) -> None:
        number = len(self._discarded)
        count = tr("1 deleted run") if number == 1 else tr("{number} deleted runs", number=formats.count(number))
        words = tr("In the trash: {count}.", count=count)
        if isinstance(size, float):
            words = tr("In the trash: {count}, {size} on disk.", count=count, size=formats.size(size))
        self.words.setText(words)

    def _delete(self) -> None:
        self._session.refuse_read_only()
        project = self._session.project
        if project is not None:
            for place in self._discarded:
                project.delete_discarded(place)

    def _ask_to_end(self) -> None:
        number = len(self._discarded)
        title = tr("Delete this run for good?") if number == 1 else tr("Delete {count} runs for good?", count=number)
        text = tr("The models, checkpoints, reports and logs in the trash are then gone. This cannot be undone.")
        if not is_confirmed(self, title, text, tr("Delete for good")):
            return
        try:
            self._delete()
        except PTStudioError as error:
            self.failed.emit(error)
        else:
            self.emptied.emit()
        self.refresh()
