"""YOLO: a text file for each picture, with the number of a class and a box or an outline on each line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.shapes import Shape
from ptstudio.data._annotation_files import all_files, data_root, first_files, split_of_folders
from ptstudio.data._class_lists import YAML, classes_in, find_class_lists, is_class_list, yaml_facts
from ptstudio.data._drawings import FRACTIONS, Drawing, Drawn
from ptstudio.data._first_sample import from_first_sample
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._image import PictureSize, UnreadableImageError, picture_size
from ptstudio.data._model_answers import answering_model, model_answers
from ptstudio.data._picture_search import PictureSearch
from ptstudio.data._placing import scaled
from ptstudio.data._shape_samples import ShapeSamples, unreadable
from ptstudio.data._split_lists import is_split_list, listed_splits
from ptstudio.data._unmarked import unmarked
from ptstudio.data._yolo_classes import YoloClasses
from ptstudio.data._yolo_file import YoloThing, looks_like_yolo, read_yolo_file
from ptstudio.data._yolo_notes import YoloNotes

_SUFFIXES = (".txt",)
_FILES_LOOKED_AT = 50


class Yolo(DatasetFormat):
    """A sample for each picture beside which others have a text file; files are read one after the other."""

    key = "yolo"
    title = "YOLO: a text file for each picture"
    help = (
        "A folder with pictures and a “.txt” file for each of them, beside them or in folders “images” and “labels”, "
        "and “data.yaml”, “classes.txt” or “obj.names” with the names of the classes."
    )
    suffixes = YAML

    def recognises(self, path: Path) -> Recognition:
        """Look into a few of the text files."""
        root = _root(path)
        found = (
            [file for file in first_files(root, _SUFFIXES, _FILES_LOOKED_AT) if _may_hold_things(file)] if root else []
        )
        count = sum(map(looks_like_yolo, found))
        if not count:
            return Recognition(confidence=0, reason="No text files with numbers of classes and places (YOLO).")
        named = next((file.name for file in find_class_lists(root or path) if classes_in(file)), None)
        filled = sum(file.stat().st_size > 0 for file in found)
        confidence = (0.99 if named else 0.98) if count * 2 > filled else 0.5
        names = f"; “{named}” names the classes" if named else ""
        return Recognition(
            confidence=confidence, reason=f"Text files with a place on each line, as YOLO has them{names}"
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures. Raises DatasetError where there is no text file that tells of one."""
        del options  # there are no columns to map
        root = _root(path)
        items = _Source(path, root).read() if root and root.exists() else iter(())
        return from_first_sample(
            items,
            f"There is no picture with a text file as YOLO has them in “{path.name}”.",
            "Choose the folder that holds the pictures and their text files.",
        )


@dataclass
class _Source:
    """A folder while it is read."""

    path: Path
    root: Path
    _used: set[Path] = field(default_factory=set)

    def read(self) -> Iterator[Sample | Finding]:
        lists = find_class_lists(self.root)
        facts = {file: yaml_facts(file) for file in lists if file.suffix in YAML}
        is_posed = any("kpt_shape" in each for each in facts.values())
        for place, said in facts.items():
            if model := answering_model(said):
                yield model_answers(place, model)
        classes = YoloClasses(self.path, next(filter(None, map(classes_in, lists)), {}))
        notes, search, samples = YoloNotes(self.path), PictureSearch(self.root), ShapeSamples(self.path)
        splits = listed_splits(self.root, search)
        for file in filter(_is_wanted, all_files(self.root, _SUFFIXES)):
            picture = file if isinstance(file, Finding) else self._picture(file, search)
            if isinstance(picture, Finding):
                yield picture
            elif picture and not isinstance(file, Finding):
                self._used.add(picture)
                yield from self._samples(file, picture, classes, notes, is_posed, samples, self._split(picture, splits))
        folders = {picture.parent for picture in self._used}
        for picture in search.pictures:
            if picture not in self._used and picture.parent in folders:
                self._used.add(picture)
                split = self._split(picture, splits)
                yield from samples.samples(Drawing(picture, picture, (), split=split))
        yield from samples.findings()
        yield from notes.findings()
        yield from classes.findings()
        yield from unmarked(self.path, search.pictures, self._used, "text file")

    def _picture(self, file: Path, search: PictureSearch) -> Path | Finding | None:
        """That which a text file is about; none where it is about something else."""
        parts = ["images" if part.casefold() == "labels" else part for part in file.relative_to(self.root).parts[:-1]]
        name = "/".join([*parts, file.stem])
        return search.the_only(name, file, None) if search.found(name, file) or looks_like_yolo(file) else None

    def _split(self, picture: Path, splits: Mapping[Path, Split]) -> Split | None:
        return splits.get(picture) or split_of_folders(picture, self.root)

    def _samples(
        self,
        file: Path,
        picture: Path,
        classes: YoloClasses,
        notes: YoloNotes,
        is_posed: bool,
        samples: ShapeSamples,
        split: Split | None,
    ) -> Iterator[Sample | Finding]:
        try:
            found = read_yolo_file(file, is_posed)
            seen = picture_size(picture) if any(thing.is_in_pixels for thing in found.things) else None
        except UnreadableImageError as problem:
            yield unreadable(picture, problem)
            return
        except (OSError, ValueError):
            reason = f"“{file.name}” cannot be read, or holds no text; the picture that it is about is left out."
            yield Finding(kind="unreadable", severity="error", path=str(file), reason=reason, remedy="Export it again.")
            return
        notes.take(file, found)
        things = tuple(_drawn(thing, classes.named(thing.said, file, thing.row), seen) for thing in found.things)
        yield from samples.samples(Drawing(file, picture, things, FRACTIONS, split, row_is="line"))


def _root(path: Path) -> Path | None:
    """The folder of a dataset, or that of its YAML file, which may say that its data are elsewhere."""
    if path.is_dir():
        return data_root(path)
    if path.suffix.lower() not in YAML or not path.is_file():
        return None
    said = yaml_facts(path).get("path")
    elsewhere = path.parent / said if isinstance(said, str) else path.parent
    return elsewhere if elsewhere.is_dir() else path.parent


def _may_hold_things(file: Path) -> bool:
    return not is_class_list(file) and not is_split_list(file)


def _is_wanted(file: Path | Finding) -> bool:
    return isinstance(file, Finding) or _may_hold_things(file)


def _drawn(thing: YoloThing, label: str, seen: PictureSize | None) -> Drawn:
    shape = Shape(label, thing.box, thing.rings)
    if thing.is_in_pixels and seen is not None:
        shape = scaled(shape, 1 / seen.width, 1 / seen.height)
    return Drawn(thing.row, shape)
