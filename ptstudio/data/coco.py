"""COCO JSON: one file for many pictures, with boxes, outlines or runs of pixels."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.sample_classes import classes_of
from ptstudio.data._annotation_files import pictures_root, split_of_folders
from ptstudio.data._coco_file import CocoFile
from ptstudio.data._coco_files import SUFFIXES, find_coco_files, looks_like_coco
from ptstudio.data._drawings import Drawing
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._picture_search import PictureSearch
from ptstudio.data._shape_samples import ShapeSamples
from ptstudio.data._split_files import SplitFiles
from ptstudio.data._split_names import split_in_name
from ptstudio.data._unmarked import unmarked, unused_classes


class Coco(DatasetFormat):
    """A sample for each picture; a file is read whole, and the files of several splits one after the other."""

    key = "coco"
    title = "COCO JSON"
    help = (
        "A “.json” file as those of COCO, with “images”, “annotations” and “categories”, as CVAT, Label Studio and "
        "Roboflow export it, and its pictures below the same folder. Several files are named by their splits, or lie "
        "in folders that are."
    )
    suffixes = SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the beginning and the end of the file, or of those in a folder."""
        try:
            found = find_coco_files(path)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        first = found.parts[0][0]
        if not looks_like_coco(first):
            return Recognition(
                confidence=0, reason=f"“{first.name}” holds no annotations of pictures as COCO has them."
            )
        start = "The file" if len(found.parts) == 1 else "The files"
        return Recognition(
            confidence=0.99, reason=f"{start} {found.names} with annotations of pictures, as COCO has them"
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Give the pictures of all files. Raises DatasetError where the first one is none of COCO's."""
        del options  # everything has its place
        found = find_coco_files(path)
        return _Source(path, found).read(CocoFile.at(found.parts[0][0]))


@dataclass
class _Source:
    """A folder, or a single file, while it is read."""

    path: Path
    found: SplitFiles
    _used: set[Path] = field(default_factory=set)
    _listed: dict[str, None] = field(default_factory=dict)
    _seen: Counter[str] = field(default_factory=Counter)

    def read(self, first: CocoFile) -> Iterator[Sample | Finding]:
        yield from self.found.findings()
        search, samples = PictureSearch(pictures_root(self.path)), ShapeSamples(self.path)
        yield from self._samples(first, self.found.parts[0][1], search, samples)
        for path, split in self.found.parts[1:]:
            try:
                file = CocoFile.at(path)
            except DatasetError as error:
                yield Finding(
                    kind="unreadable", severity="error", path=str(path), reason=error.message, remedy=error.hint
                )
                continue
            yield from self._samples(file, split, search, samples)
        yield from samples.findings()
        yield from unused_classes(self.path, [name for name in self._listed if not self._seen[name]])
        if self.path.is_dir():
            yield from unmarked(self.path, search.pictures, self._used, "JSON file")

    def _samples(
        self, file: CocoFile, split: Split | None, search: PictureSearch, samples: ShapeSamples
    ) -> Iterator[Sample | Finding]:
        self._listed.update(dict.fromkeys(file.real_classes))
        named = split or split_in_name(file.path.name)
        for found in file.read():
            if isinstance(found, Finding):
                yield found
                continue
            picture = search.the_only(found.name, file.path, found.row, named, "picture")
            if isinstance(picture, Finding):
                yield picture
                continue
            self._used.add(picture)
            own = split if named else split_of_folders(picture, pictures_root(self.path))
            drawing = Drawing(file.path, picture, found.things, found.size, own, row_is="annotation")
            for item in samples.samples(drawing):
                if isinstance(item, Sample):
                    self._seen.update(classes_of(item.fields))
                yield item
