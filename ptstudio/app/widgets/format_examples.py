"""How data may be kept: a card for each format, with a small example of files; knows no dataset."""

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.text import label
from ptstudio.data._format import DatasetFormat


class FormatExamples(QWidget):
    """Cards side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._cards = row(gap=Space.medium)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.small)
        inside.addWidget(label(tr("How your data can be arranged"), "heading"))
        inside.addLayout(self._cards)
        inside.addStretch(1)
        self._shown: tuple[str, ...] = ()

    def show_formats(self, formats: Sequence[DatasetFormat]) -> None:
        """Show these."""
        keys = tuple(kind.key for kind in formats)
        if keys == self._shown:
            return
        self._shown = keys
        clear(self._cards)
        for kind in formats:
            words = column(label(tr(kind.title), "heading"), label(tr(kind.help), "muted"), margin=Space.medium)
            example = _examples().get(kind.key)
            if example:
                files = label(example)
                files.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
                words.addWidget(files)
            words.addStretch(1)
            self._cards.addWidget(boxed(words, "card"), 1)


def _examples() -> dict[str, str]:
    return {
        "image-folders": tr("photos/\n  cats/  1.jpg  2.jpg\n  dogs/  3.jpg  4.jpg"),
        "image-splits": tr("photos/\n  train/  cats/  dogs/\n  test/   cats/  dogs/"),
        "image-table": tr("image,label\n1.jpg,cat\n3.jpg,dog"),
        "text-table": tr("text,label\nWhere is my card?,card\nThe rate is wrong,rate"),
        "text-folders": tr("reviews/\n  praise/  1.txt  2.txt\n  blame/   3.txt  4.txt"),
        "text-lines": tr("__label__praise I like it\n__label__blame It broke"),
        "conll": tr("Ada      B-person\nLovelace I-person\nlived    O\nin       O\nLondon   B-place"),
        "squad": tr(
            '{"data": [{"paragraphs": [{\n "context": "Ada lived in London.",\n "qas": [{"question": "Where?", …}]}]}]}'
        ),
        "question-table": tr("question,context,answer\nWhere?,Ada lived in London.,London"),
        "span-lines": tr('{"text": "Ada Lovelace",\n "label": [[0, 12, "person"]]}'),
        "label-table": tr("text,labels\nCheap and good,price;praise\nIt broke,blame"),
        "label-columns": tr("text,price,praise,blame\nCheap and good,1,1,0\nIt broke,0,0,1"),
        "label-lines": tr("__label__price __label__praise Cheap\n__label__blame It broke"),
    }
