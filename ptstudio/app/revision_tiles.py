"""The pictures of a dataset revision as tiles, read through the memory map; knows no widget."""

from functools import reduce
from pathlib import Path

import numpy as np
from typing_extensions import override

from ptstudio.app.tiles import Tile, Tiles
from ptstudio.app.translation import tr
from ptstudio.core.dataset import Revision, Split
from ptstudio.core.project import Project
from ptstudio.data._image import examine_image
from ptstudio.data._revision import open_table


class RevisionTiles(Tiles):
    """The samples of a revision, or those of one class or one split; opening it takes a moment."""

    def __init__(
        self, project: Project, revision: Revision, label: str | None = None, split: Split | None = None
    ) -> None:
        self._project = project
        self._revision = revision
        self._table = open_table(project.revision_folder(revision.key))
        masks = [np.ones(len(self._table), dtype=bool)]
        if label is not None:
            masks.append(self._table["label"].to_numpy() == revision.classes.index(label))
        if split is not None:
            masks.append(self._table["split"].to_numpy() == str(split))
        self._places = np.flatnonzero(reduce(np.logical_and, masks))

    @override
    def __len__(self) -> int:
        return len(self._places)

    @override
    def tile(self, place: int) -> Tile:
        label = self._revision.classes[int(self._value("label", place))]
        split = split_title(Split(self._value("split", place)))
        path = self._file(place)
        return Tile(label, tr("{label}, for {split}\n{path}", label=label, split=split, path=path), path)

    @override
    def picture(self, place: int) -> bytes:
        try:
            return self._project.thumbnail(self._revision.name, self._value("id", place)).read_bytes()
        except FileNotFoundError:
            return examine_image(self._file(place)).thumbnail

    def _file(self, place: int) -> Path:
        return self._project.sample_file(self._revision, self._value("path", place))

    def _value(self, column: str, place: int) -> str:
        return str(self._table[column][int(self._places[place])].as_py())


def split_title(split: Split) -> str:
    """A split as a person reads it."""
    return {Split.TRAIN: tr("training"), Split.VALIDATION: tr("validation"), Split.TEST: tr("test")}[split]
