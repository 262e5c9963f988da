"""Which column of a table names the pictures; it knows nothing of the other columns."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from ptstudio.data._columns import GROUP, LABEL_NAMES, SPLIT, Cells, Field, label_field, named
from ptstudio.data._image import is_image_name

_NAMES = (
    "image", "img", "picture", "photo", "photograph", "image path", "img path", "filepath", "file path", "path",
    "filename", "file name", "file", "image file", "image name", "image id", "img id", "imageid", "id code", "id",
    "bild", "datei",
)  # fmt: skip


def is_header(cells: Sequence[str]) -> bool:
    """Whether a table's first row names its columns: it does not if a picture's file name stands in it."""
    return not any(_is_image(cell) for cell in cells)


def _image_column(cells: Cells) -> str | None:
    """The column with most names of pictures; some tables leave the ending away, so that only the name tells."""
    counts = {column: sum(map(_is_image, values)) for column, values in cells.items()}
    best = max(counts, key=lambda column: counts[column], default=None)
    if best is not None and counts[best] * 2 > len(cells[best]):
        return best
    return named(_NAMES, cells)


def _is_image(cell: str) -> bool:
    return is_image_name(PurePosixPath(cell.strip()))


IMAGE_FIELDS = (Field("image", _image_column, needed="the picture’s file name"), label_field(LABEL_NAMES), SPLIT, GROUP)
