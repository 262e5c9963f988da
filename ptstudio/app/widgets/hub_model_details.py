"""What the Hub says of one model, how it stands here, and a button to get it; asks nobody."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app import hub_found
from ptstudio.app.hub_found import Found
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.facts_table import FactsTable
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.text import Button, label


class HubModelDetails(QFrame):
    """`wanted` and `chosen` ask to get the model that is shown, or to start from it where it is here already."""

    wanted = Signal()
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._shown: Found | None = None
        self.name, self.licence = label("", "heading", is_selectable=True), label("")
        self.remark = label("", "muted")
        self.get = Button(tr("Get it…"), "primary", "drop")
        self.choose = Button(tr("Start from it"), "plain", "model")
        self.get.clicked.connect(self.wanted)
        self.choose.clicked.connect(self.chosen)
        self._facts = column()
        above = row(self.name, self.get, self.choose, gap=Space.medium)
        above.setStretch(0, 1)
        self.setLayout(column(above, self.remark, self.licence, self._facts, margin=Space.medium))
        self.hide()

    def show_model(self, found: Found | None) -> None:
        """Show a model, or none."""
        self.setVisible(found is not None)
        if found is None or found == self._shown:
            return
        if self._shown is None or found.model != self._shown.model:
            clear(self._facts)
            self._facts.addWidget(FactsTable(hub_found.facts(found.model), columns=3))
        self._shown = found
        self.name.setText(found.model.name)
        self.licence.setText(tr("Licence: {licence}.", licence=hub_found.licence_words(found.model)))
        self.remark.setText(hub_found.remark(found))
        self.get.setVisible(not found.key)
        self.get.setEnabled(found.arrived is None)
        self.choose.setVisible(bool(found.key))
