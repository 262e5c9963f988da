"""Samples of data that are not imported yet, as tiles or rows, while they are still being found; knows no widget."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from typing_extensions import override

from ptstudio.app.passage import Passage
from ptstudio.app.placed_fields import PLACED, overlay_of, things_in
from ptstudio.app.text_lengths import TextLengths
from ptstudio.app.text_rows import TextRow, TextRows
from ptstudio.app.tiles import Tile, Tiles
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.dataset import Sample, Split
from ptstudio.core.marked_text import quoted
from ptstudio.core.prediction import Boxes, FoundSpan, Mask
from ptstudio.core.sample_classes import classes_of, counted, in_words
from ptstudio.core.sample_texts import marked_in, texts_of
from ptstudio.core.spans import Span
from ptstudio.data._coded import Coded
from ptstudio.data._image import examine_image
from ptstudio.tasks._task import Task

KEPT_WHOLE = 50_000_000
"""How many characters of texts are kept as they are; of those that come after them only the beginnings."""
KEPT_OF_OTHERS = 300
MOST_THINGS = 300_000
"""The marks of pictures that hold so many things together are kept; of those after them only the pictures are shown."""


class FoundSamples:
    """What a format has read so far: files, or texts, by class, in the order in which they came.

    `names` is what a text and the other one beside it are called; things in pictures are shown `as_boxes`, or else as
    their pixels.
    """

    def __init__(self, names: tuple[str, str] = Task.text_names, *, as_boxes: bool = False) -> None:
        self._names, self._as_boxes = names, as_boxes
        self.placed: dict[int, Mapping[str, object]] = {}
        self.marked_by_label: Counter[str] = Counter()
        """How often each class is marked, one by one; nothing where only pixels are."""
        self.empty = 0
        self.files: list[Path] = []
        self.labels: Coded[str] = Coded()
        self.passages: list[Passage] = []
        self.marked: list[tuple[Span, ...]] = []
        self.lengths = TextLengths()
        self.by_label: dict[str, array[int]] = {}
        self.given: Counter[Split] = Counter()
        self.groups: dict[str, int] = {}

    def take(self, samples: Sequence[Sample]) -> None:
        """Add samples that were read."""
        for sample in samples:
            classes = classes_of(sample.fields)
            for label in dict.fromkeys(classes):
                self.by_label.setdefault(label, array("I")).append(len(self.files))
            self._place(sample.fields)
            self.files.append(sample.path)
            self.labels.append(counted(classes) if "shapes" in sample.fields else in_words(classes))
            if "text" in sample.fields:
                self._keep(Passage(*texts_of(sample.fields), self._names), marked_in(sample.fields))
            if sample.split is not None:
                self.given[sample.split] += 1
            if sample.group is not None:
                self.groups[sample.group] = self.groups.get(sample.group, 0) + 1

    def _place(self, fields: Mapping[str, object]) -> None:
        """Keep what lies where in a picture, as long as there is room."""
        if not set(PLACED).isdisjoint(fields):
            self.marked_by_label.update(things_in(fields))
            self.empty += not classes_of(fields)
            if self.marked_by_label.total() <= MOST_THINGS:
                self.placed[len(self.files)] = fields

    def overlay(self, position: int) -> Boxes | Mask | None:
        """What lies where in a picture, where that is known. Raises UnreadableImageError."""
        fields = self.placed.get(position)
        return overlay_of(fields, as_boxes=self._as_boxes) if fields is not None else None

    def _keep(self, passage: Passage, marked: tuple[Span, ...]) -> None:
        self.lengths.add(passage)
        is_room = self.lengths.total <= KEPT_WHOLE
        self.passages.append(passage if is_room else passage.shortened(KEPT_OF_OTHERS))
        self.marked.append(marked if is_room else ())

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each class, by the name of the class in the source."""
        return {label: len(places) for label, places in sorted(self.by_label.items())}

    def count_left(self, outcome: Mapping[str, int]) -> int:
        """How many have these classes, of which each has so many; all, where a sample may have several or none."""
        is_one_each = not self.placed and sum(map(len, self.by_label.values())) == len(self.files)
        return sum(outcome.values()) if is_one_each else len(self.files)

    def count_of(self, label: str | None) -> int:
        """How many there are of a class, or of all."""
        return len(self.files) if label is None else len(self.by_label.get(label, ()))

    def place_of(self, label: str | None, place: int) -> int:
        """Where among all samples one of a class stands."""
        return place if label is None else self.by_label[label][place]


class _OfClass:
    """All that was found, or what is of one class; grows with what is found."""

    def __init__(self, found: FoundSamples, label: str | None = None) -> None:
        self._found = found
        self._label = label

    def __len__(self) -> int:
        return self._found.count_of(self._label)

    def _position(self, place: int) -> int:
        """Where among all samples one of them stands."""
        return self._found.place_of(self._label, place)


class SourceTiles(_OfClass, Tiles):
    """All that was found, or one class of it; grows with what is found."""

    @override
    def tile(self, place: int) -> Tile:
        position = self._position(place)
        path = self._found.files[position]
        return Tile(self._found.labels[position], f"{self._found.labels[position]}\n{path}", path)

    @property
    @override
    def has_overlays(self) -> bool:
        return bool(self._found.placed)

    @property
    @override
    def colours(self) -> ClassColours:
        return ClassColours(sorted(self._found.by_label))

    @override
    def overlay(self, place: int) -> Boxes | Mask | None:
        return self._found.overlay(self._position(place))

    @override
    def picture(self, place: int) -> bytes:
        return examine_image(self._found.files[self._position(place)]).thumbnail


class SourceTexts(_OfClass, TextRows):
    """All texts that were found, or those of one class; grows with what is found."""

    @override
    def row(self, place: int) -> TextRow:
        position = self._position(place)
        passage, marked = self._found.passages[position], self._found.marked[position]
        spans = tuple(FoundSpan(**span._asdict(), probability=1.0) for span in marked)
        caption = quoted(passage.text, spans) if spans else self._found.labels[position]
        return TextRow(passage, caption, spans=spans)
