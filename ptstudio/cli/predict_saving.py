"""What a model has found in pictures, saved as other programs read it; its form follows from the name."""

from collections.abc import Collection, Mapping
from pathlib import Path

from ptstudio.core.errors import SettingsError
from ptstudio.core.found_by import FoundBy
from ptstudio.core.picture_names import picture_names
from ptstudio.core.prediction import Boxes, Mask, Prediction
from ptstudio.core.trained import TrainedModel
from ptstudio.data import _found_files as found_files


def refuse(place: Path, columns: Collection[str]) -> None:
    """Raise SettingsError where nothing of a task with these columns can be saved under that name."""
    if not {"boxes", "mask"} & set(columns):
        raise SettingsError(
            "This model does not say where in a picture something is.", "Leave out --save; --json prints all answers."
        )
    if place.exists():
        raise SettingsError(f"“{place}” is there already.", "Name a new file or folder: nothing is written over.")
    if place.suffix.lower() not in ("", ".json", ".csv"):
        raise SettingsError(
            f"What was found cannot be saved as “{place.suffix}”.",
            "Name a .json file (as COCO has it), a .csv file, or a folder (YOLO’s text files; masks as PNG).",
        )
    if "mask" in columns and place.suffix:
        raise SettingsError(f"Masks cannot be saved as “{place.suffix}”.", "Name a folder, for a PNG file of each.")


def files_in(place: Path) -> int:
    """How many files something was saved in; none where it was not."""
    return sum(file.is_file() for file in place.rglob("*")) if place.is_dir() else int(place.exists())


def save(place: Path, said: Mapping[Path, Prediction], run: Path) -> None:
    """Save what a run's model said of pictures, by their files; nothing, where it said nothing of any."""
    names = picture_names(list(said))
    boxes = {names[file]: each for file, each in said.items() if isinstance(each, Boxes)}
    masks = {names[file]: each for file, each in said.items() if isinstance(each, Mask)}
    trained = TrainedModel.from_text((run / "model" / "model.json").read_bytes())
    by = FoundBy.model_of(run, trained.model.title)
    if masks:
        found_files.save_masks(place, masks, by)
    if not boxes:
        return
    match place.suffix.lower():
        case ".json":
            found_files.save_coco(place, boxes, trained.classes, by)
        case ".csv":
            found_files.save_table(place, boxes, by)
        case _:
            found_files.save_yolo(place, boxes, trained.classes, by)
