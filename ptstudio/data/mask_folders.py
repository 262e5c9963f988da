"""Folders of pictures and of masks, matched by their names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.shapes import MOST_IN_MASK
from ptstudio.data._annotation_files import data_root, first_files, split_of_folders
from ptstudio.data._first_sample import from_first_sample
from ptstudio.data._folders import listed
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._image import UnreadableImageError, image_suffixes, picture_size
from ptstudio.data._mask_legend import Legend, find_legend, is_background
from ptstudio.data._mask_pairs import Pair, Pairs, find_pairs, is_mask
from ptstudio.data._mask_reading import (
    Look,
    Meanings,
    looked_at,
    mask_file,
    meanings,
    size_problem,
    too_many,
    unnamed,
)
from ptstudio.data._model_answers import answers_in
from ptstudio.data._shape_samples import nothing_marked, unreadable
from ptstudio.data._unmarked import unmarked, unused_classes
from ptstudio.data._voc_splits import voc_splits

_FILES_LOOKED_AT = 20_000
_MASKS_LOOKED_AT = 50
_SMEARING = (".jpg", ".jpeg")


class MaskFolders(DatasetFormat):
    """A sample for each picture that has a mask, which is opened to see which classes are in it."""

    key = "mask-folders"
    title = "Pictures and masks"
    help = (
        "Folders “images” and “masks” (or “labels”, “annotations”, “SegmentationClass”), or masks beside their "
        "pictures, like “1_mask.png”: each pixel of a mask has the value of its class, or its colour. “classes.txt”, "
        "“legend.json”, “class_dict.csv” or “labelmap.txt” says what these mean."
    )

    def recognises(self, path: Path) -> Recognition:
        """Look for pictures with masks of the same names."""
        nothing = Recognition(confidence=0, reason="No masks beside pictures of the same names.")
        if not path.is_dir():
            return nothing
        root = data_root(path)
        seen = first_files(root, tuple(image_suffixes()), _FILES_LOOKED_AT)
        if not any(is_mask(file, root) for file in seen):
            return nothing
        found = find_pairs(root)
        masks = [pair.masks[0] for pair in found.pairs if len(pair.masks) == 1]
        if not masks:
            return nothing
        legend = find_legend(path)
        named = f"; “{legend.source.name}” says what their values mean" if legend.source else ""
        reason = f"Pictures, {len(masks):,} of them with a mask of the same name{named}"
        if sum(mask.suffix.lower() in _SMEARING for mask in masks) * 2 > len(masks):
            return Recognition(confidence=0.98, reason=f"{reason}; but these are saved as JPEG")
        return Recognition(confidence=0.98 if len(masks) * 2 > len(found.pairs) else 0.5, reason=reason)

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the pictures that have masks. Raises DatasetError where there is none that can be used."""
        del options  # there are no columns to map
        root = data_root(path)
        pairs = find_pairs(root) if path.is_dir() else Pairs((), ())
        masks = [mask for pair in pairs.pairs for mask in pair.masks]
        if masks and all(mask.suffix.lower() in _SMEARING for mask in masks):
            raise DatasetError(
                f"The masks in “{path.name}” are saved as JPEG, which smears their values at every edge.",
                "Export them again as PNG: what was smeared cannot be told apart any more.",
            )
        return from_first_sample(
            _Source(path, root, pairs, find_legend(root)).read() if path.is_dir() else iter(()),
            f"There is no picture with a mask of the same name in “{path.name}”.",
            "Choose the folder that holds the pictures and the masks, and give both the same names.",
        )


@dataclass
class _Source:
    """A folder while it is read."""

    path: Path
    root: Path
    found: Pairs
    legend: Legend
    _seen: Counter[str] = field(default_factory=Counter)
    _used: set[Path] = field(default_factory=set)
    _empty: int = 0

    def read(self) -> Iterator[Sample | Finding]:
        pairs = [pair for pair in self.found.pairs if pair.masks]
        looks = list(self._some_looks(pairs))
        known = meanings(self.legend, looks)
        splits = voc_splits(self.root)
        yield from answers_in(self.root)
        yield from self._on_legend(known, looks)
        for pair in pairs:
            yield from self._samples(pair, known, splits)
        yield from nothing_marked(self.path, self._empty, len(self._used))
        yield from unused_classes(self.path, [name for name in self.legend.names if not self._seen[name]])
        yield from _lonely(self.path, self.found.lonely)
        without = (pair.picture for pair in self.found.pairs if not pair.masks)
        yield from unmarked(self.path, without, (), "mask")

    def _some_looks(self, pairs: Sequence[Pair]) -> Iterator[Look]:
        """A few masks from everywhere among them."""
        for pair in pairs[:: max(1, len(pairs) // _MASKS_LOOKED_AT)]:
            try:
                yield looked_at(pair.masks[0], self.legend)
            except UnreadableImageError:
                continue

    def _on_legend(self, known: Meanings, looks: Sequence[Look]) -> Iterator[Finding]:
        if known.is_empty:
            there = sorted({(value, look.is_coloured) for look in looks for value in look.values})
            names = [known.name(value, is_coloured=is_coloured) for value, is_coloured in there]
            classes = listed([f"“{name}”" for name in names if name and not is_background(name)])
            yield Finding(
                kind="no-class-names",
                severity="warning",
                path=str(self.path),
                reason="No file says what the values in the masks mean, so each value was kept as a class that is "
                f"called after it: {classes or 'none was seen'}; 0 is the background.",
                remedy="Rename the classes, or put a file “legend.json” that names the values into the folder, such as "
                '{"leaf": 1, "soil": 2}, and import the data again.',
            )
        elif self.legend.order:
            named = listed([f"{value} is “{name}”" for value, name in sorted(known.values.items())], 8)
            yield Finding(
                kind="values-in-order",
                severity="warning",
                path=str(self.legend.source),
                reason=f"The values of the masks have names in the order of this file: {named}.",
                remedy="Look at a few pictures with their masks. If names are wrong, begin the file with the value 0.",
            )

    def _samples(self, pair: Pair, known: Meanings, splits: Mapping[str, Split]) -> Iterator[Sample | Finding]:
        if len(pair.masks) > 1:
            yield self._several(pair)
            return
        mask = pair.masks[0]
        try:
            seen = picture_size(pair.picture)
        except UnreadableImageError as problem:
            yield unreadable(pair.picture, problem)
            return
        try:
            look = looked_at(mask, self.legend)
        except UnreadableImageError as problem:
            yield unreadable(mask, problem)
            return
        problem_of_size = size_problem(mask, look, seen)
        if problem_of_size:
            yield problem_of_size
        if problem_of_size and problem_of_size.severity == "error":
            return
        if len(look.values) > MOST_IN_MASK + 2:
            yield too_many(mask, len(look.values))
            return
        made, odd = mask_file(mask, look, known)
        if odd:
            yield unnamed(mask, look, odd)
        self._used.add(pair.picture)
        self._empty += not made.legend
        self._seen.update(label for _, label in made.legend)
        split = splits.get(pair.picture.stem) or split_of_folders(pair.picture, self.root)
        yield Sample(path=pair.picture, fields={"image": pair.picture, "mask": made}, split=split)

    def _several(self, pair: Pair) -> Finding:
        places = listed([f"“{mask.relative_to(self.root).as_posix()}”" for mask in pair.masks])
        return Finding(
            kind="several-masks",
            severity="error",
            path=str(pair.picture),
            reason=f"Several masks may be that of “{pair.picture.name}”: {places}. It is left out.",
            remedy="Keep one of them, or put masks into folders like those of their pictures.",
        )


def _lonely(source: Path, masks: Sequence[Path]) -> Iterator[Finding]:
    if masks:
        count = "1 mask is" if len(masks) == 1 else f"{len(masks):,} masks are"
        yield Finding(
            kind="missing-file",
            severity="error",
            path=str(source),
            reason=f"{count} left out, as no picture has the same name: {listed([mask.name for mask in masks], 3)}.",
            remedy="Put the pictures there, or give them the names of their masks.",
        )
