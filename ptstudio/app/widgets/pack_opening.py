"""The dialog that shows what is in a model pack before anything is touched, and asks what is taken of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ptstudio.app import formats, licence_words, pack_words
from ptstudio.app.pack_contents import Offer, PackLook, Standing
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.layout import column, row, scrolled
from ptstudio.app.widgets.pack_licences import PackLicences
from ptstudio.app.widgets.pack_names import PackNames
from ptstudio.app.widgets.row_table import Cell, Row
from ptstudio.app.widgets.text import Button, label, set_role
from ptstudio.app.widgets.tick_buttons import TickButtons
from ptstudio.app.widgets.tick_table import TickTable
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.core.licence import licence_of

SIZE = (880, 760)
SHORT = 34
"""Letters of a source in the table; the tool tip has all of them."""


class PackOpening(TitledDialog):
    """`wanted(UnpackJob)` is emitted once a person has said what to take and has accepted its licences."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget, look: PackLook) -> None:
        super().__init__(parent, tr("Model pack {name}", name=look.file.name), SIZE)
        self._look = look
        self._folder: Path | None = None
        self._build()
        fresh = [offer.model.key for offer in look.offers if offer.standing is not Standing.SAME]
        here = [offer.model.key for offer in look.offers if offer.standing is Standing.SAME]
        self.table.show_rows([_row(offer) for offer in look.offers], fresh, here)
        self._show_choice()
        self.table.setFocus()

    def _build(self) -> None:
        headers = (tr("Model"), tr("From"), tr("Licence"), tr("Size"), tr("On this machine"))
        self.table = TickTable(tr("Models in the pack"), headers)
        taken = {offer.model.key: offer.name for offer in self._look.offers if offer.standing is Standing.OTHER}
        self.names, self.licences = PackNames(taken), PackLicences()
        self.room = label("", "muted")
        self.take, cancel = Button(tr("Take into the library"), "primary", "drop"), Button(tr("Cancel"))
        for signal in (self.table.ticked, self.names.changed, self.licences.changed):
            signal.connect(self._show_choice)
        self.take.clicked.connect(self._take)
        cancel.clicked.connect(self.reject)
        ticks = column(TickButtons(self.table), self.table, gap=Space.tight)
        inside = column(ticks, self.names, self._project(), self.licences, gap=Space.medium)
        inside.setStretch(0, 1)
        scroll = scrolled(inside, tr("What is in the pack"))
        buttons = row(self.licences.accept, None, cancel, self.take)
        self.lay_out(label(pack_words.made_by(self._look), "muted"), scroll, self.room, buttons=buttons, growing=1)

    def _project(self) -> QWidget:
        """Whether the sample project is taken too, and where to; hidden where there is none."""
        contents = self._look.contents
        size = formats.byte_size(sum(file.size for file in contents.project_files))
        words = tr("Also take the sample project “{name}” ({size})", name=contents.project, size=size)
        self.with_project = QCheckBox(words)
        self.where = Button(tr("Choose its new folder…"), "plain", "open")
        self.folder = ElidedLabel("", "muted")
        self.with_project.toggled.connect(self._toggle_project)
        self.where.clicked.connect(self._choose_folder)
        self.where.hide()
        made = QWidget()
        line = row(self.with_project, self.where, self.folder, gap=Space.medium)
        line.setStretch(2, 1)
        made.setLayout(line)
        made.setVisible(bool(contents.project))
        return made

    def _toggle_project(self, is_wanted: bool) -> None:
        self.where.setVisible(is_wanted)
        self.folder.setVisible(is_wanted)
        if is_wanted and self._folder is None:
            self._choose_folder()
        self._show_choice()

    def _choose_folder(self) -> None:
        chosen = choose_new_file(self, tr("Name a folder for the sample project"), self._look.contents.project)
        if chosen is not None:
            self._folder = chosen
        if self._folder is None:
            self.with_project.setChecked(False)
        elif self._folder.exists():
            set_role(self.folder, "bad")
            self.folder.show_text(tr("There is something at {folder} already.", folder=str(self._folder)))
        else:
            set_role(self.folder, "muted")
            self.folder.show_text(str(self._folder))
        self._show_choice()

    @property
    def _project_folder(self) -> Path | None:
        return self._folder if self.with_project.isChecked() else None

    def _show_choice(self) -> None:
        keys = self.table.ticked_keys()
        names = self.names.names(keys)
        fault = pack_words.name_fault(*self._look.fault_of(self._all_names(keys, names)))
        self.names.ask_for(keys, fault)
        self.licences.ask_for(self._look.to_accept(keys))
        needed = self._look.size_of(keys)
        has_room = needed <= self._look.free
        set_role(self.room, "muted" if has_room else "bad")
        self.room.setText(pack_words.room(needed, self._look.free) if keys else pack_words.nothing_to_take(self._look))
        folder = self._project_folder
        has_something = bool(keys) or (folder is not None and self._look.has_project_alone)
        has_place = folder is None or not folder.exists()
        self.take.setEnabled(has_something and has_room and has_place and not fault and self.licences.is_settled)

    def _all_names(self, keys: list[str], names: dict[str, str]) -> list[str]:
        return [names.get(key, key) for key in keys]

    def _take(self) -> None:
        keys = self.table.ticked_keys()
        self.wanted.emit(self._look.job(keys, self.names.names(keys), self._project_folder))
        self.accept()


def _row(offer: Offer) -> Row:
    model = offer.model
    source = model.source if len(model.source) <= SHORT else model.source[: SHORT - 1] + "…"
    licence = licence_of(model.licence)
    duties = "\n".join(words for _, words in licence_words.duties(licence))
    cells = (
        Cell(model.title, tip=pack_words.details(model)),
        Cell(source, tip=model.source),
        Cell(licence_words.name_of(licence), tip=duties),
        Cell(formats.byte_size(offer.size)),
        Cell(pack_words.standing(offer)),
    )
    return Row(model.key, cells)
