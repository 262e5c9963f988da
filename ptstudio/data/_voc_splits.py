"""Which split each picture of Pascal VOC is in: lists of names in the folder `ImageSets`."""

from collections.abc import Mapping
from pathlib import Path

from ptstudio.core.dataset import SPLITS, Split
from ptstudio.data._annotation_files import first_files
from ptstudio.data._encoding import open_text, text_encoding
from ptstudio.data._split_names import named_split

_MOST_LISTS = 1_000


def voc_splits(root: Path) -> Mapping[str, Split]:
    """The split of each name in lists such as `ImageSets/Main/train.txt`; a name in two lists is for the later one."""
    found: dict[str, Split] = {}
    lists = [path for path in first_files(root, (".txt",), _MOST_LISTS) if _is_list(path)]
    for split in SPLITS:
        for path in lists:
            if named_split(path.stem) is split:
                found.update(dict.fromkeys(_names(path), split))
    return found


def _is_list(path: Path) -> bool:
    return any(part.casefold() == "imagesets" for part in path.parts[:-1]) and named_split(path.stem) is not None


def _names(path: Path) -> list[str]:
    """Without their folders and the endings of pictures; lists for one class have a number behind each name."""
    try:
        with open_text(path, text_encoding(path)) as file:
            return [Path(words[0]).name.removesuffix(".jpg") for line in file if (words := line.split())]
    except OSError:
        return []
