"""Where boxes lie in the pictures of a revision, and how large they are."""

from itertools import pairwise

from PySide6.QtWidgets import QWidget

from ptstudio.app import sample_words
from ptstudio.app.box_places import SIZES, BoxPlaces
from ptstudio.app.formats import count, share
from ptstudio.app.marked_counts import empty_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_bars import ClassBar, ClassBars
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.place_map import PlaceMap
from ptstudio.app.widgets.text import label

THIRD = 1 / 3


class BoxPlacesView(QWidget):
    """A map at the left, a bar for each range of sizes at the right, and what is to be known of both."""

    def __init__(self) -> None:
        super().__init__()
        self.map = PlaceMap()
        self.sizes = ClassBars(tr("How large boxes are"))
        self.words = label("", "muted")
        left = column(label(tr("Where boxes lie"), "heading"), self.map, gap=Space.small)
        left.setStretch(1, 1)
        right = column(label(tr("How large boxes are"), "heading"), self.sizes, gap=Space.small)
        right.setStretch(1, 1)
        beside = row(left, right, gap=Space.large)
        beside.setStretch(0, 1)
        beside.setStretch(1, 1)
        inside = column(beside, self.words, gap=Space.medium, margin=Space.medium)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    def show_places(self, places: BoxPlaces) -> None:
        """Show these."""
        self.map.show_rows(places.covered.tolist(), where_words(places))
        bars = [ClassBar(name, (number,)) for name, number in zip(size_names(), places.sizes, strict=True)]
        self.sizes.show_bars([bar for bar in bars if bar.total])
        self.words.setText(facts_words(places))


def where_words(places: BoxPlaces) -> str:
    """Around where boxes lie."""
    if not places.boxes:
        return tr("There are no boxes.")
    across, down = places.middle
    columns = (tr("left"), tr("middle"), tr("right"))
    rows = (tr("top"), tr("middle"), tr("bottom"))
    values = {"row": rows[min(2, int(down / THIRD))], "column": columns[min(2, int(across / THIRD))]}
    return tr("Boxes lie around: {row}, {column}", **values)


def size_names() -> list[str]:
    """The ranges of sizes, in pixels."""
    between = [tr("{low} to {high} px", low=count(low), high=count(high)) for low, high in pairwise(SIZES)]
    return [tr("up to {high} px", high=count(SIZES[0])), *between, tr("above {low} px", low=count(SIZES[-1]))]


def facts_words(places: BoxPlaces) -> str:
    """How many boxes there are, in how many pictures, and how much of a picture one covers."""
    if not places.boxes:
        return tr("There are no boxes.")
    boxes = tr("1 box") if places.boxes == 1 else tr("{count} boxes", count=count(places.boxes))
    pictures, most = sample_words.count(sample_words.PICTURE, places.pictures), count(places.most)
    said = [
        tr("{boxes} in {pictures}, at most {most} in one.", boxes=boxes, pictures=pictures, most=most),
        tr("Half of them cover less than {share} of their picture.", share=share(places.share)),
        empty_words(sample_words.PICTURE, places.empty),
    ]
    return " ".join(filter(None, said))
