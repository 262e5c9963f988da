"""One mask looked at: which values are in it, and what they mean; it looks for no legend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ptstudio.core.dataset import Finding
from ptstudio.core.shapes import MOST_IN_MASK, UNKNOWN, MaskFile
from ptstudio.data._folders import listed
from ptstudio.data._image import PictureSize, UnreadableImageError, open_picture
from ptstudio.data._mask_legend import Legend, is_background, is_unknown
from ptstudio.data._mask_values import colours_of, plane_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

_ALIKE = 0.01
"""Proportions that differ by no more than this share are the same."""
_WHITE = 255


class Look(NamedTuple):
    """What a mask holds: its size, its values, and whether these are colours."""

    size: tuple[int, int]
    values: tuple[int, ...]
    is_coloured: bool


@dataclass(frozen=True)
class Meanings:
    """What values and colours stand for; the names of others are made up where there is no legend."""

    values: Mapping[int, str]
    colours: Mapping[int, str]

    @property
    def is_empty(self) -> bool:
        """Whether nobody says what anything means."""
        return not self.values and not self.colours

    def name(self, value: int, *, is_coloured: bool) -> str | None:
        """What a value stands for; None where nobody knows."""
        if not self.is_empty:
            return (self.colours if is_coloured else self.values).get(value, "background" if value == 0 else None)
        if value == 0:
            return "background"
        if is_coloured:
            return f"class #{value:06x}"
        return None if value == UNKNOWN else f"class {value}"


def looked_at(path: Path, legend: Legend) -> Look:
    """Open a mask, and see by its `legend` whether its colours count. Raises UnreadableImageError, also for one whose
    values a compression has smeared.
    """
    with open_picture(path) as image:
        if image.format in ("JPEG", "MPO"):
            raise UnreadableImageError(
                f"The mask “{path.name}” is saved as JPEG, which smears the values at every edge, so that they name "
                "other classes.",
                "Save the masks as PNG from where they were made; turning a JPEG into a PNG does not help.",
                "smeared-mask",
            )
        image.load()
        is_coloured = _is_coloured(image, legend)
        values = colours_of(image) if is_coloured else plane_of(image)
        return Look(image.size, _there(values), is_coloured)


def meanings(legend: Legend, looks: Sequence[Look]) -> Meanings:
    """What values mean by a legend, of which some masks show how it is meant: whether names begin with 0 or with 1, and
    whether 255, where it is all that there is, stands for the only class.
    """
    there = {value for look in looks if not look.is_coloured for value in look.values}
    values = dict(legend.values) or _in_order(legend.order or tuple(legend.colours.values()), there)
    is_binary = there == {0, _WHITE} and _WHITE not in values
    if is_binary and len(legend.names) <= 1:
        return Meanings({0: "background", _WHITE: (*legend.names, "class 1")[0]}, legend.colours)
    return Meanings(values, legend.colours)


def mask_file(path: Path, look: Look, known: Meanings) -> tuple[MaskFile, tuple[int, ...]]:
    """The mask with what its values mean, and those values of which nobody knows that."""
    named = {value: known.name(value, is_coloured=look.is_coloured) for value in look.values}
    legend = tuple(
        (value, name) for value, name in named.items() if name and not is_background(name) and not is_unknown(name)
    )
    unknown = tuple(value for value, name in named.items() if name is None or is_unknown(name))
    is_void = not look.is_coloured
    odd = tuple(value for value in unknown if named[value] is None and not (is_void and value == UNKNOWN))
    return MaskFile(path, legend, look.is_coloured, unknown), odd


def size_problem(path: Path, look: Look, seen: PictureSize) -> Finding | None:
    """A note or an error where a mask has another size than its picture."""
    width, height = look.size
    if (width, height) in (seen[:2], (seen.height, seen.width) if seen.is_turned else seen[:2]):
        return None
    said = f"The mask “{path.name}” has {width:,} × {height:,} pixels, its picture {seen.width:,} × {seen.height:,}"
    if abs(seen.width * height / (seen.height * width) - 1) <= _ALIKE:
        reason = f"{said}. As the proportions are the same, it was brought to that size."
        remedy = "Nothing need be done."
        return Finding(kind="another-size", severity="warning", path=str(path), reason=reason, remedy=remedy)
    reason = f"{said}, which has other proportions; nobody can tell which pixels belong together."
    remedy = "Export the mask anew, at the size of its picture."
    return Finding(kind="wrong-size", severity="error", path=str(path), reason=reason, remedy=remedy)


def unnamed(path: Path, look: Look, odd: Sequence[int]) -> Finding:
    """That some values are not in the legend."""
    written = [f"#{value:06x}" if look.is_coloured else f"{value:,}" for value in odd]
    return Finding(
        kind="unknown-value",
        severity="warning",
        path=str(path),
        reason=f"“{path.name}” has values that are not in the legend: {listed(written)}; nobody knows what these "
        "pixels are, so that nothing is learned from them.",
        remedy="Add them to the legend, or export the mask anew.",
    )


def too_many(path: Path, count: int) -> Finding:
    """That there are more values than classes can be."""
    return Finding(
        kind="too-many-values",
        severity="error",
        path=str(path),
        reason=f"“{path.name}” has {count:,} different values, where masks of up to {MOST_IN_MASK} classes can be "
        "used; it may be a photograph, or was saved in a way that mixes values.",
        remedy="Export the mask anew, with one value for each class.",
    )


def _is_coloured(image: "Image.Image", legend: Legend) -> bool:
    """Whether the colours count: of an indexed picture, if the legend knows some of them; not those of greys that are
    saved as colours, unless the legend is one of colours.
    """
    bands = image.getbands()
    if bands[0] == "P":
        return any(colour in legend.colours for colour in _there(colours_of(image)) if colour)
    if bands[:3] != ("R", "G", "B"):
        return False
    red, green, blue = (image.getchannel(band).tobytes() for band in "RGB")
    return bool(legend.colours) or not red == green == blue


def _there(values: "NDArray[np.int32]") -> tuple[int, ...]:
    import numpy as np

    flat = values.ravel()
    if flat.min() >= 0 and flat.max() < 2**16:
        return tuple(np.flatnonzero(np.bincount(flat)).tolist())
    return tuple(np.unique(flat).tolist())


def _in_order(order: Sequence[str], there: set[int]) -> dict[int, str]:
    """Names by their values: from 0 on, but from 1 where the first is not the background and there is a value for the
    last of them.
    """
    names = [name for name in order if name.casefold() != "__ignore__"]
    is_from_one = bool(names) and not is_background(names[0]) and len(names) in there
    return dict(enumerate(names, start=int(is_from_one)))
