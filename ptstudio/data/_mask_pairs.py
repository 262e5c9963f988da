"""Which picture is the mask of which, told by their names and folders; it opens neither."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ptstudio.core.dataset import Finding
from ptstudio.data._image import is_image_name
from ptstudio.data._junk import walk

_MASKS = re.compile(r"mask|label|annot|ground_?truth|segmentation_?class|segmap|trimap|gt_?fine|"
                    r"(?<![a-z])(gts?|segs?|segmentations?|targets?)(?![a-z])")  # fmt: skip
_PICTURES = re.compile(r"(?<![a-z])(jpeg_?images?|images?|imgs?|pictures?|photos?|left_?img|inputs?|originals?|rgb|"
                       r"raws?|sat)(\d*bit)?(?![a-z])")  # fmt: skip
_OF_SINGLE_THINGS = re.compile(r"segmentation_?object|instance")
_MASK = r"masks?|labels?|segs?|segmentation|gt|ground_?truth|annot(ation)?|target|trimap|gt_?fine_labelids"
_NAMED_MASK = re.compile(rf"[_\-. ]({_MASK})$|^({_MASK})[_\-. ]")
_MASK_ENDS = re.compile(rf"[_\-. ]({_MASK}|l)$|^({_MASK})[_\-. ]")
_PICTURE_ENDS = re.compile(r"[_\-. ](images?|img|sat|rgb|left_?img8bit|photo|im)$|^(images?|img|photo)[_\-. ]")


Masks: TypeAlias = dict[str, dict[str, list[Path]]]
"""Masks by their names, then by the names of their innermost folders."""


class Pair(NamedTuple):
    """A picture with those masks that may be its own."""

    picture: Path
    masks: Sequence[Path]


class Pairs(NamedTuple):
    """All pictures below a folder, each with its masks, if any; and the masks that belong to none."""

    pairs: Sequence[Pair]
    lonely: Sequence[Path]


def find_pairs(root: Path) -> Pairs:
    """Match pictures with masks: by their names without what says which is which, and of several of one name by the
    folders that have most in common.
    """
    pictures: list[Path] = []
    masks: Masks = {}
    for path in walk(root):
        if not isinstance(path, Finding) and is_image_name(path) and not _tells_things_apart(path, root):
            if is_mask(path, root):
                named = masks.setdefault(_name(path, _MASK_ENDS), {})
                named.setdefault(_innermost(path, root), []).append(path)
            else:
                pictures.append(path)
    pairs = [Pair(picture, _own(picture, masks, root)) for picture in pictures]
    used = {mask for pair in pairs for mask in pair.masks}
    every = (mask for named in masks.values() for each in named.values() for mask in each)
    return Pairs(pairs, [mask for mask in every if mask not in used])


def is_mask(path: Path, root: Path) -> bool:
    """Whether a picture is called like a mask, or lies in a folder that is."""
    return _NAMED_MASK.search(path.stem.casefold()) is not None or any(
        _MASKS.search(folder) for folder in _telling(path, root)[:1]
    )


def is_about_pixels(path: Path, root: Path) -> bool:
    """Whether a picture only says of another one what its pixels belong to."""
    return is_mask(path, root) or _tells_things_apart(path, root)


def _telling(path: Path, root: Path) -> list[str]:
    """The folders whose names say what is in them, the innermost first."""
    folders = [part.casefold() for part in reversed(path.relative_to(root).parts[:-1])]
    return [folder for folder in folders if _MASKS.search(folder) or _PICTURES.search(folder)]


def _tells_things_apart(path: Path, root: Path) -> bool:
    """Whether it shows single things of one class in different colours, which are no classes."""
    return any(_OF_SINGLE_THINGS.search(part.casefold()) for part in path.relative_to(root).parts)


def _name(path: Path, ends: re.Pattern[str]) -> str:
    stem = path.stem.casefold()
    return ends.sub("", stem) or stem


def _own(picture: Path, masks: Masks, root: Path) -> Sequence[Path]:
    """Those of the same name; of these, those in the same innermost folder, if any."""
    folders = masks.get(picture.stem.casefold()) or masks.get(_name(picture, _PICTURE_ENDS), {})
    named = folders.get(_innermost(picture, root)) or [mask for each in folders.values() for mask in each]
    if len(named) < 2:
        return named
    own = list(_trail(picture, root))
    ranks = [_agreeing(own, list(_trail(mask, root))) for mask in named]
    return [mask for mask, rank in zip(named, ranks, strict=True) if rank == max(ranks)]


def _innermost(path: Path, root: Path) -> str:
    return next(_trail(path, root), "")


def _trail(path: Path, root: Path) -> Iterator[str]:
    """The folders of a path, the innermost first, without what says that they hold pictures or masks."""
    for part in reversed(path.relative_to(root).parts[:-1]):
        rest = _PICTURES.sub("", _MASKS.sub("", part.casefold())).rstrip("s").strip("_-. ")
        if rest:
            yield rest


def _agreeing(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many folders from the innermost on agree; and fewer others are better."""
    same = [mine == others for mine, others in zip(one, other, strict=False)]
    return (*same, False).index(False), -abs(len(one) - len(other))
