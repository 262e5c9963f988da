"""House-keeping from the library page: checking the weights, what takes how much disk, and moving to another drive."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ptstudio.app import formats, library_words
from ptstudio.app.background import Background
from ptstudio.app.disk_speed import bytes_per_s
from ptstudio.app.failures import readable
from ptstudio.app.pages._library_work import LibraryWork
from ptstudio.app.pages._page import Page
from ptstudio.app.translation import tr
from ptstudio.app.widgets.file_choosing import choose_folder
from ptstudio.app.widgets.question import is_confirmed
from ptstudio.app.widgets.row_table import Row
from ptstudio.app.widgets.text import Button
from ptstudio.app.widgets.usage_dialog import UsageDialog
from ptstudio.app.widgets.verdicts_dialog import VerdictsDialog
from ptstudio.core.errors import ProjectError, explain_os_error
from ptstudio.core.folder_size import size_of
from ptstudio.core.jobs import MoveLibraryJob, VerifyJob
from ptstudio.core.project import Project
from ptstudio.core.room import check_room, free_bytes
from ptstudio.library.leftovers import Kind, Leftover, delete, leftovers
from ptstudio.library.library import Library

FOLDER = "ptstudio-library"
"""Made for the library where a person chooses a folder that holds other things."""
Counted = tuple[list[Row], str, list[Leftover]]


class LibraryHouse(QObject):
    """`checked(list of verdicts)`, `emptied` when removed models were deleted for good, `moved(old Path, new Path)`."""

    checked = Signal(object)
    emptied = Signal()
    moved = Signal(object, object)

    def __init__(self, page: Page, work: LibraryWork) -> None:
        super().__init__(page)
        self._page, self._work = page, work
        self._looking, self._deleting = Background(self, threads=1), Background(self, threads=1)
        self._usage: UsageDialog | None = None

    def wait(self) -> None:
        """Let what is being looked at, or deleted, end."""
        self._looking.wait()
        self._deleting.wait()

    # ------------------------------------------------------------------ checking

    def verify(self, keys: Sequence[str] = ()) -> None:
        """Check these models, or all of them. Raises ProjectError."""
        self._work.start(VerifyJob(models=tuple(keys)), tr("Checking the weights"), self._say_verdicts)

    def _say_verdicts(self, result: dict[str, Any]) -> None:
        verdicts = result["models"]
        self.checked.emit(verdicts)
        is_good, message, hint = library_words.checked(verdicts)
        show = Button(tr("Show each"), "plain", "look")
        rows = library_words.verdict_rows(verdicts)
        show.clicked.connect(lambda: VerdictsDialog(self._page, rows).open())
        actions = (show,) if len(verdicts) > 1 else ()
        self._page.notice.show_message("good" if is_good else "error", message, hint, actions=actions)
        self._page.ensureWidgetVisible(self._page.notice)

    # ------------------------------------------------------------------ disk

    def show_usage(self) -> None:
        """Show what takes how much disk, and what can go."""
        self._usage = UsageDialog(self._page)
        self._usage.unwanted.connect(self._ask_to_delete)
        self._usage.finished.connect(self._forget_usage)
        self._usage.open()
        self._count()

    def _forget_usage(self) -> None:
        self._usage = None
        self._looking.drop()

    def _count(self) -> None:
        self._looking.drop()
        self._looking.do(partial(_counted, self._page.session.project), self._show_counted, self._refuse)

    def _show_counted(self, counted: object) -> None:
        if self._usage is None or not isinstance(counted, tuple):
            return
        rows, words, left = counted
        note = ""
        if self._page.session.downloads.all or self._work.is_busy:
            left = [each for each in left if each.kind is Kind.REMOVED]
            note = tr("What belongs to downloads and other work that is under way can be deleted once it has ended.")
        self._usage.show_usage(rows, words, left, note)

    def _ask_to_delete(self, unwanted: list[Leftover]) -> None:
        freed = formats.byte_size(sum(each.size for each in unwanted))
        title = tr("Delete {size} for good?", size=freed)
        if self._usage is None or not is_confirmed(
            self._usage, title, tr("No model in the library is touched."), tr("Delete")
        ):
            return
        if any(each.kind is Kind.REMOVED for each in unwanted):
            self.emptied.emit()
        self._deleting.do(partial(_delete, unwanted), self._show_deleted, self._refuse)

    def _show_deleted(self, _nothing: object) -> None:
        if self._usage is not None:
            self._count()

    # ------------------------------------------------------------------ moving

    def move(self) -> None:
        """Ask where to, say how much and how long, and move. Raises PTStudioErrors."""
        self._refuse_while_running()
        now = str(Library.standard().own)
        chosen = choose_folder(self._page, tr("Choose a drive or a folder; the library is now in {folder}", folder=now))
        if chosen is None:
            return
        target = _place_in(chosen)
        self._page.notice.show_message("info", tr("Trying how fast “{folder}” is…", folder=str(chosen)))
        self._looking.drop()
        self._looking.do(partial(_move_question, chosen), partial(self._ask_to_move, target), self._refuse)

    def _ask_to_move(self, target: Path, question: object) -> None:
        self._page.notice.hide()
        title = tr("Move the library to “{folder}”?", folder=str(target))
        if is_confirmed(self._page, title, str(question), tr("Move it")):
            self._page.attempt(partial(self._move, target))

    def _move(self, target: Path) -> None:
        self._refuse_while_running()
        old = Library.standard().own
        job = MoveLibraryJob(target=str(target))
        self._work.start(job, tr("Moving the library to “{folder}”", folder=str(target)), partial(self._say_moved, old))

    def _say_moved(self, old: Path, result: dict[str, Any]) -> None:
        new = Path(result["folder"])
        self.moved.emit(old, new)
        self._page.notice.show_message(
            "good",
            tr("The library is now in “{folder}”.", folder=str(new)),
            tr(
                "Every file was compared. If that drive is not connected, PTStudio says so and makes no second library."
            ),
        )

    def _refuse_while_running(self) -> None:
        if self._page.session.running():
            raise ProjectError(
                tr("Something is still being done that may need the library."),
                tr("Wait until it has ended, or stop it (Ctrl+.); then move the library."),
            )

    def _refuse(self, error: Exception) -> None:
        if self._usage is not None:
            self._usage.reject()
        self._page.show_error(readable(error, "looking at the library"))


def _place_in(chosen: Path) -> Path:
    """The folder itself if it is empty, else a new one in it. Raises what `explain_os_error` says."""
    try:
        return chosen / FOLDER if any(chosen.iterdir()) else chosen
    except OSError as error:
        raise explain_os_error(error, f"looking at “{chosen}”") from error


def _delete(unwanted: Sequence[Leftover]) -> None:
    for each in unwanted:
        delete(each)


def _counted(project: Project | None) -> Counted:
    library = Library.standard()
    usage, left = library.usage(), leftovers(library)
    return library_words.usage_rows(usage, project), library_words.own_total(usage, left), left


def _move_question(chosen: Path) -> str:
    """What moving means. Raises DiskFull where there is no room, and as `bytes_per_s` does."""
    library = Library.standard()
    size = size_of(library.own)
    check_room(size, chosen, "The library", "Free some space, or choose another drive. Nothing was moved.")
    return library_words.move_question(library, size, bytes_per_s(chosen), free_bytes(chosen))
