"""labelme's files are read with all kinds of shapes that have an area, and with everything told that has none."""

import base64
import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.dataset import ImportOptions, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._masks import mask_of
from ptstudio.data.labelme import Labelme
from tests.helpers.annotations import kinds, read, shapes
from tests.helpers.pictures import save
from tests.helpers.texts import write

FORMAT = Labelme()
TRIANGLE = [[1, 1], [9, 1], [5, 9]]
RECTANGLE = {"label": "dog", "points": [[12, 4], [23, 15.5]], "shape_type": "rectangle"}


def labelme(path: Path, *listed: Any, **changed: Any) -> Path:
    """A JSON file; beside it, its picture, unless that is somewhere else."""
    if "imagePath" not in changed:
        save(path.with_suffix(".jpg"), len(str(path)))
    content = {
        "version": "5.4.1",
        "flags": {},
        "shapes": list(listed),
        "imagePath": f"..\\pictures\\{path.stem}.jpg",
        "imageData": "AAAA" * 1000,
        "imageHeight": 16,
        "imageWidth": 24,
        **changed,
    }
    return write(path, json.dumps(content))


def polygon(label: str = "cat", points: Any = None, **more: Any) -> dict[str, Any]:
    return {"label": label, "points": points or TRIANGLE, "shape_type": "polygon", "group_id": None, **more}


def test_outlines_and_boxes_are_read(tmp_path: Path) -> None:
    labelme(tmp_path / "a.json", polygon(), RECTANGLE)
    labelme(tmp_path / "b.json")
    assert FORMAT.recognises(tmp_path).confidence == 0.98
    samples, findings = read(FORMAT, tmp_path)
    assert [(shape.label, shape.box, shape.rings) for shape in shapes(samples["a.jpg"])] == [
        ("cat", (1, 1, 9, 9), ((1, 1, 9, 1, 5, 9),)),
        ("dog", (12, 4, 23, 15.5), ()),
    ]
    assert shapes(samples["b.jpg"]) == ()
    assert kinds(findings) == ["nothing-marked"]


def test_parts_of_a_group_are_one_thing(tmp_path: Path) -> None:
    other = [[12, 2], [20, 2], [16, 9]]
    listed = (polygon(group_id=1), polygon("dog", group_id=1), polygon(points=other, group_id=1), polygon(points=other))
    samples, _ = read(FORMAT, labelme(tmp_path / "a.json", *listed))
    assert [(shape.label, len(shape.rings)) for shape in shapes(samples["a.jpg"])] == [
        ("cat", 2),
        ("dog", 1),
        ("cat", 1),
    ]
    assert shapes(samples["a.jpg"])[0].box == (1, 1, 20, 9)


def test_a_circle_is_an_outline(tmp_path: Path) -> None:
    circle = {"label": "cat", "points": [[10, 8], [13, 12]], "shape_type": "circle"}
    samples, findings = read(FORMAT, labelme(tmp_path / "a.json", circle))
    assert not findings
    (shape,) = shapes(samples["a.jpg"])
    assert shape.box == (5, 3, 15, 13)
    area = (mask_of(samples["a.jpg"].fields, ("cat",)) == 1).sum()
    assert area == pytest.approx(math.pi * 25, rel=0.05)


def test_a_mask_is_pixels(tmp_path: Path) -> None:
    part = np.zeros((6, 8), dtype=np.uint8)
    part[:3] = 255
    file = io.BytesIO()
    Image.fromarray(part).convert("1").save(file, "PNG")
    masked = {"label": "cat", "points": [[2, 3], [9, 8]], "shape_type": "mask"}
    good = {**masked, "mask": base64.b64encode(file.getvalue()).decode()}
    samples, (finding,) = read(FORMAT, labelme(tmp_path / "a.json", good, {**masked, "mask": "no"}))
    assert (finding.kind, finding.row) == ("broken-outline", 2)
    found = mask_of({**samples["a.jpg"].fields, "shapes": shapes(samples["a.jpg"])[:1]}, ("cat",))
    assert (found[3:6, 2:10] == 1).all()
    assert found.sum() == 24


def test_what_has_no_area_is_told(tmp_path: Path) -> None:
    listed = [{"label": "cat", "points": [[1, 1]], "shape_type": kind} for kind in ("point", "line", "linestrip")]
    samples, findings = read(FORMAT, labelme(tmp_path / "a.json", *listed, polygon(), 7, {"points": [[1, 2], 3]}))
    assert len(shapes(samples["a.jpg"])) == 1
    assert kinds(findings) == ["other-shape", "missing-label"]
    assert "point (shape 1), line (shape 2), linestrip (shape 3)" in findings[0].reason
    assert findings[0].row == 1


def test_old_files_do_not_say_what_kind_a_shape_is(tmp_path: Path) -> None:
    listed = [{"label": "cat", "points": TRIANGLE}, {"label": "cat", "points": [[3, 3], [5, 6]]}]
    samples, _ = read(FORMAT, labelme(tmp_path / "a.json", *listed))
    assert [len(shape.rings) for shape in shapes(samples["a.jpg"])] == [1, 0]


def test_pictures_are_found_by_their_paths_and_splits_by_folders(tmp_path: Path) -> None:
    save(tmp_path / "train" / "one" / "x.png", 1)
    save(tmp_path / "val" / "x.png", 2)
    labelme(tmp_path / "json" / "1.json", polygon(), imagePath="..\\train\\one\\x.png")
    samples, findings = read(FORMAT, tmp_path)
    assert samples["x.png"].path == tmp_path / "train" / "one" / "x.png"
    assert samples["x.png"].split is Split.TRAIN
    assert kinds(findings) == ["not-annotated"]


def test_other_files_are_findings(tmp_path: Path) -> None:
    labelme(tmp_path / "a.json", polygon())
    write(tmp_path / "b.json", "{")
    write(tmp_path / "c.json", "[]")
    labelme(tmp_path / "d.json", polygon(), imagePath="gone.jpg")
    samples, findings = read(FORMAT, tmp_path)
    assert set(samples) == {"a.jpg"}
    assert kinds(findings) == ["unreadable", "unreadable", "missing-file"]
    with pytest.raises(DatasetError) as caught:
        FORMAT.read(tmp_path / "b.json", ImportOptions())
    assert "no JSON" in caught.value.message


@pytest.mark.parametrize(("width", "height"), [(10**9, 10**9), (10**400, 16), (0, 16)])
def test_sizes_beyond_all_measure_do_no_harm(tmp_path: Path, width: int, height: int) -> None:
    masked = {"label": "cat", "points": [[2, 3], [9, 8]], "shape_type": "mask", "mask": "iVBORw0KGgo="}
    path = labelme(tmp_path / "a.json", masked, imageWidth=width, imageHeight=height)
    samples, findings = read(FORMAT, path)
    assert "broken-outline" in kinds(findings)
    assert all(shape.runs is None for sample in samples.values() for shape in shapes(sample))
