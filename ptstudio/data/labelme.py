"""labelme: a JSON file for each picture, with the outlines of things in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._annotation_files import all_files, first_files, pictures_root, split_of_folders
from ptstudio.data._drawings import Drawing
from ptstudio.data._first_sample import from_first_sample
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._labelme_file import looks_like_labelme, read_labelme_file
from ptstudio.data._picture_search import PictureSearch
from ptstudio.data._shape_samples import ShapeSamples
from ptstudio.data._unmarked import unmarked

_SUFFIXES = (".json",)


class Labelme(DatasetFormat):
    """A sample for each JSON file, read one after the other."""

    key = "labelme"
    title = "A labelme file for each picture"
    help = (
        "A folder with pictures and a “.json” file for each of them, as labelme and X-AnyLabeling write them: with "
        "polygons, rectangles, circles or masks."
    )
    suffixes = _SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look into a few of the JSON files."""
        found = first_files(path, _SUFFIXES)
        count = sum(map(looks_like_labelme, found))
        if not count:
            return Recognition(confidence=0, reason="No JSON files of labelme.")
        confidence = 0.98 if count * 2 > len(found) else 0.5
        return Recognition(
            confidence=confidence, reason="JSON files with the outlines in each picture, as labelme has them"
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures of all JSON files. Raises DatasetError where there is none of labelme's."""
        del options  # there are no columns to map
        items = _Source(path).read()
        return from_first_sample(
            items,
            f"There is no picture with a JSON file of labelme in “{path.name}”.",
            "Choose the folder that holds the pictures and their JSON files.",
        )


@dataclass
class _Source:
    """A folder, or a single file, while it is read."""

    path: Path
    _used: set[Path] = field(default_factory=set)

    def read(self) -> Iterator[Sample | Finding]:
        root = pictures_root(self.path)
        search, samples = PictureSearch(root), ShapeSamples(self.path)
        for file in all_files(self.path, _SUFFIXES):
            if isinstance(file, Finding):
                yield file
            else:
                yield from self._samples(file, root, search, samples)
        yield from samples.findings()
        if self.path.is_dir():
            yield from unmarked(self.path, search.pictures, self._used, "JSON file")

    def _samples(
        self, file: Path, root: Path, search: PictureSearch, samples: ShapeSamples
    ) -> Iterator[Sample | Finding]:
        try:
            found = read_labelme_file(file)
        except DatasetError as error:
            reason, remedy = error.message, error.hint
            yield Finding(kind="unreadable", severity="error", path=str(file), reason=reason, remedy=remedy)
            return
        picture = search.described_by(file, found.name)
        if isinstance(picture, Finding):
            yield picture
            return
        self._used.add(picture)
        yield from found.notes
        split = split_of_folders(file, root) or split_of_folders(picture, root)
        yield from samples.samples(Drawing(file, picture, found.things, found.size, split, row_is="shape"))
