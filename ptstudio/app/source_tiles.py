"""The pictures of data that is not imported yet as tiles, while they are still being found; knows no widget."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from ptstudio.app.tiles import Tile, Tiles
from ptstudio.core.dataset import Sample, Split
from ptstudio.data._image import examine_image


class FoundSamples:
    """What a format has read so far: files by class, in the order in which they came."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.labels: list[str] = []
        self.by_label: dict[str, list[int]] = {}
        self.given: Counter[Split] = Counter()
        self.groups: dict[str, int] = {}

    def take(self, samples: Sequence[Sample]) -> None:
        """Add samples that were read."""
        for sample in samples:
            label = str(sample.fields.get("label"))
            self.by_label.setdefault(label, []).append(len(self.files))
            self.files.append(sample.path)
            self.labels.append(label)
            if sample.split is not None:
                self.given[sample.split] += 1
            if sample.group is not None:
                self.groups[sample.group] = self.groups.get(sample.group, 0) + 1

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each class, by the name of the class in the source."""
        return {label: len(places) for label, places in sorted(self.by_label.items())}


class SourceTiles(Tiles):
    """All that was found, or one class of it; grows with what is found."""

    def __init__(self, found: FoundSamples, label: str | None = None) -> None:
        self._found = found
        self._label = label

    @override
    def __len__(self) -> int:
        return len(self._found.files) if self._label is None else len(self._found.by_label.get(self._label, ()))

    @override
    def tile(self, place: int) -> Tile:
        position = self._position(place)
        path = self._found.files[position]
        return Tile(self._found.labels[position], f"{self._found.labels[position]}\n{path}", path)

    @override
    def picture(self, place: int) -> bytes:
        return examine_image(self._found.files[self._position(place)]).thumbnail

    def _position(self, place: int) -> int:
        return place if self._label is None else self._found.by_label[self._label][place]
