"""What is saved of predictions can be read by the formats that read annotations."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.errors import InputError, JobFailure
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
EXPECTED = {"a.jpg": [("cat", (2, 3, 10.5, 9)), ("über dog: #1", (12, 4, 23, 15.25))], "b.jpg": []}


def test_boxes_are_read_back_from_coco(tmp_path: Path) -> None:
    save_coco(tmp_path / "found.json", FOUND, CLASSES)
    draw(tmp_path / "images")
    samples, findings = read(Coco(), tmp_path)
    assert {name: things(sample) for name, sample in samples.items()} == EXPECTED
    assert kinds(findings) == ["nothing-marked", "unused-class", "not-annotated"]
    (first, _) = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["annotations"]
    assert (first["score"], first["category_id"], first["area"]) == (0.9, 2, 51)


def test_boxes_are_read_back_from_yolo(tmp_path: Path) -> None:
    save_yolo(tmp_path / "found", FOUND, CLASSES)
    draw(tmp_path / "found" / "images")
    (tmp_path / "found" / "images" / "c.jpg").unlink()
    samples, findings = read(Yolo(), tmp_path)
    assert {name: things(sample) for name, sample in samples.items()} == EXPECTED
    assert kinds(findings) == ["nothing-marked", "unused-class"]


def test_boxes_are_read_back_from_a_table(tmp_path: Path) -> None:
    save_table(tmp_path / "found.csv", FOUND)
    draw(tmp_path)
    samples, _ = read(BoxTable(), tmp_path / "found.csv")
    assert {name: things(sample) for name, sample in samples.items()} == EXPECTED
    assert "a.jpg,24,16,cat,0.9000,2.00,3.00,10.50,9.00" in (tmp_path / "found.csv").read_text(encoding="utf-8-sig")


def mask(values: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]", *classes: str) -> Mask:
    return Mask(width=24, height=16, classes=classes, png=encoded(values), shares=(), confidence=1)


def test_masks_are_read_back_at_the_size_of_their_pictures(tmp_path: Path) -> None:
    small = np.zeros((8, 12), dtype=np.uint8)
    small[:, :3], small[:, 3:6] = 1, 2
    save_masks(tmp_path / "found", {"a.jpg": mask(small, "cat", "dog"), "b.jpg": mask(small, "dog", "hen")})
    draw(tmp_path / "found" / "images")
    samples, findings = read(MaskFolders(), tmp_path)
    assert kinds(findings) == ["not-annotated"]
    first, second = (mask_of(samples[name].fields, ("cat", "dog", "hen")) for name in ("a.jpg", "b.jpg"))
    assert first.shape == (16, 24)
    assert [first[0, column] for column in (0, 6, 12)] == [1, 2, 0]
    assert [second[0, column] for column in (0, 6, 12)] == [2, 3, 0]
    with Image.open(tmp_path / "found" / "masks" / "a.png") as image:
        assert image.mode == "P"
        assert [image.convert("RGB").getpixel((x, 0)) for x in (12, 0, 6)] == [(0, 0, 0), (128, 0, 0), (0, 128, 0)]


def test_pictures_that_differ_in_their_endings_have_files_of_their_own(tmp_path: Path) -> None:
    found = {"in/a.jpg": FOUND["a.jpg"], "in/a.png": FOUND["a.jpg"]}
    save_yolo(tmp_path / "yolo", found, CLASSES)
    assert {file.name for file in (tmp_path / "yolo" / "labels" / "in").iterdir()} == {"a.txt", "a.png.txt"}
    values = np.ones((16, 24), dtype=np.uint8)
    save_masks(tmp_path / "masks", {"a.jpg": mask(values, "cat"), "a.png": mask(values, "cat")})
    assert {file.name for file in (tmp_path / "masks" / "masks").iterdir()} == {"a.png", "a.png.png"}


@pytest.mark.parametrize(
    "save",
    [
        lambda path: save_coco(path, FOUND, CLASSES),
        lambda path: save_yolo(path, FOUND, CLASSES),
        lambda path: save_table(path, FOUND),
        lambda path: save_masks(path, {}),
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
