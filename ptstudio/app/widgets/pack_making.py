"""The dialog that asks what goes into a model pack, and where it is written; it writes nothing itself."""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from ptstudio.app import formats, licence_words, pack_words
from ptstudio.app.dropped import PACK_SUFFIX
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.layout import card, column, row, scrolled
from ptstudio.app.widgets.pack_project import ProjectChoice
from ptstudio.app.widgets.row_table import Cell, Row
from ptstudio.app.widgets.text import Button, Sign, label, set_role
from ptstudio.app.widgets.tick_buttons import TickButtons
from ptstudio.app.widgets.tick_table import TickTable
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import PackJob
from ptstudio.core.licence import licence_of
from ptstudio.core.project import Project
from ptstudio.core.room import check_room
from ptstudio.library.entry import Entry

SIZE = (880, 660)


class PackMaking(TitledDialog):
    """`wanted(PackJob)` is emitted once a person has said what and where. `entries` come with their sizes in bytes."""

    wanted = Signal(object)

    def __init__(
        self, parent: QWidget, entries: Sequence[tuple[Entry, int]], ticked: Collection[str], project: Project | None
    ) -> None:
        super().__init__(parent, tr("Make a model pack"), SIZE)
        self._entries = {entry.model.key: (entry, size) for entry, size in entries}
        self.table = TickTable(tr("Models for the pack"), (tr("Model"), tr("Licence"), tr("On disk")))
        self.table.show_rows([_row(entry, size) for entry, size in entries], ticked)
        self.table.ticked.connect(self._show_choice)
        self.project = ProjectChoice(project)
        self.project.changed.connect(self._show_choice)
        self.total, self.cautions = label("", "muted"), label("")
        sign = Sign("attention", "warning")
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        warning = row(sign, self.cautions)
        warning.setStretch(1, 1)
        self.warning = card(warning)
        self.choose = Button(tr("Choose where to write it…"), "primary", "save")
        self.choose.clicked.connect(self._choose)
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        about = tr("One file with models, their licences and cards, for a machine without a network.")
        self.lay_out(label(about, "muted"), self._scrolled(), self.total, buttons=row(None, cancel, self.choose),
                     growing=1)  # fmt: skip
        self._show_choice()
        self.table.setFocus()

    @override
    def done(self, result: int) -> None:
        """Let what is being measured end."""
        self.project.wait()
        super().done(result)

    def _scrolled(self) -> QScrollArea:
        """What may be longer than the dialog is high."""
        ticks = column(TickButtons(self.table), self.table, gap=Space.tight)
        parts = column(ticks, self.project, self.warning, gap=Space.medium)
        parts.setStretch(0, 1)
        return scrolled(parts, tr("What goes into the pack"))

    @property
    def _size(self) -> int:
        return self.project.bytes + sum(self._entries[key][1] for key in self.table.ticked_keys())

    def _show_choice(self) -> None:
        keys = self.table.ticked_keys()
        said = pack_words.cautions(self._entries[key][0].model for key in keys)
        self.cautions.setText("\n\n".join(said))
        self.warning.setVisible(bool(said))
        set_role(self.total, "muted")
        self.total.setText(pack_words.total(len(keys), self._size))
        self.choose.setEnabled(bool(keys) and self.project.is_sound)

    def _choose(self) -> None:
        keys = self.table.ticked_keys()
        kinds = tr("Model packs ({pattern})", pattern=f"*{PACK_SUFFIX}")
        chosen = choose_new_file(self, tr("Write the model pack"), pack_words.file_name(keys), kinds)
        if chosen is None:
            return
        file = pack_words.with_ending(chosen)
        if why := self._why_not(file):
            set_role(self.total, "bad")
            self.total.setText(why)
            return
        folder = str(self.project.folder or "")
        self.wanted.emit(PackJob(models=tuple(keys), out=str(file), project=folder))
        self.accept()

    def _why_not(self, file: Path) -> str:
        """Why it cannot be written there; empty where it can."""
        if file.exists():
            return tr(
                "“{name}” is there already. Choose another name: a pack never writes over anything.", name=file.name
            )
        try:
            check_room(self._size, file, "The pack", "Free some space, choose another drive, or pack fewer models.")
        except PTStudioError as error:
            return f"{tr(error.message)} {tr(error.hint)}"
        return ""


def _row(entry: Entry, size: int) -> Row:
    licence = licence_of(entry.model.licence)
    duties = "\n".join(words for _, words in licence_words.duties(licence))
    title = Cell(entry.model.title, tip=f"{entry.model.key}\n{entry.model.summary}")
    terms = Cell(licence_words.name_of(licence), tip=duties)
    return Row(entry.model.key, (title, terms, Cell(formats.byte_size(size))))
