"""Models that are known but not on this machine, folded away until somebody asks; it fetches nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ptstudio.app import formats, model_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.row_table import Cell, Row, RowTable
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.pretrained import PretrainedModel

TABLE_HEIGHT = 340


class AbsentModels(QFrame):
    """`copied(address)` is emitted when a person wants the address where a model is published."""

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._models: dict[str, PretrainedModel] = {}
        self.fold = Button("", "quiet", "next")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._unfold)
        self.table = RowTable(
            tr("Models that are not on this machine"),
            (tr("Name"), tr("What it is good for"), tr("Parameters"), tr("Weights"), tr("Pictures"), tr("Accuracy"),
             tr("Licence")),
            stretched=1,
            least=220,
        )  # fmt: skip
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.copy = Button(tr("Copy the address"), "plain", "copy")
        self.address = label("", "small", is_selectable=True)
        self.copy.clicked.connect(lambda: self.copied.emit(self.address.text()))
        self.table.selected.connect(self._show_address)
        explained = label(
            tr("PTStudio knows these, but their weights are not here. Fetch the file of one with a browser from where "
               "it is published, then add it above."), "muted")  # fmt: skip
        self._inside = QWidget()
        below = row(self.copy, self.address, gap=Space.medium)
        below.setStretch(1, 1)
        self._inside.setLayout(column(explained, self.table, below, gap=Space.small))
        self._inside.hide()
        self.setLayout(column(row(self.fold, None), self._inside))
        self._show_address()

    def show_models(self, models: Sequence[PretrainedModel]) -> None:
        """List these; the table is filled when it is first unfolded."""
        self._models = {model.key: model for model in models}
        self.fold.setText(tr("{count} more models that are not on this machine", count=len(models)))
        self.setVisible(bool(models))
        if self.fold.isChecked():
            self._fill()

    def _unfold(self, is_open: bool) -> None:
        self.fold.set_icon("down" if is_open else "next")
        self._inside.setVisible(is_open)
        if is_open:
            self._fill()

    def _fill(self) -> None:
        self.table.show_rows([_row(model) for model in self._models.values()])

    def _show_address(self) -> None:
        keys = self.table.selected_keys()
        self.copy.setEnabled(bool(keys))
        self.address.setText(self._models[keys[0]].source if keys else tr("Select a model to see its address."))


def _row(model: PretrainedModel) -> Row:
    return Row(
        model.key,
        (
            Cell(model.title),
            Cell(tr(model.summary)),
            Cell(model_words.parameters(model), model.parameters),
            Cell(formats.size(model.size_mb), model.size_mb),
            Cell(tr("{px} px", px=model.input.px), model.input.px),
            Cell(f"{model.accuracy:.1f} %" if model.accuracy else "–", model.accuracy or 0.0,
                 tip=tr("{accuracy}, as published at {source}", accuracy=model_words.accuracy(model),
                        source=model.accuracy_source)),
            Cell(model.licence, tip=model_words.licence(model)),
        ),
    )  # fmt: skip
