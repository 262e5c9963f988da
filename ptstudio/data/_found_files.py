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
from ptstudio.core.class_colours import colour_at
from ptstudio.core.errors import InputError, explain_os_error
from ptstudio.core.found_by import KEY, READ_ME, FoundBy, warning
from ptstudio.core.prediction import Boxes, FoundBox, Mask

if TYPE_CHECKING:
    from PIL import Image

_CSV_COLUMNS = ("filename", "width", "height", "class", "probability", "xmin", "ymin", "xmax", "ymax", KEY)
_CSV_ENCODING = "utf-8-sig"
"""Spreadsheets take a table for UTF-8 only where a mark at its beginning says so."""
_BACKGROUND = "background"
_PICTURES_BELONG = (
    "The folder “images” is empty. Programs for YOLO look for the pictures there: put them into it, under the names, "
    "and in the folders, of the files in “labels”."
)
_BESIDE_MASKS = (
    "To look at them here, put the pictures into a folder “images” beside “masks”, under the names of their masks."
)


def save_coco(path: Path, found: Mapping[str, Boxes], classes: Sequence[str], by: FoundBy) -> None:
    """One JSON file as COCO has it, each box with its `score`; pictures by their names, classes counted from 1. Its
    `info` says who found them.

    Raises InputError, DiskFull, JobFailure, as all of these do.
    """
    numbers = {label: number for number, label in enumerate(classes, start=1)}
    names = {name: number for number, name in enumerate(found, start=1)}
    images = [
        {"id": names[name], "file_name": name, "width": boxes.width, "height": boxes.height}
        for name, boxes in found.items()
    ]
    given = [(names[name], box) for name, boxes in found.items() for box in boxes.given]
    least = _least(found)
    content = {
        "info": {
            "description": warning(by.what_counted(least)),
            "date_created": by.date,
            KEY: by.said,
            "least_probability": least,
        },
        "images": images,
        "annotations": [
            {"id": number, "image_id": image, "category_id": numbers[box.label], **_coco_box(box)}
            for number, (image, box) in enumerate(given, start=1)
        ],
        "categories": [{"id": number, "name": label, "supercategory": ""} for label, number in numbers.items()],
    }
    with _explained(path), atomic.new_file(path) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def save_yolo(folder: Path, found: Mapping[str, Boxes], classes: Sequence[str], by: FoundBy) -> None:
    """A new folder with `labels`, a text file for each picture, an empty folder `images` for the pictures, `data.yaml`
    and a note on who found them; classes counted from 0.
    """
    numbers = {label: number for number, label in enumerate(classes)}
    with _explained(folder), atomic.new_folder(folder) as temporary:
        (temporary / "images").mkdir()
        for name, boxes in found.items():
            lines = "".join(_yolo_line(box, boxes, numbers) for box in boxes.given)
            _place(temporary / "labels", name, ".txt").write_text(lines, encoding="utf-8")
        names = "".join(f"  {number}: {_quoted(label)}\n" for label, number in numbers.items())
        facts = f"train: images\nval: images\nnc: {len(classes)}\nnames:\n{names}{KEY}: {_quoted(by.said)}\n"
        text = f"{warning(by.what_counted(_least(found)))}\n{_PICTURES_BELONG}\n"
        _write(temporary / "data.yaml", facts)
        _write(temporary / READ_ME, text)


def save_table(path: Path, found: Mapping[str, Boxes], by: FoundBy) -> None:
    """A CSV table with a row for each box, its edges in pixels, and who found it; a picture in which nothing is has a
    row of its own.
    """
    with (
        _explained(path),
        atomic.new_file(path) as temporary,
        temporary.open("w", encoding=_CSV_ENCODING, newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(_CSV_COLUMNS)
        for name, boxes in found.items():
            start, end = (name, boxes.width, boxes.height), by.what_counted(boxes.threshold)
            writer.writerows((*start, *_cells(box), end) for box in boxes.given)
            if not boxes.given:
                writer.writerow((*start, *[""] * (len(_CSV_COLUMNS) - len(start) - 1), end))


def save_masks(folder: Path, found: Mapping[str, Mask], by: FoundBy) -> None:
    """A new folder with `masks`, an indexed PNG of the size of each picture, `legend.json`, which names its values, and
    a note on who found them; masks have the names of their pictures.
    """
    classes = list(dict.fromkeys(label for mask in found.values() for label in mask.classes))
    legend = {_BACKGROUND: 0, **{label: number for number, label in enumerate(classes, start=1)}}
    with _explained(folder), atomic.new_folder(folder) as temporary:
        for name, mask in found.items():
            _indexed(mask, legend).save(_place(temporary / "masks", name, ".png"))
        _write(temporary / "legend.json", json.dumps(legend, ensure_ascii=False, indent=1))
        _write(temporary / READ_ME, f"{warning(by.said)}\n{_BESIDE_MASKS}\n")


def _place(folder: Path, name: str, suffix: str) -> Path:
    """Where what is said of a picture goes; another picture may differ only in its ending."""
    place = folder / PurePosixPath(name).with_suffix(suffix)
    place = folder / f"{name}{suffix}" if place.exists() else place
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _quoted(text: str) -> str:
    """As JSON and YAML alike have it."""
    return json.dumps(text, ensure_ascii=False)


def _least(found: Mapping[str, Boxes]) -> float:
    """From what probability on things count as found, in the picture where that is lowest."""
    return min((boxes.threshold for boxes in found.values()), default=0.0)


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
    colours = ((0, 0, 0), *map(colour_at, range(255)))
    indexed.putpalette([part for colour in colours for part in colour])
    return indexed


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
