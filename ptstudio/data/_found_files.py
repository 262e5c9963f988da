"""What was found in pictures, written as other programs read it: whole or not at all, and never over anything."""

import base64
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ptstudio.core import atomic
from ptstudio.core.errors import InputError, explain_os_error
from ptstudio.core.prediction import Boxes, FoundBox, Mask

if TYPE_CHECKING:
    from PIL import Image

_CSV_COLUMNS = ("filename", "width", "height", "class", "probability", "xmin", "ymin", "xmax", "ymax")
_CSV_ENCODING = "utf-8-sig"
"""Spreadsheets take a table for UTF-8 only where a mark at its beginning says so."""
_BACKGROUND = "background"


def save_coco(path: Path, found: Mapping[str, Boxes], classes: Sequence[str]) -> None:
    """One JSON file as COCO has it, each box with its `score`; pictures by their names, classes counted from 1.

    Raises InputError, DiskFull, JobFailure, as all of these do.
    """
    numbers = {label: number for number, label in enumerate(classes, start=1)}
    names = {name: number for number, name in enumerate(found, start=1)}
    images = [
        {"id": names[name], "file_name": name, "width": boxes.width, "height": boxes.height}
        for name, boxes in found.items()
    ]
    given = [(names[name], box) for name, boxes in found.items() for box in boxes.given]
    content = {
        "images": images,
        "annotations": [
            {"id": number, "image_id": image, "category_id": numbers[box.label], **_coco_box(box)}
            for number, (image, box) in enumerate(given, start=1)
        ],
        "categories": [{"id": number, "name": label, "supercategory": ""} for label, number in numbers.items()],
    }
    with _explained(path), atomic.new_file(path) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def save_yolo(folder: Path, found: Mapping[str, Boxes], classes: Sequence[str]) -> None:
    """A new folder with `labels`, a text file for each picture, and `data.yaml`; classes counted from 0."""
    numbers = {label: number for number, label in enumerate(classes)}
    with _explained(folder), atomic.new_folder(folder) as temporary:
        for name, boxes in found.items():
            place = temporary / "labels" / PurePosixPath(name).with_suffix(".txt")
            if place.exists():  # of another picture that differs only in its ending
                place = temporary / "labels" / f"{name}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("".join(_yolo_line(box, boxes, numbers) for box in boxes.given), encoding="utf-8")
        names = "".join(f"  {number}: {json.dumps(label, ensure_ascii=False)}\n" for label, number in numbers.items())
        text = f"path: .\ntrain: images\nval: images\nnc: {len(classes)}\nnames:\n{names}"
        (temporary / "data.yaml").write_text(text, encoding="utf-8")


def save_table(path: Path, found: Mapping[str, Boxes]) -> None:
    """A CSV table with a row for each box, its edges in pixels; a picture in which nothing is has a row of its own."""
    with (
        _explained(path),
        atomic.new_file(path) as temporary,
        temporary.open("w", encoding=_CSV_ENCODING, newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(_CSV_COLUMNS)
        for name, boxes in found.items():
            start = (name, boxes.width, boxes.height)
            writer.writerows((*start, *_cells(box)) for box in boxes.given)
            if not boxes.given:
                writer.writerow((*start, *[""] * (len(_CSV_COLUMNS) - len(start))))


def save_masks(folder: Path, found: Mapping[str, Mask]) -> None:
    """A new folder with `masks`, an indexed PNG of the size of each picture, and `legend.json`, which names its values;
    masks have the names of their pictures.
    """
    classes = list(dict.fromkeys(label for mask in found.values() for label in mask.classes))
    legend = {_BACKGROUND: 0, **{label: number for number, label in enumerate(classes, start=1)}}
    with _explained(folder), atomic.new_folder(folder) as temporary:
        for name, mask in found.items():
            place = temporary / "masks" / PurePosixPath(name).with_suffix(".png")
            if place.exists():  # of another picture that differs only in its ending
                place = temporary / "masks" / f"{name}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            _indexed(mask, legend).save(place)
        text = json.dumps(legend, ensure_ascii=False, indent=1)
        (temporary / "legend.json").write_text(text, encoding="utf-8")


def _coco_box(box: FoundBox) -> dict[str, Any]:
    width, height = box.right - box.left, box.bottom - box.top
    place = [round(value, 2) for value in (box.left, box.top, width, height)]
    return {"bbox": place, "area": round(width * height, 2), "iscrowd": 0, "score": round(box.probability, 4)}


def _yolo_line(box: FoundBox, boxes: Boxes, numbers: Mapping[str, int]) -> str:
    x, y = (box.left + box.right) / 2 / boxes.width, (box.top + box.bottom) / 2 / boxes.height
    width, height = (box.right - box.left) / boxes.width, (box.bottom - box.top) / boxes.height
    return f"{numbers[box.label]} {x:.6f} {y:.6f} {width:.6f} {height:.6f}\n"


def _cells(box: FoundBox) -> tuple[str, ...]:
    edges = (box.left, box.top, box.right, box.bottom)
    return (box.label, f"{box.probability:.4f}", *(f"{edge:.2f}" for edge in edges))


def _indexed(mask: Mask, legend: Mapping[str, int]) -> "Image.Image":
    """With a colour for each class; the values are those of the legend, whatever those of the mask were."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(mask.png))) as small:
        grey = small.convert("L")
    values = [0, *(legend[label] for label in mask.classes)]
    values += [0] * (256 - len(values))
    named = grey.point(values).resize((mask.width, mask.height), Image.Resampling.NEAREST)
    indexed = Image.frombytes("P", named.size, named.tobytes())
    indexed.putpalette([part for value in range(256) for part in _colour(value)])
    return indexed


def _colour(value: int) -> tuple[int, int, int]:
    """The colours of Pascal VOC: three bits of a value at a time, the lowest ones make the strongest differences."""
    red, green, blue = (
        sum((value >> (3 * place + plane) & 1) << (7 - place) for place in range(8)) for plane in range(3)
    )
    return red, green, blue


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise InputError(
            f"There is something at “{path}” already.", "Name a new place: nothing is ever written over."
        ) from None
    except OSError as error:
        raise explain_os_error(error, "saving what was found") from error
