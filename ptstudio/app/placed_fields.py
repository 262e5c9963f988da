"""What lies where in a picture that is not imported yet, as it is drawn; knows no format and no window."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ptstudio.core.prediction import Boxes, ClassShare, FoundBox, Mask
from ptstudio.core.sample_classes import classes_of
from ptstudio.core.shapes import MaskFile
from ptstudio.data._image import picture_size

PLACED = ("shapes", "mask")
"""What of a sample says where something lies."""


def things_in(fields: Mapping[str, object]) -> Sequence[str]:
    """The classes of things that are marked one by one; none where only pixels are."""
    return classes_of(fields) if isinstance(fields.get("shapes"), tuple) else ()


def overlay_of(fields: Mapping[str, object], *, as_boxes: bool) -> Boxes | Mask:
    """The boxes of a sample with shapes, or the pixels of one with shapes or a mask; reads files, and is meant for a
    thread. Raises UnreadableImageError.
    """
    image, shapes = fields["image"], fields.get("shapes", ())
    if not isinstance(image, Path) or not isinstance(shapes, tuple):
        raise TypeError("A sample of a picture holds a Path, and shapes or a mask")
    if isinstance(fields.get("mask"), MaskFile) or not as_boxes:
        return _mask(fields)
    seen = picture_size(image)
    boxes = tuple(FoundBox(**shape.box._asdict(), label=shape.label) for shape in shapes)
    return Boxes(width=seen.width, height=seen.height, boxes=boxes, threshold=0)


def _mask(fields: Mapping[str, object]) -> Mask:
    import numpy as np

    from ptstudio.data._masks import encoded, mask_of

    classes = tuple(dict.fromkeys(classes_of(fields)))
    mask = mask_of(fields, classes)
    height, width = mask.shape
    counts = np.bincount(mask.ravel(), minlength=256)[1 : 1 + len(classes)] / mask.size
    shares = [
        ClassShare(label=label, share=float(share)) for label, share in zip(classes, counts, strict=True) if share
    ]
    return Mask(
        width=width,
        height=height,
        classes=classes,
        png=encoded(mask),
        shares=tuple(sorted(shares, key=lambda each: -each.share)),
        confidence=1.0,
    )
