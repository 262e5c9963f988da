"""The pictures of a dataset revision as tiles, read through the memory map; knows no widget."""

from pathlib import Path

from typing_extensions import override

from ptstudio.app.revision_rows import RevisionRows
from ptstudio.app.tiles import Tile, Tiles
from ptstudio.app.translation import tr
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.dataset import Revision, Split
from ptstudio.core.prediction import Boxes, Mask
from ptstudio.core.project import Project
from ptstudio.data._image import examine_image


class RevisionTiles(Tiles):
    """The samples of a revision, or those of one class or one split; opening it takes a moment."""

    def __init__(
        self, project: Project, revision: Revision, label: str | None = None, split: Split | None = None
    ) -> None:
        self._project = project
        self._revision = revision
        self._rows = RevisionRows(project, revision, label, split)

    @override
    def __len__(self) -> int:
        return len(self._rows)

    @override
    def tile(self, place: int) -> Tile:
        label, split = self._rows.label(place), split_title(self._rows.split(place))
        path = self._file(place)
        return Tile(label, tr("{label}, for {split}\n{path}", label=label, split=split, path=path), path)

    @override
    def picture(self, place: int) -> bytes:
        try:
            return self._project.thumbnail(self._revision.name, self._rows.value("id", place)).read_bytes()
        except FileNotFoundError:
            return examine_image(self._file(place)).thumbnail

    @property
    @override
    def has_overlays(self) -> bool:
        return self._rows.has_overlays

    @property
    @override
    def colours(self) -> ClassColours:
        return ClassColours(self._revision.classes)

    @override
    def overlay(self, place: int) -> Boxes | Mask | None:
        return self._rows.overlay(place)

    def _file(self, place: int) -> Path:
        return self._project.sample_file(self._revision, self._rows.value("path", place))


def split_title(split: Split) -> str:
    """A split as a person reads it."""
    return {Split.TRAIN: tr("training"), Split.VALIDATION: tr("validation"), Split.TEST: tr("test")}[split]
