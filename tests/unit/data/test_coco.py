"""COCO JSON is read as COCO, Roboflow, CVAT, Label Studio and their like write it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from ptstudio.core.dataset import ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.shapes import Box, Runs
from ptstudio.data.coco import Coco
from tests.helpers.annotations import (
    CAT,
    DOG,
    SCENES,
    Scene,
    coco,
    coco_content,
    draw,
    kinds,
    one_coco,
    read,
    shapes,
    things,
)
from tests.helpers.pictures import save
from tests.helpers.texts import write

FORMAT = Coco()
BLOB = np.zeros((16, 24), dtype=np.uint8)
BLOB[3:9, 2:10] = 1
BLOB[12, 20] = 1


def test_ids_need_not_be_contiguous(tmp_path: Path) -> None:
    root = coco(tmp_path)
    recognition = FORMAT.recognises(root)
    assert (recognition.confidence, "“annotations.json”" in recognition.reason) == (0.99, True)
    samples, findings = read(FORMAT, root)
    assert things(samples["a.jpg"]) == [CAT, DOG]
    assert things(samples["c.jpg"]) == []
    assert kinds(findings) == ["nothing-marked"]
    assert set(read(FORMAT, root / "annotations.json")[0]) == set(samples)


def test_roboflow_has_a_file_in_each_folder_and_a_class_above_all(tmp_path: Path) -> None:
    for place, split in enumerate(("train", "valid", "test")):
        save(tmp_path / split / "a_jpg.rf.1.jpg", place)
        content = coco_content([Scene("a_jpg.rf.1.jpg", [CAT])], {"cat": 1})
        content["categories"] = [
            {"id": 0, "name": "animals", "supercategory": "none"},
            {"id": 1, "name": "cat", "supercategory": "animals"},
        ]
        write(tmp_path / split / "_annotations.coco.json", json.dumps(content))
    found = list(FORMAT.read(tmp_path, ImportOptions()))
    samples = [one for one in found if isinstance(one, Sample)]
    assert len(samples) == len(found) == 3
    assert [(sample.path.parent.name, sample.split) for sample in samples] == [
        ("train", Split.TRAIN),
        ("valid", Split.VALIDATION),
        ("test", Split.TEST),
    ]
    assert all(things(sample) == [CAT] for sample in samples)


def test_files_of_coco_itself_lie_beside_folders_of_pictures(tmp_path: Path) -> None:
    for place, split in enumerate(("train2017", "val2017")):
        save(tmp_path / split / "000001.jpg", place)
        content = json.dumps(coco_content([Scene("000001.jpg", [CAT])]))
        write(tmp_path / "annotations" / f"instances_{split}.json", content)
        write(tmp_path / "annotations" / f"person_keypoints_{split}.json", content)
    found = list(FORMAT.read(tmp_path, ImportOptions()))
    samples = [one for one in found if isinstance(one, Sample)]
    assert [(sample.path.parent.name, sample.split) for sample in samples] == [
        ("train2017", Split.TRAIN),
        ("val2017", Split.VALIDATION),
    ]
    assert len(found) == len(samples)
    (only,) = read(FORMAT, tmp_path / "annotations" / "instances_val2017.json")[0].values()
    assert only.path.parent.name == "val2017", "the file's name tells which of two pictures it is about"


@pytest.mark.parametrize(
    "name",
    [
        "images/a.jpg",
        "/home/me/project/a.jpg",
        "..\\..\\media\\upload\\1\\0123abcd-a.jpg",
        "http://localhost:8080/data/upload/3/0123abcd-a.jpg",
        "/data/local-files/?d=some%20folder/a.jpg",
        "s3://bucket/path/a.jpg",
        "a.JPG",
        "a.png",
        "a",
    ],
)
def test_names_of_pictures_may_have_anything_before_them(tmp_path: Path, name: str) -> None:
    samples, findings = read(FORMAT, one_coco(tmp_path, {"bbox": [1, 1, 5, 5]}, file_name=name))
    assert not findings
    assert set(samples) == {"a.jpg"}


def test_of_two_pictures_with_one_name_the_folders_tell(tmp_path: Path) -> None:
    for place, folder in enumerate(("one/a", "two/a", "two/b")):
        save(tmp_path / folder / "x.jpg", place)
    images = [
        {"id": 1, "file_name": "elsewhere/two/a/x.jpg"},
        {"id": 2, "file_name": "b/x.jpg"},
        {"id": 3, "file_name": "a/x.jpg"},
    ]
    write(tmp_path / "all.json", json.dumps({"images": images, "annotations": [], "categories": []}))
    found = list(FORMAT.read(tmp_path, ImportOptions()))
    samples = [one for one in found if isinstance(one, Sample)]
    assert [sample.path.parent.relative_to(tmp_path).as_posix() for sample in samples] == ["two/a", "two/b"]
    (told,) = [one for one in found if not isinstance(one, Sample) and one.kind == "several-pictures"]
    assert (told.row, told.severity) == (3, "error")


@pytest.mark.parametrize("is_packed", [False, True])
def test_runs_are_read_column_by_column(tmp_path: Path, is_packed: bool) -> None:
    packed = coco_mask.encode(np.asfortranarray(BLOB))
    flat = BLOB.T.ravel()
    changes = [0, *(np.flatnonzero(np.diff(flat)) + 1).tolist(), flat.size]
    lengths = tuple(np.diff(changes).tolist())
    counts: Any = packed["counts"].decode() if is_packed else list(lengths)
    root = one_coco(tmp_path, {"segmentation": {"size": [16, 24], "counts": counts}, "iscrowd": 1})
    samples, findings = read(FORMAT, root)
    assert not findings
    (shape,) = shapes(samples["a.jpg"])
    assert shape.runs == Runs(16, 24, lengths)
    assert shape.is_crowd
    assert shape.box == Box(2, 3, 21, 13)


@pytest.mark.parametrize("segmentation", [[[1, 1, 9, 1, 5, 9]], [1, 1, 9, 1, 5, 9], [["1", 1, 9.0, 1, 5, 9], []]])
def test_outlines_are_read_with_or_without_a_box(tmp_path: Path, segmentation: list[Any]) -> None:
    root = one_coco(tmp_path, {"segmentation": segmentation}, {"segmentation": segmentation, "bbox": [0, 0, 10, 10]})
    samples, findings = read(FORMAT, root)
    assert not findings
    assert [(shape.box, shape.rings) for shape in shapes(samples["a.jpg"])] == [
        ((1, 1, 9, 9), ((1, 1, 9, 1, 5, 9),)),
        ((0, 0, 10, 10), ((1, 1, 9, 1, 5, 9),)),
    ]


@pytest.mark.parametrize(
    "segmentation",
    [
        [[1, 2, 3, 4]],
        [[1, 1, 9, 1, 5]],
        [["x", 1, 9, 1, 5, 9]],
        {"size": [16, 24], "counts": [3]},
        {"size": [16, 24], "counts": "\u00e9"},
        {"size": [16, 24], "counts": "P"},
        {"size": [16], "counts": [1]},
        {"size": "x", "counts": {}},
    ],
)
def test_an_outline_that_cannot_be_used_leaves_the_box(tmp_path: Path, segmentation: object) -> None:
    samples, (finding,) = read(FORMAT, one_coco(tmp_path, {"segmentation": segmentation, "bbox": [1, 1, 5, 5]}))
    assert (finding.kind, finding.row) == ("broken-outline", 1)
    (shape,) = shapes(samples["a.jpg"])
    assert (shape.box, shape.rings, shape.runs) == ((1, 1, 6, 6), (), None)


@pytest.mark.parametrize(
    ("annotation", "kind", "box"),
    [
        ({"bbox": [20, 10, 8, 8]}, "outside-picture", (20, 10, 24, 16)),
        ({"bbox": [-3, 2, 8, 8]}, "outside-picture", (0, 2, 5, 10)),
        ({"bbox": [9, 8, -4, -3]}, "swapped-corners", (5, 5, 9, 8)),
        ({"bbox": [9, 8, 0, 3]}, "empty-box", None),
        ({"bbox": [30, 8, 4, 3]}, "empty-box", None),
        ({"bbox": [1, 2, 3]}, "no-place", None),
        ({"bbox": [1, None, 3, 4]}, "no-place", None),
        ({}, "no-place", None),
        ({"bbox": [1, 1, 4, 4], "category_id": None}, "missing-label", None),
        ({"bbox": [1, 1, 4, 4], "category_id": 9}, "unknown-class", (1, 1, 5, 5)),
    ],
)
def test_what_is_wrong_with_a_thing_is_told(
    tmp_path: Path, annotation: dict[str, Any], kind: str, box: tuple[float, ...] | None
) -> None:
    samples, findings = read(FORMAT, one_coco(tmp_path, {"bbox": [0, 0, 1, 1]}, annotation))
    told = next(finding for finding in findings if finding.kind == kind)
    assert (told.severity, told.row) == ("warning", 2)
    assert [shape.box for shape in shapes(samples["a.jpg"])[1:]] == ([box] if box else [])


def test_a_thing_that_is_there_twice_is_used_once(tmp_path: Path) -> None:
    same = {"bbox": [1, 1, 4, 4]}
    samples, (finding,) = read(FORMAT, one_coco(tmp_path, same, same, {"bbox": [1.001, 1, 4, 4]}))
    assert len(shapes(samples["a.jpg"])) == 1
    assert finding.kind == "duplicate-box"
    assert "cat (annotation 2), cat (annotation 3)" in finding.reason


def test_classes_are_found_out_about(tmp_path: Path) -> None:
    categories = [{"id": "1", "name": "cat"}, {"id": 2, "name": "unicorn"}, {"id": 0, "name": "_background_"}]
    root = one_coco(tmp_path, {"bbox": [1, 1, 4, 4]}, {"bbox": [2, 2, 4, 4], "category_id": 5})
    content = json.loads((root / "annotations.json").read_text())
    write(root / "annotations.json", json.dumps({**content, "categories": categories}))
    samples, findings = read(FORMAT, root)
    assert [shape.label for shape in shapes(samples["a.jpg"])] == ["cat", "class 5"]
    assert kinds(findings) == ["unknown-class", "unused-class"]
    assert findings[1].reason.endswith("nothing is marked in any picture: unicorn.")


def test_pictures_that_cannot_be_told_are_findings(tmp_path: Path) -> None:
    draw(tmp_path / "images", SCENES)
    images = [
        {"id": 1, "file_name": "a.jpg"},
        {"id": 1, "file_name": "b.jpg"},
        {"id": 2, "file_name": "gone.jpg"},
        {"id": 3},
        {"file_name": "c.jpg"},
        7,
    ]
    annotations = [{"image_id": 1, "bbox": [1, 1, 4, 4], "category_id": 1}, {"image_id": 99, "category_id": 1}, "x"]
    categories = [{"id": 1, "name": "cat"}]
    content = {"images": images, "annotations": annotations, "categories": categories}
    write(tmp_path / "all.json", json.dumps(content))
    samples, findings = read(FORMAT, tmp_path)
    assert set(samples) == {"a.jpg"}
    assert [(finding.kind, finding.row) for finding in findings] == [
        ("unknown-class", 3),
        ("same-id", 2),
        ("missing-file", 3),
        ("bad-row", 4),
        ("bad-row", 5),
        ("bad-row", 6),
        ("unknown-picture", 2),
        ("not-annotated", None),
    ]


@pytest.mark.parametrize(
    ("size", "kind", "box"),
    [
        ((48, 32), "another-size", (1, 1, 3, 3)),
        ((16, 24), "wrong-size", (2, 2, 6, 6)),
        ((0, 0), None, (2, 2, 6, 6)),
    ],
)
def test_a_picture_of_another_size_than_told(
    tmp_path: Path, size: tuple[int, int], kind: str | None, box: tuple[float, ...]
) -> None:
    root = one_coco(tmp_path, {"bbox": [2, 2, 4, 4]}, width=size[0], height=size[1])
    samples, findings = read(FORMAT, root)
    assert kinds(findings) == ([kind] if kind else [])
    assert [shape.box for shape in shapes(samples["a.jpg"])] == [box]


def test_a_picture_that_cannot_be_the_one_that_was_marked(tmp_path: Path) -> None:
    root = one_coco(tmp_path, {"bbox": [2, 2, 90, 4]}, width=100, height=100)
    samples, findings = read(FORMAT, root)
    assert not samples
    assert [(finding.kind, finding.severity) for finding in findings[:1]] == [("wrong-size", "error")]


@pytest.mark.parametrize("content", ["{", "[]", '{"images": []}', '{"images": [], "categories": []}', "[" * 100_000])
def test_files_without_annotations_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(DatasetError) as caught:
        FORMAT.read(write(tmp_path / "a.json", content), ImportOptions())
    assert caught.value.hint
    if content.startswith('{"images"'):
        assert "“annotations”" in caught.value.message


def test_a_broken_file_among_good_ones_is_a_finding(tmp_path: Path) -> None:
    save(tmp_path / "train" / "a.jpg")
    content = json.dumps(coco_content([Scene("a.jpg", [CAT])]))
    write(tmp_path / "train" / "_annotations.coco.json", content)
    write(tmp_path / "valid" / "_annotations.coco.json", content[:-30])
    samples, (finding,) = read(FORMAT, tmp_path)
    assert len(samples) == 1
    assert (finding.kind, finding.severity) == ("unreadable", "error")


def test_several_files_are_not_guessed_between(tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        write(tmp_path / name, json.dumps(coco_content()))
    assert "“one.json”, “two.json”" in FORMAT.recognises(tmp_path).reason
    with pytest.raises(DatasetError):
        FORMAT.read(tmp_path, ImportOptions())


def test_five_thousand_things_in_one_picture(tmp_path: Path) -> None:
    boxes = [{"bbox": [place % 20, place % 12, 1 + place / 5000, 2]} for place in range(5000)]
    samples, findings = read(FORMAT, one_coco(tmp_path, *boxes))
    assert len(shapes(samples["a.jpg"])) + sum(1 for _ in findings) > 4_000


@pytest.mark.parametrize("huge", ["1" + "0" * 400, "1e999", "NaN", "-Infinity"])
def test_numbers_beyond_all_measure_do_no_harm(tmp_path: Path, huge: str) -> None:
    runs = {"size": [10**6, 10**6], "counts": [10**12]}
    root = one_coco(tmp_path, {"bbox": [1, 1, "huge", 4]}, {"bbox": [1, 1, 4, 4], "segmentation": runs})
    text = (root / "annotations.json").read_text().replace('"huge"', huge)
    samples, findings = read(FORMAT, write(root / "annotations.json", text))
    assert [shape.box for shape in shapes(samples["a.jpg"])] == [(1, 1, 5, 5)]
    assert kinds(findings) == ["no-place", "broken-outline"]
