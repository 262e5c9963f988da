"""Which JSON files of a folder are COCO's, and the split that each is for; none is read whole."""

import re
from pathlib import Path

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._annotation_files import data_root, first_files, split_of_folders
from ptstudio.data._json_file import holds_all
from ptstudio.data._split_files import SplitFiles, by_splits
from ptstudio.data._split_names import split_in_name

SUFFIXES = (".json",)
_MOST_FILES = 1_000
_LISTS = re.compile(rb'"(images|annotations|categories)"\s*:\s*\[')
_OF_PICTURES = re.compile(rb'"(file_name|image_id|supercategory|bbox|coco_url)"\s*:')
_INSTANCES = "instances"


def looks_like_coco(path: Path) -> bool:
    """Whether the beginning and the end of a file hold what those of COCO do."""
    return holds_all(path, _LISTS, _OF_PICTURES)


def find_coco_files(path: Path) -> SplitFiles:
    """The file itself, or those of a folder; where COCO's own lie there, those with boxes, not with captions.

    Raises DatasetError where there is none, or where several do not tell which is to be used.
    """
    if path.is_file() and path.suffix.lower() in SUFFIXES:
        return SplitFiles(((path, None),))
    found = (
        [file for file in first_files(path, SUFFIXES, _MOST_FILES) if looks_like_coco(file)] if path.is_dir() else []
    )
    if not found:
        raise DatasetError(
            "No JSON file as COCO has them.", "Choose the JSON file itself, or the folder that holds it."
        )
    with_boxes = [file for file in found if _INSTANCES in file.name.casefold()]
    root = data_root(path)
    return by_splits({file: _split(file, root) for file in with_boxes or found}, "JSON files of COCO")


def _split(file: Path, root: Path) -> Split | None:
    return split_in_name(file.name) or split_of_folders(file, root)
