"""What a model has found in pictures, saved as other programs read it; its form follows from the name."""

from collections.abc import Mapping
from pathlib import Path

from ptstudio.core.errors import SettingsError
from ptstudio.core.prediction import Boxes, Mask, Prediction
from ptstudio.core.trained import TrainedModel
from ptstudio.data import _found_files as found_files


def refuse(place: Path) -> None:
    """Raise SettingsError where nothing can be saved under that name."""
    if place.exists():
        raise SettingsError(f"“{place}” is there already.", "Name a new file or folder: nothing is written over.")
    if place.suffix.lower() not in ("", ".json", ".csv"):
        raise SettingsError(
            f"What was found cannot be saved as “{place.suffix}”.",
            "Name a .json file (as COCO has it), a .csv file, or a folder (YOLO’s text files; masks as PNG).",
        )


def save(place: Path, said: Mapping[str, Prediction], run: Path) -> None:
    """Save what a run's model said of pictures, by their names. Raises SettingsError where these are no boxes and no
    masks.
    """
    boxes = {name: each for name, each in said.items() if isinstance(each, Boxes)}
    masks = {name: each for name, each in said.items() if isinstance(each, Mask)}
    if masks and not place.suffix:
        found_files.save_masks(place, masks)
        return
    if not boxes:
        raise SettingsError(
            "This model has found no places that could be saved so.",
            "Masks are saved into a folder; other answers are printed, with --json as data.",
        )
    classes = TrainedModel.from_text((run / "model" / "model.json").read_bytes()).classes
    match place.suffix.lower():
        case ".json":
            found_files.save_coco(place, boxes, classes)
        case ".csv":
            found_files.save_table(place, boxes)
        case _:
            found_files.save_yolo(place, boxes, classes)
