"""Makers of annotated pictures: the same things written as each program writes them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.shapes import Box, Shape
from ptstudio.data._format import DatasetFormat
from tests.helpers.pictures import save
from tests.helpers.texts import write

Thing = tuple[str, tuple[float, float, float, float]]
"""A class, and left, top, right and bottom in pixels."""
CAT: Thing = ("cat", (2, 3, 10, 9))
DOG: Thing = ("dog", (12, 4, 23, 15.5))


class Scene(NamedTuple):
    """A picture and what is in it."""

    name: str
    things: Sequence[Thing] = ()
    size: tuple[int, int] = (24, 16)


SCENES = (Scene("a.jpg", [CAT, DOG]), Scene("b.jpg", [DOG]), Scene("c.jpg"))


def draw(folder: Path, scenes: Sequence[Scene] = SCENES) -> Path:
    """The pictures alone; no two are the same."""
    for seed, scene in enumerate(scenes):
        save(folder / scene.name, seed, size=scene.size)
    return folder


def voc_xml(scene: Scene, extra: str = "") -> str:
    """What labelImg writes about a picture; `extra` stands behind the things in it."""
    width, height = scene.size
    things = "".join(
        f"<object><name>{label}</name><pose>Unspecified</pose><truncated>0</truncated><difficult>0</difficult><bndbox>"
        f"<xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax><ymax>{bottom}</ymax></bndbox></object>"
        for label, (left, top, right, bottom) in scene.things
    )
    return (
        f"<annotation><folder>x</folder><filename>{Path(scene.name).name}</filename>"
        f"<source><database>Unknown</database></source>"
        f"<size><width>{width}</width><height>{height}</height><depth>3</depth></size>{things}{extra}</annotation>"
    )


def voc(root: Path, scenes: Sequence[Scene] = SCENES) -> Path:
    """Folders of pictures and of XML files."""
    draw(root / "JPEGImages", scenes)
    for scene in scenes:
        write((root / "Annotations" / scene.name).with_suffix(".xml"), voc_xml(scene))
    return root


def coco_content(scenes: Sequence[Scene] = SCENES, ids: Mapping[str, int] | None = None) -> dict[str, Any]:
    """What a JSON file of COCO holds; the classes by their `ids`, which are not contiguous."""
    labels = sorted({label for scene in scenes for label, _ in scene.things})
    numbers = ids or {label: 7 + 5 * place for place, label in enumerate(labels)}
    marked = [
        {
            "image_id": 100 + 3 * place,
            "category_id": numbers[label],
            "bbox": [left, top, right - left, bottom - top],
            "area": (right - left) * (bottom - top),
            "iscrowd": 0,
        }
        for place, scene in enumerate(scenes)
        for label, (left, top, right, bottom) in scene.things
    ]
    return {
        "info": {"description": "x"},
        "images": [
            {"id": 100 + 3 * place, "file_name": scene.name, "width": scene.size[0], "height": scene.size[1]}
            for place, scene in enumerate(scenes)
        ],
        "annotations": [{"id": 1000 + 2 * place, **each} for place, each in enumerate(marked)],
        "categories": [{"id": number, "name": label, "supercategory": ""} for label, number in numbers.items()],
    }


def coco(root: Path, scenes: Sequence[Scene] = SCENES, **changed: Any) -> Path:
    """A JSON file beside its folder of pictures, some of its lists `changed`."""
    draw(root / "images", scenes)
    write(root / "annotations.json", json.dumps({**coco_content(scenes), **changed}))
    return root


def one_coco(root: Path, *annotations: Mapping[str, Any], **image: Any) -> Path:
    """A picture of 24 × 16 pixels in which these are cats, unless they say otherwise."""
    draw(root / "images", [Scene("a.jpg")])
    listed = [{"id": number, "image_id": 1, "category_id": 1, **each} for number, each in enumerate(annotations)]
    images = [{"id": 1, "file_name": "a.jpg", "width": 24, "height": 16, **image}]
    content = {"images": images, "annotations": listed, "categories": [{"id": 1, "name": "cat"}]}
    write(root / "annotations.json", json.dumps(content))
    return root


def read(kind: DatasetFormat, path: Path, **columns: str) -> tuple[dict[str, Sample], list[Finding]]:
    """Everything that a format reads: samples by the names of their pictures, and the findings."""
    found = list(kind.read(path, ImportOptions(columns=columns)))
    samples = [one for one in found if isinstance(one, Sample)]
    by_name = {sample.path.name: sample for sample in samples}
    assert len(by_name) == len(samples)
    return by_name, [one for one in found if isinstance(one, Finding)]


def kinds(findings: Sequence[Finding]) -> list[str]:
    """Of which sort the findings are; all of them complete sentences."""
    assert all(finding.remedy.endswith(".") and finding.reason for finding in findings)
    return [finding.kind for finding in findings]


def shapes(sample: Sample) -> tuple[Shape, ...]:
    """What is in a picture."""
    found = sample.fields["shapes"]
    assert isinstance(found, tuple)
    assert all(isinstance(shape, Shape) and isinstance(shape.box, Box) for shape in found)
    return found


def things(sample: Sample) -> list[Thing]:
    """The same as classes and edges."""
    boxes = [(shape.label, shape.box) for shape in shapes(sample)]
    return [(label, (box.left, box.top, box.right, box.bottom)) for label, box in boxes]


def yolo_line(thing: Thing, labels: Sequence[str], size: tuple[int, int]) -> str:
    """A line of a text file, with as many digits as is usual."""
    label, (left, top, right, bottom) = thing
    (width, height) = size
    x, y = (left + right) / 2 / width, (top + bottom) / 2 / height
    return f"{labels.index(label)} {x:.6f} {y:.6f} {(right - left) / width:.6f} {(bottom - top) / height:.6f}"


def yolo(root: Path, scenes: Sequence[Scene] = SCENES, classes: Sequence[str] = ("cat", "dog")) -> Path:
    """Folders of pictures and of text files, and a YAML file with the names of the classes."""
    draw(root / "images", scenes)
    for scene in scenes:
        lines = [yolo_line(thing, classes, scene.size) for thing in scene.things]
        write((root / "labels" / scene.name).with_suffix(".txt"), "\n".join(lines))
    named = ", ".join(f"'{label}'" for label in classes)
    write(root / "data.yaml", f"train: ../train/images\nval: ../valid/images\n\nnc: {len(classes)}\nnames: [{named}]\n")
    return root


def box_csv(root: Path, scenes: Sequence[Scene] = SCENES) -> Path:
    """A table as TensorFlow's tools have it, beside its folder of pictures; one of nothing has a row of its own."""
    draw(root / "images", scenes)
    lines = ["filename,width,height,class,xmin,ymin,xmax,ymax"]
    for scene in scenes:
        start = f"{scene.name},{scene.size[0]},{scene.size[1]}"
        lines += [f"{start},{label},{','.join(map(str, box))}" for label, box in scene.things] or [f"{start},,,,,"]
    write(root / "boxes.csv", "\n".join(lines) + "\n")
    return root
