"""Whether a sample project goes into a model pack, and which; measured in a thread, changed by nobody."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app import formats
from ptstudio.app.background import Background
from ptstudio.app.failures import readable
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.file_choosing import choose_folder
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label, set_role
from ptstudio.core.project import Project
from ptstudio.library.packing import packable


class ProjectChoice(QWidget):
    """`changed` is emitted when another project, or none, is chosen, and when it is known what it takes.

    `folder` is the project's, `bytes` what a pack would hold of it; `is_sound` says that it is known to be packable.
    """

    changed = Signal()

    def __init__(self, project: Project | None) -> None:
        super().__init__()
        self.folder: Path | None = None
        self.bytes, self.is_sound = 0, True
        self._background = Background(self, threads=1)
        self.box = DropDown()
        self.box.setAccessibleName(tr("Sample project"))
        self.box.addItem(tr("No sample project"), None)
        if project is not None:
            self.box.addItem(tr("The open project “{name}”", name=project.name), project.folder)
        self.box.addItem(tr("Another project…"), None)
        self.box.activated.connect(self._choose)
        self.words = label("", "muted")
        self.words.hide()
        question = label(tr("With a sample project?"))
        question.setWordWrap(False)
        line = row(question, self.box, None, gap=Space.medium)
        self.setLayout(column(line, self.words, gap=Space.tight))

    def wait(self) -> None:
        """Let what is being measured end."""
        self._background.wait()

    def _choose(self, place: int) -> None:
        folder = self.box.itemData(place)
        if place == self.box.count() - 1:
            folder = choose_folder(self, tr("Choose a project’s folder"))
            if folder is None:
                self.box.setCurrentIndex(0)
            else:
                self.box.insertItem(place, folder.name, folder)
                self.box.setCurrentIndex(place)
        self._measure(folder)

    def _measure(self, folder: Path | None) -> None:
        self._background.drop()
        self.folder, self.bytes, self.is_sound = folder, 0, folder is None
        self.words.setVisible(folder is not None)
        if folder is not None:
            self._say(tr("Looking at the project…"))
            self._background.do(partial(_size_of, folder), self._take_size, self._refuse)
        self.changed.emit()

    def _take_size(self, size: object) -> None:
        if isinstance(size, int):
            self.bytes, self.is_sound = size, True
            self._say(tr("With its data and its trainings: {size}. Whoever gets the pack can see all of it.",
                         size=formats.byte_size(size)))  # fmt: skip
            self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        known = readable(error, "looking at the project")
        self._say(f"{tr(known.message)} {tr(known.hint)}", "bad")
        self.changed.emit()

    def _say(self, words: str, role: str = "muted") -> None:
        set_role(self.words, role)
        self.words.setText(words)


def _size_of(folder: Path) -> int:
    """The bytes of a project that a pack would hold. Raises ProjectError where it cannot be packed, OSError."""
    return sum(file.stat().st_size for file in packable(Project.open(folder)))
