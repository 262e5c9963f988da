"""What divides the cells of a table of text, and which marks are around them: guessed, and to be said otherwise."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import label
from ptstudio.core.dataset import Written


class TableWriting(QWidget):
    """`changed(Written)` is emitted when a person says how it is; hidden for tables of another kind."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.delimiter, self.quote = DropDown(), DropDown()
        parts: list[QWidget | None] = []
        for box, name in ((self.delimiter, tr("Cells are divided by")), (self.quote, tr("and stand in"))):
            box.setAccessibleName(name)
            box.activated.connect(self._tell)
            words = label(name, "small")
            words.setWordWrap(False)
            words.setBuddy(box)
            parts += [words, box]
        self.setLayout(row(*parts, None, gap=Space.small))
        self.hide()

    def show_written(self, delimiter: str, quote: str, said: Written) -> None:
        """Show how it is read, and whether that was guessed or said; nothing where there is nothing to say."""
        _fill(self.delimiter, _separators(), delimiter, said.delimiter)
        _fill(self.quote, _quotes(), quote, said.quote)
        self.setVisible(bool(quote))

    def _tell(self) -> None:
        said = {"delimiter": self.delimiter.currentData(), "quote": self.quote.currentData()}
        self.changed.emit(Written.model_validate(said))


def _fill(box: DropDown, names: Mapping[str, str], read_as: str, said: str) -> None:
    box.blockSignals(True)
    box.clear()
    guess = names.get(read_as, "")
    box.addItem(tr("recognise it") if said or not guess else tr("{name} (recognised)", name=guess), "")
    for sign, name in names.items():
        box.addItem(name, sign)
    box.setCurrentIndex(max(0, box.findData(said)))
    box.blockSignals(False)


def _separators() -> dict[str, str]:
    return {",": tr("commas"), ";": tr("semicolons"), "\t": tr("tabs"), "|": tr("upright bars")}


def _quotes() -> dict[str, str]:
    return {'"': tr("double quotation marks"), "'": tr("single quotation marks"), "none": tr("no quotation marks")}
