"""Lists of pictures, each for one split, as they lie beside annotations: `train.txt` with a path on each line."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ptstudio.core.dataset import SPLITS, Split
from ptstudio.data._annotation_files import first_files
from ptstudio.data._encoding import open_text, text_encoding
from ptstudio.data._image import is_image_name
from ptstudio.data._picture_search import PictureSearch
from ptstudio.data._split_names import split_in_name

_SUFFIXES = (".txt",)
_MOST_FILES = 1_000


def is_split_list(path: Path) -> bool:
    """Whether a file is named after a split, and its first line names a picture."""
    return split_in_name(path.name) is not None and any(True for _ in _pictures(path, most=1))


def listed_splits(root: Path, search: PictureSearch) -> Mapping[Path, Split]:
    """The splits of the pictures that are in lists below a folder; one in several is for the later split."""
    found: dict[Path, Split] = {}
    lists = [path for path in first_files(root, _SUFFIXES, _MOST_FILES) if is_split_list(path)]
    for split in SPLITS:
        for path in lists:
            if split_in_name(path.name) is split:
                for name in _pictures(path):
                    pictures = search.found(name, path, split)
                    found.update(dict.fromkeys(pictures[:1] if len(pictures) == 1 else (), split))
    return found


def _pictures(path: Path, most: int | None = None) -> Iterator[str]:
    """The lines that name pictures, of the first `most` lines."""
    try:
        with open_text(path, text_encoding(path)) as file:
            for number, line in enumerate(file):
                if most is not None and number >= most:
                    return
                if is_image_name(PurePosixPath(line.strip())):
                    yield line.strip()
    except OSError:
        return
