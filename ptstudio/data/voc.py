"""Pascal VOC: an XML file for each picture, with a box around each thing in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.data._annotation_files import all_files, first_files, pictures_root, split_of_folders
from ptstudio.data._first_sample import from_first_sample
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._mask_pairs import is_about_pixels
from ptstudio.data._picture_search import PictureSearch
from ptstudio.data._shape_samples import ShapeSamples
from ptstudio.data._unmarked import unmarked
from ptstudio.data._voc_file import UnusableXmlError, VocPicture, looks_like_voc, read_voc_file
from ptstudio.data._voc_splits import voc_splits

_SUFFIXES = (".xml",)


class Voc(DatasetFormat):
    """A sample for each XML file, read one after the other."""

    key = "voc"
    title = "Pascal VOC: an XML file for each picture"
    help = (
        "A folder with pictures and an XML file for each of them, as labelImg, CVAT and Roboflow write them: beside "
        "the pictures, or in the folders “Annotations” and “JPEGImages”."
    )
    suffixes = _SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look into a few of the XML files."""
        found = first_files(path, _SUFFIXES)
        if not found:
            return Recognition(confidence=0, reason="No XML files with boxes of pictures (Pascal VOC).")
        count = sum(map(looks_like_voc, found))
        if not count:
            return Recognition(confidence=0, reason=f"“{found[0].name}” does not say what is in a picture.")
        confidence = 0.98 if count * 2 > len(found) else 0.5
        return Recognition(
            confidence=confidence, reason="XML files with the boxes of each picture, as Pascal VOC has them"
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures of all XML files. Raises DatasetError where there is none that tells of a picture."""
        del options  # there are no columns to map
        items = _Source(path).read()
        return from_first_sample(
            items,
            f"There is no picture with boxes in “{path.name}” (Pascal VOC).",
            "Choose the folder that holds the pictures and their XML files.",
        )


@dataclass
class _Source:
    """A folder, or a single file, while it is read."""

    path: Path
    _used: set[Path] = field(default_factory=set)
    _unread: set[str] = field(default_factory=set)

    def read(self) -> Iterator[Sample | Finding]:
        root = pictures_root(self.path)
        search, samples, splits = PictureSearch(root), ShapeSamples(self.path), voc_splits(root)
        for file in all_files(self.path, _SUFFIXES):
            found = file if isinstance(file, Finding) else _read_file(file)
            if isinstance(found, Finding):
                self._unread.add(Path(found.path).stem)
                yield found
                continue
            picture = search.described_by(found.source, found.name)
            if isinstance(picture, Finding):
                yield picture
                continue
            self._used.add(picture)
            split = splits.get(found.source.stem) or split_of_folders(found.source, root)
            yield from samples.samples(found.drawing(picture, split))
        yield from samples.findings()
        if self.path.is_dir():
            pictures = (picture for picture in search.pictures if not is_about_pixels(picture, root))
            unnamed = (picture for picture in pictures if picture.stem not in self._unread)
            yield from unmarked(self.path, unnamed, self._used, "XML file")


def _read_file(path: Path) -> VocPicture | Finding:
    try:
        return read_voc_file(path)
    except UnusableXmlError as error:
        return Finding(kind=error.kind, severity="error", path=str(path), reason=error.reason, remedy=error.remedy)
