"""What was found in pictures, saved in the forms that other programs read; knows no widget and no model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.app.translation import tr
from ptstudio.core.found_by import FoundBy
from ptstudio.core.picture_names import picture_names
from ptstudio.core.prediction import Boxes, Mask


@dataclass(frozen=True)
class FoundForm:
    """A form: what it is called, how the file or folder is called at first, which files it is (Qt's filter; empty where
    it is a folder), and whether it holds boxes, else masks.
    """

    key: str
    title: str
    name: str
    kinds: str
    is_of_boxes: bool


def forms() -> tuple[FoundForm, ...]:
    """All forms, the most usual first."""
    return (
        FoundForm("coco", tr("COCO JSON…"), "found.json", tr("COCO JSON (*.json)"), True),
        FoundForm("yolo", tr("YOLO: a folder of text files…"), "found-yolo", "", True),
        FoundForm("csv", tr("A table of boxes (CSV)…"), "found.csv", tr("Tables (*.csv)"), True),
        FoundForm("masks", tr("Masks: a folder of PNG files…"), "found-masks", "", False),
    )


def save_found(
    form: FoundForm, place: Path, found: Mapping[Path, Boxes | Mask], classes: Sequence[str], by: FoundBy
) -> Path:
    """Write what was found in these pictures, of boxes what counts as found, and by whom; the form's name gives the
    ending where `place` has none. Raises InputError, DiskFull, JobFailure.
    """
    from ptstudio.data._found_files import save_coco, save_masks, save_table, save_yolo

    ending = Path(form.name).suffix
    place = place if place.suffix or not ending else place.with_name(place.name + ending)
    names = picture_names(list(found))
    boxes = {names[file]: each for file, each in found.items() if isinstance(each, Boxes)}
    masks = {names[file]: each for file, each in found.items() if isinstance(each, Mask)}
    write: dict[str, Callable[[], None]] = {
        "coco": lambda: save_coco(place, boxes, classes, by),
        "yolo": lambda: save_yolo(place, boxes, classes, by),
        "csv": lambda: save_table(place, boxes, by),
        "masks": lambda: save_masks(place, masks, by),
    }
    write[form.key]()
    return place


def free_place(folder: Path, name: str) -> str:
    """A name at which there is nothing yet in the folder."""
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 1
    while (folder / name).exists():
        number += 1
        name = f"{stem}-{number}{suffix}"
    return name
