"""How data may be kept: a card for each format, with a small example of files; knows no dataset."""

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.card_grid import CardGrid
from ptstudio.app.widgets.layout import boxed, column
from ptstudio.app.widgets.text import label
from ptstudio.data._format import DatasetFormat

LEAST_WIDTH = 230
"""Room for most examples, so that none of four formats needs a row of its own."""


class FormatExamples(QWidget):
    """Cards side by side, in as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._cards = CardGrid(LEAST_WIDTH)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.small)
        inside.addWidget(label(tr("How your data can be arranged"), "heading"))
        inside.addWidget(self._cards)
        inside.addStretch(1)
        self._shown: tuple[str, ...] = ()

    def show_formats(self, formats: Sequence[DatasetFormat]) -> None:
        """Show these."""
        keys = tuple(kind.key for kind in formats)
        if keys == self._shown:
            return
        self._shown = keys
        self._cards.show_cards([_card(kind) for kind in formats])


def _card(kind: DatasetFormat) -> QFrame:
    words = column(label(tr(kind.title), "heading"), label(tr(kind.help), "muted"), margin=Space.medium)
    example = _examples().get(kind.key)
    if example:
        files = label(example)
        files.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        words.addWidget(files)
    words.addStretch(1)
    return boxed(words, "card")


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
        "coco": tr(
            '{"images": [\n  {"id": 1, "file_name": "1.jpg"}],\n "annotations": [\n  {"image_id": 1,\n'
            '   "category_id": 2,\n   "bbox": [12, 8, 40, 30]}], …}'
        ),
        "voc": tr("photos/\n  1.jpg  1.xml\n  2.jpg  2.xml"),
        "yolo": tr("data.yaml\nimages/  1.jpg  2.jpg\nlabels/  1.txt  2.txt\n\n0 0.51 0.42 0.10 0.20"),
        "labelme": tr("photos/\n  1.jpg  1.json\n  2.jpg  2.json"),
        "box-table": tr("image,label,xmin,ymin,xmax,ymax\n1.jpg,cat,12,8,52,38\n1.jpg,dog,60,9,99,70"),
        "mask-folders": tr("images/  1.jpg  2.jpg\nmasks/   1.png  2.png\nclasses.txt"),
        "label-table": tr("text,labels\nCheap and good,price;praise\nIt broke,blame"),
        "label-columns": tr("text,price,praise,blame\nCheap and good,1,1,0\nIt broke,0,0,1"),
        "label-lines": tr("__label__price __label__praise Cheap\n__label__blame It broke"),
    }
