"""However annotations are damaged, they give samples, findings, or a refusal in words; never anything else."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.sample_classes import classes_of
from ptstudio.data import all_formats
from ptstudio.data._masks import mask_of
from tests.helpers.annotations import CAT, DOG, SCENES, coco_content, draw, voc_xml, yolo_line
from tests.helpers.texts import write

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 0.5, -3.2, 1e308, float("nan"), float("inf"), 10**30, "", "x", "1", "a.jpg", "..", "\0",
    "é" * 300, [], {}, [1], [[1, 2, 3]], [[]], [None], {"a": 1},
)  # fmt: skip
LABELME = {
    "shapes": [
        {"label": "cat", "points": [[1, 1], [9, 1], [5, 9]], "shape_type": "polygon", "group_id": 1},
        {"label": "dog", "points": [[12, 4], [23, 15]], "shape_type": "rectangle"},
        {"label": "dog", "points": [[12, 4], [15, 7]], "shape_type": "circle"},
        {"label": "dog", "points": [[2, 4], [5, 7]], "shape_type": "mask", "mask": "iVBORw0KGgo="},
    ],
    "imagePath": "a.jpg",
    "imageHeight": 16,
    "imageWidth": 24,
}
TABLE = "filename,class,xmin,ymin,xmax,ymax\na.jpg,cat,2,3,10,9\na.jpg,dog,.2,.3,.9,.9\nb.jpg,dog,3,3,9,9\n"


def changed(content: Any, dice: random.Random) -> Any:
    """The same with odd things in some places, and some missing."""
    if dice.random() < 0.06:
        return dice.choice(ODD)
    if isinstance(content, dict):
        return {key: changed(value, dice) for key, value in content.items() if dice.random() > 0.03}
    if isinstance(content, list):
        return [changed(value, dice) for value in content if dice.random() > 0.03]
    return content


def damaged(text: str, dice: random.Random) -> str:
    """The same with some letters lost and others put in."""
    for _ in range(dice.randint(0, 6)):
        place = dice.randrange(len(text) + 1)
        kept = place + (dice.randint(1, 9) if dice.random() < 0.4 else 0)
        text = (
            text[:place] + dice.choice(["", "<", "\n", ",", "-", "\t", "\0", "9999999", "1e999", "nan"]) + text[kept:]
        )
    return text


def written(folder: Path, key: str, dice: random.Random) -> Path:
    """Damaged annotations in one of the forms."""
    draw(folder)
    content = coco_content()
    content["annotations"][0]["segmentation"] = [[1, 1, 9, 1, 5, 9]]
    content["annotations"][1]["segmentation"] = {"size": [16, 24], "counts": [10, 20, 354]}
    lines = "\n".join(yolo_line(thing, ("cat", "dog"), (24, 16)) for thing in (CAT, DOG))
    texts = {
        "coco": ("all.json", json.dumps(changed(content, dice))),
        "labelme": ("a.json", json.dumps(changed(LABELME, dice))),
        "voc": ("a.xml", damaged(voc_xml(SCENES[0]), dice)),
        "yolo": ("a.txt", damaged(lines, dice)),
        "box-table": ("boxes.csv", damaged(TABLE, dice)),
    }
    name, text = texts[key]
    write(folder / name, text)
    write(folder / "data.yaml", damaged("names: [cat, dog]\n", dice))
    return folder


@pytest.mark.parametrize("key", ["coco", "labelme", "voc", "yolo", "box-table"])
def test_damage_is_told_and_never_raised(tmp_path: Path, key: str) -> None:
    kind = all_formats()[key]
    for seed in range(60):
        folder = written(tmp_path / str(seed), key, random.Random(seed))
        assert kind.recognises(folder).reason
        try:
            items = list(kind.read(folder, ImportOptions()))
        except DatasetError:
            continue
        assert all(item.reason and item.remedy for item in items if isinstance(item, Finding))
        for item in items:
            if isinstance(item, Sample):
                assert mask_of(item.fields, sorted(set(classes_of(item.fields)))).shape == (16, 24)
