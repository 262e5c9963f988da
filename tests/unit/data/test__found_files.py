"""What is saved of predictions can be read by the formats that read annotations."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from ptstudio.core.class_colours import colour_at
from ptstudio.core.errors import InputError, JobFailure
from ptstudio.core.found_by import FoundBy
from ptstudio.core.prediction import Boxes, FoundBox, Mask
from ptstudio.data._found_files import save_coco, save_masks, save_table, save_yolo
from ptstudio.data._masks import encoded, mask_of
from ptstudio.data.box_table import BoxTable
from ptstudio.data.coco import Coco
from ptstudio.data.mask_folders import MaskFolders
from ptstudio.data.yolo import Yolo
from tests.helpers.annotations import draw, kinds, read, things

CLASSES = ("bird", "cat", "über dog: #1")
FOUND = {
    "a.jpg": Boxes(
        width=24,
        height=16,
        boxes=(
            FoundBox(left=2, top=3, right=10.5, bottom=9, label="cat", probability=0.9),
            FoundBox(left=12, top=4, right=23, bottom=15.25, label="über dog: #1", probability=0.6),
            FoundBox(left=1, top=1, right=5, bottom=5, label="bird", probability=0.2),
        ),
    ),
    "b.jpg": Boxes(width=24, height=16, boxes=()),
}
BY = FoundBy(model="FCOS", run="0002-train", date="2026-11-23T10:11:12+00:00")
SAID = "the model FCOS, trained in 0002-train, on 2026-11-23"
EXPECTED = {"a.jpg": [("cat", (2, 3, 10.5, 9)), ("über dog: #1", (12, 4, 23, 15.25))], "b.jpg": []}


def test_boxes_are_read_back_from_coco(tmp_path: Path) -> None:
    save_coco(tmp_path / "found.json", FOUND, CLASSES, BY)
    draw(tmp_path / "images")
    samples, findings = read(Coco(), tmp_path)
    assert {name: things(sample) for name, sample in samples.items()} == EXPECTED
    assert kinds(findings) == ["model-answers", "nothing-marked", "unused-class", "not-annotated"]
    assert SAID in findings[0].reason
    content = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert content["info"] == {
        "description": f"Answers of a model, not labels. Found by {SAID} (what is at least 50 % probable).",
        "date_created": "2026-11-23T10:11:12+00:00",
        "found_by": SAID,
        "least_probability": 0.5,
    }
    (first, _) = content["annotations"]
    assert (first["score"], first["category_id"], first["area"]) == (0.9, 2, 51)


def test_boxes_are_read_back_from_yolo(tmp_path: Path) -> None:
    save_yolo(tmp_path / "found", FOUND, CLASSES, BY)
    assert list((tmp_path / "found" / "images").iterdir()) == [], "pictures stay where they are"
    draw(tmp_path / "found" / "images")
    (tmp_path / "found" / "images" / "c.jpg").unlink()
    for place in (tmp_path, tmp_path / "found" / "data.yaml"):
        samples, findings = read(Yolo(), place)
        assert {name: things(sample) for name, sample in samples.items()} == EXPECTED
        assert kinds(findings) == ["model-answers", "nothing-marked", "unused-class"]
        assert SAID in findings[0].reason
    note = (tmp_path / "found" / "README.txt").read_text(encoding="utf-8")
    assert "Answers of a model, not labels" in note
    assert "Programs for YOLO look for the pictures there" in note


def test_the_keys_of_yolo_name_folders_that_are_there(tmp_path: Path) -> None:
    save_yolo(tmp_path / "found", FOUND, CLASSES, BY)
    facts = yaml.safe_load((tmp_path / "found" / "data.yaml").read_text(encoding="utf-8"))
    assert (tmp_path / "found" / facts["train"]).is_dir()
    assert (tmp_path / "found" / facts["val"]).is_dir()
    assert "path" not in facts, "where it is missing, folders are looked for beside the file, wherever that is moved"
    assert (facts["nc"], facts["names"][2]) == (3, "über dog: #1")


def test_boxes_are_read_back_from_a_table(tmp_path: Path) -> None:
    save_table(tmp_path / "found.csv", FOUND, BY)
    draw(tmp_path)
    samples, findings = read(BoxTable(), tmp_path / "found.csv")
    assert {name: things(sample) for name, sample in samples.items()} == EXPECTED
    assert kinds(findings) == ["model-answers", "nothing-marked"]
    assert f"{SAID} (what is at least 50 % probable). Who learns" in findings[0].reason
    assert "a.jpg,24,16,cat,0.9000,2.00,3.00,10.50,9.00" in (tmp_path / "found.csv").read_text(encoding="utf-8-sig")


def mask(values: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]", *classes: str) -> Mask:
    return Mask(width=24, height=16, classes=classes, png=encoded(values), shares=(), confidence=1)


def test_masks_are_read_back_at_the_size_of_their_pictures(tmp_path: Path) -> None:
    small = np.zeros((8, 12), dtype=np.uint8)
    small[:, :3], small[:, 3:6] = 1, 2
    save_masks(tmp_path / "found", {"a.jpg": mask(small, "cat", "dog"), "b.jpg": mask(small, "dog", "hen")}, BY)
    draw(tmp_path / "found" / "images")
    samples, findings = read(MaskFolders(), tmp_path)
    assert kinds(findings) == ["model-answers", "not-annotated"]
    first, second = (mask_of(samples[name].fields, ("cat", "dog", "hen")) for name in ("a.jpg", "b.jpg"))
    assert first.shape == (16, 24)
    assert [first[0, column] for column in (0, 6, 12)] == [1, 2, 0]
    assert [second[0, column] for column in (0, 6, 12)] == [2, 3, 0]
    with Image.open(tmp_path / "found" / "masks" / "a.png") as image:
        assert image.mode == "P"
        assert [image.convert("RGB").getpixel((x, 0)) for x in (12, 0, 6)] == [(0, 0, 0), colour_at(0), colour_at(1)]
    assert SAID in (tmp_path / "found" / "README.txt").read_text(encoding="utf-8")


def test_pictures_that_differ_in_their_endings_have_files_of_their_own(tmp_path: Path) -> None:
    found = {"in/a.jpg": FOUND["a.jpg"], "in/a.png": FOUND["a.jpg"]}
    save_yolo(tmp_path / "yolo", found, CLASSES, BY)
    assert {file.name for file in (tmp_path / "yolo" / "labels" / "in").iterdir()} == {"a.txt", "a.png.txt"}
    values = np.ones((16, 24), dtype=np.uint8)
    save_masks(tmp_path / "masks", {"a.jpg": mask(values, "cat"), "a.png": mask(values, "cat")}, BY)
    assert {file.name for file in (tmp_path / "masks" / "masks").iterdir()} == {"a.png", "a.png.png"}


@pytest.mark.parametrize(
    "save",
    [
        lambda path: save_coco(path, FOUND, CLASSES, BY),
        lambda path: save_yolo(path, FOUND, CLASSES, BY),
        lambda path: save_table(path, FOUND, BY),
        lambda path: save_masks(path, {}, BY),
    ],
)
def test_nothing_is_written_over(tmp_path: Path, save: Callable[[Path], None]) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(InputError) as caught:
        save(tmp_path / "there")
    assert "already" in caught.value.message
    assert (tmp_path / "there").read_text() == "mine"
    with pytest.raises(JobFailure):
        save(tmp_path / ("a name that no disk can have" * 20))
