"""What was found in pictures is saved whole, under names that tell the pictures apart."""

import csv
import json
from pathlib import Path

import pytest

from ptstudio.app.found_saving import forms, free_place, save_found
from ptstudio.core.errors import InputError
from ptstudio.core.found_by import FoundBy
from ptstudio.core.picture_names import picture_names
from ptstudio.core.prediction import Boxes, Mask
from tests.helpers.placed_projects import CLASSES, found_boxes, found_mask

BY = FoundBy(model="mobilenet_v2", run="0002-train", date="2026-11-23T10:11:12+00:00")
FORMS = {form.key: form for form in forms()}


def found() -> dict[Path, Boxes | Mask]:
    return {Path("/a/7.png"): found_boxes(7), Path("/a/3.png"): found_boxes(3, threshold=0.9)}


def test_boxes_are_saved_in_each_form(tmp_path: Path) -> None:
    numbers = [len(boxes.found) for boxes in found().values()]
    for key in ("coco", "yolo", "csv"):
        place = save_found(FORMS[key], tmp_path / FORMS[key].name, found(), CLASSES, BY)
        assert place == tmp_path / FORMS[key].name
    content = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert [image["file_name"] for image in content["images"]] == ["7.png", "3.png"]
    assert len(content["annotations"]) == sum(numbers)
    lines = (tmp_path / "found-yolo" / "labels" / "7.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == numbers[0]
    rows = list(csv.DictReader((tmp_path / "found.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["filename"] for row in rows} == {"7.png", "3.png"}


def test_masks_are_saved_as_pictures(tmp_path: Path) -> None:
    made = save_found(FORMS["masks"], tmp_path / "masks", {Path("/a/7.png"): found_mask(7)}, CLASSES, BY)
    assert (made / "masks" / "7.png").is_file()
    assert json.loads((made / "legend.json").read_text(encoding="utf-8"))["RBC"] == 2


def test_an_ending_is_added_and_nothing_written_over(tmp_path: Path) -> None:
    assert save_found(FORMS["coco"], tmp_path / "mine", found(), CLASSES, BY) == tmp_path / "mine.json"
    before = (tmp_path / "mine.json").read_bytes()
    with pytest.raises(InputError):
        save_found(FORMS["coco"], tmp_path / "mine.json", found(), CLASSES, BY)
    assert (tmp_path / "mine.json").read_bytes() == before
    assert free_place(tmp_path, "mine.json") == "mine-2.json"
    assert free_place(tmp_path, "other") == "other"


def test_pictures_of_one_name_are_told_apart_by_their_folders() -> None:
    files = [Path("/a/x/1.png"), Path("/b/x/1.png"), Path("/a/2.png")]
    assert list(picture_names(files).values()) == ["a/x/1.png", "b/x/1.png", "2.png"]
    assert picture_names([]) == {}
