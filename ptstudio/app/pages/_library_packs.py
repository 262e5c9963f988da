"""Making and opening model packs from the library page: the dialogs before, the jobs, and what is said after."""

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ptstudio.app import pack_words
from ptstudio.app.background import Background
from ptstudio.app.dropped import PACK_SUFFIX
from ptstudio.app.failures import readable
from ptstudio.app.file_opening import open_file
from ptstudio.app.pack_contents import PackLook, look_into
from ptstudio.app.pages._library_work import LibraryWork
from ptstudio.app.pages._page import Page
from ptstudio.app.steps import landing
from ptstudio.app.translation import tr
from ptstudio.app.widgets.file_choosing import choose_file
from ptstudio.app.widgets.pack_making import PackMaking
from ptstudio.app.widgets.pack_opening import PackOpening
from ptstudio.app.widgets.text import Button
from ptstudio.core.acceptance import accept
from ptstudio.core.errors import explain_os_error
from ptstudio.core.folder_size import size_of
from ptstudio.core.jobs import PackJob, UnpackJob
from ptstudio.library.library import Library


class LibraryPacks(QObject):
    """`taken_in(key)` is emitted when a model of a pack has come into the library."""

    taken_in = Signal(str)

    def __init__(self, page: Page, work: LibraryWork) -> None:
        super().__init__(page)
        self._page, self._work = page, work
        self._reading = Background(self, threads=1)

    def wait(self) -> None:
        """Let what is being read end."""
        self._reading.wait()

    # ------------------------------------------------------------------ making

    def make(self, ticked: Collection[str]) -> None:
        """Ask what goes into a pack, some models ticked beforehand, and write it."""
        entries = [(entry, size_of(entry.folder)) for entry in Library.standard().models()]
        dialog = PackMaking(self._page, entries, ticked, self._page.session.project)
        dialog.wanted.connect(lambda job: self._page.attempt(partial(self._write, job)))
        dialog.open()

    def _write(self, job: PackJob) -> None:
        title = tr("Writing the model pack “{name}”", name=Path(job.out).name)
        self._work.start(job, title, self._say_written)

    def _say_written(self, result: dict[str, Any]) -> None:
        folder, copy = Button(tr("Open folder"), "plain", "open"), Button(tr("Copy sha256"), "plain", "copy")
        folder.clicked.connect(lambda: open_file(Path(result["file"]).parent))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(result["sha256"]))
        self._page.notice.show_message("good", *pack_words.written(result), actions=(folder, copy))

    # ------------------------------------------------------------------ opening

    def ask_for_pack(self) -> None:
        """Have a person choose a pack, and look into it."""
        kinds = tr("Model packs ({pattern})", pattern=f"*{PACK_SUFFIX}")
        chosen = choose_file(self._page, tr("Choose a model pack"), kinds)
        if chosen is not None:
            self.look_into(chosen)

    def look_into(self, file: Path) -> None:
        """Show what is in a pack, once it is read; or why it is refused."""
        self._page.notice.show_message("info", tr("Looking into “{name}”…", name=file.name))
        self._reading.drop()
        self._reading.do(partial(look_into, file, Library.standard()), self._show_contents, self._refuse)

    def _show_contents(self, look: object) -> None:
        if not isinstance(look, PackLook):
            return
        self._page.notice.hide()
        dialog = PackOpening(self._page, look)
        dialog.wanted.connect(lambda job: self._page.attempt(partial(self._take, look, job)))
        dialog.open()

    def _refuse(self, error: Exception) -> None:
        self._page.show_error(readable(error, "reading the pack"))

    def _take(self, look: PackLook, job: UnpackJob) -> None:
        """Remember what was accepted, then take the models in. Raises PTStudioErrors."""
        try:
            for offer in look.offers:
                if offer.model.key in job.models:
                    accept(offer.model.key, offer.model.licence)
        except OSError as error:
            raise explain_os_error(error, "remembering what you accepted") from error
        self._work.start(job, tr("Taking in “{name}”", name=look.file.name), self._say_taken)

    def _say_taken(self, result: dict[str, Any]) -> None:
        keys = [*result["added"], *result["there"]]
        self.taken_in.emit(keys[0])
        if len(keys) == 1:
            choose = Button(tr("Choose “{key}” for training", key=keys[0]), "plain", "next")
            choose.clicked.connect(lambda: self._choose(keys[0]))
        else:
            choose = Button(tr("Choose one on the Model page"), "plain", "next")
            choose.clicked.connect(lambda: self._page.leave_for.emit("model"))
        open_project = Button(tr("Open the sample project"), "plain", "open")
        open_project.clicked.connect(lambda: self._page.attempt(partial(self._open_project, Path(result["project"]))))
        actions = (choose, open_project) if result["project"] else (choose,)
        self._page.notice.show_message("good", *pack_words.taken_in(result), actions=actions)

    def _choose(self, key: str) -> None:
        self._page.session.choose_model(key)
        self._page.leave_for.emit("model")

    def _open_project(self, folder: Path) -> None:
        self._page.session.open_project(folder)
        self._page.leave_for.emit(landing(self._page.session))
