"""Projects whose pictures have things in them, as boxes or as pixels, with a finished training; without torch.

Cells are drawn, and what is said of them is made up.
"""

import base64
import io
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from ptstudio.core.dataset import Counts, ImportOptions, Revision, Split
from ptstudio.core.events import EpochEnded, Event, Watched
from ptstudio.core.jobs import TrainJob
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.prediction import Boxes, ClassShare, FoundBox, Mask, Prediction
from ptstudio.core.project import Project
from ptstudio.core.report import (
    BoxClasses,
    BoxClassRow,
    BoxErrors,
    BoxMistake,
    BoxMistakes,
    BoxSizes,
    MaskClasses,
    MaskClassRow,
    MaskMistake,
    MaskMistakes,
    PixelConfusion,
    Report,
    Section,
    SplitReport,
    ThresholdCurve,
    ThresholdPoint,
    Thresholds,
)
from ptstudio.tasks import all_tasks
from tests.helpers.text_projects import written
from tests.helpers.windows import training_events, write_events

BOXES, MASKS = "object-detection", "semantic-segmentation"
CLASSES = ("Platelets", "RBC", "WBC")
SIZE = (320, 240)
LOOKS = {"RBC": ((196, 92, 96), 26), "WBC": ((116, 78, 168), 40), "Platelets": ((150, 110, 190), 9)}
SPLITS = (Split.TRAIN, Split.TRAIN, Split.VALIDATION, Split.TEST)
PICTURES = 16


@dataclass(frozen=True)
class Cells:
    """A drawn picture of cells, and where they lie."""

    picture: Image.Image
    boxes: tuple[FoundBox, ...]
    mask: Mask


def cells(number: int) -> Cells:
    """The same cells for the same number."""
    dice = random.Random(number)
    width, height = SIZE
    picture, grey = Image.new("RGB", SIZE, (232, 214, 206)), Image.new("L", SIZE, 0)
    boxes = []
    for label in ("RBC",) * (4 + number % 5) + ("WBC",) * (1 + number % 2) + ("Platelets",) * (number % 4):
        colour, radius = LOOKS[label]
        x, y = dice.uniform(radius, width - radius), dice.uniform(radius, height - radius)
        edges = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(picture).ellipse(edges, fill=colour, outline=(140, 70, 80))
        ImageDraw.Draw(grey).ellipse(edges, fill=CLASSES.index(label) + 1)
        boxes.append(FoundBox(left=edges[0], top=edges[1], right=edges[2], bottom=edges[3], label=label))
    return Cells(picture, tuple(boxes), mask_of(grey))


def mask_of(grey: Image.Image, confidence: float = 1.0) -> Mask:
    """A mask with its shares."""
    stream = io.BytesIO()
    grey.save(stream, "PNG")
    counts = grey.histogram()
    shares = [(name, counts[place + 1] / (grey.width * grey.height)) for place, name in enumerate(CLASSES)]
    found = [ClassShare(label=name, share=share) for name, share in shares if share]
    return Mask(
        width=grey.width,
        height=grey.height,
        classes=CLASSES,
        png=base64.b64encode(stream.getvalue()).decode("ascii"),
        shares=tuple(sorted(found, key=lambda each: -each.share)),
        confidence=confidence,
    )


def found_boxes(number: int, threshold: float = 0.5) -> Boxes:
    """What a network says of these cells: nearly right, sometimes wrong, and some of it unsure."""
    dice = random.Random(1000 + number)
    boxes = []
    for box in cells(number).boxes:
        if dice.random() < 0.12:
            continue
        moved = {edge: getattr(box, edge) + dice.uniform(-5, 5) for edge in ("left", "top", "right", "bottom")}
        label = box.label if dice.random() < 0.9 else "RBC"
        boxes.append(FoundBox(**moved, label=label, probability=round(dice.uniform(0.3, 0.99), 2)))
    boxes.append(FoundBox(left=20, top=20, right=70, bottom=64, label="Platelets", probability=0.31))
    ordered = sorted(boxes, key=lambda box: -box.probability)
    return Boxes(width=SIZE[0], height=SIZE[1], boxes=tuple(ordered), threshold=threshold)


def found_mask(number: int) -> Mask:
    """What a network says of these pixels: a little beside what they are."""
    with Image.open(io.BytesIO(base64.b64decode(cells(number).mask.png))) as grey:
        moved = Image.new("L", SIZE, 0)
        moved.paste(grey, (6, 4))
    return mask_of(moved, 0.83)


def cell_revision(project: Project, *, has_masks: bool = False) -> Revision:
    """Write a revision of pictures of cells, with their boxes or their masks, and their thumbnails."""
    pictures, rows = project.folder.parent / "cells", []
    pictures.mkdir(exist_ok=True)
    by_split = {split: dict.fromkeys(CLASSES, 0) for split in Split}
    marked = {split: dict.fromkeys(CLASSES, 0) for split in Split}
    for number in range(PICTURES):
        drawn, sample, split = cells(number), f"cell-{number}", SPLITS[number % len(SPLITS)]
        drawn.picture.save(pictures / f"{number}.png")
        thumbnail = project.thumbnail("cells", sample)
        thumbnail.parent.mkdir(parents=True, exist_ok=True)
        small = drawn.picture.resize((160, 120))
        small.save(thumbnail, "JPEG", quality=90)
        facts = {"id": sample, "row": None, "group": None, "split": str(split), "path": f"{number}.png"}
        there = _mask_columns(drawn) if has_masks else _box_columns(drawn)
        rows.append(facts | there | {"width": SIZE[0], "height": SIZE[1]})
        for label in {box.label for box in drawn.boxes}:
            by_split[split][label] += 1
        for box in drawn.boxes:
            marked[split][box.label] += 1
    totals = {split: sum(row["split"] == split for row in rows) for split in Split}
    revision = Revision(
        name="cells",
        number=1,
        task=MASKS if has_masks else BOXES,
        format="mask-folders" if has_masks else "coco",
        recognised="Pictures with masks of their areas." if has_masks else "A COCO file with boxes.",
        source=str(pictures),
        root=str(pictures),
        classes=CLASSES,
        counts=Counts(by_split=by_split, samples=totals, marked={} if has_masks else marked),
        findings={},
        fingerprint="0" * 64,
        options=ImportOptions(),
        created="2026-01-01T12:00:00+00:00",
    )
    return written(project, revision, rows)


def box_project(folder: Path) -> Project:
    """A project of boxes with a finished training, and before it the same from scratch."""
    project = Project.create(folder)
    revision = cell_revision(project)
    _training(project, revision, box_sections(), found_boxes, from_scratch=True)
    _training(project, revision, box_sections(), found_boxes)
    return project


def mask_project(folder: Path) -> Project:
    """A project of masks with a finished training, and before it the same from scratch."""
    project = Project.create(folder)
    revision = cell_revision(project, has_masks=True)
    _training(project, revision, mask_sections(), found_mask, from_scratch=True)
    _training(project, revision, mask_sections(), found_mask)
    return project


def box_sections() -> tuple[Section, ...]:
    """What a report says of boxes."""
    rows = [
        BoxClassRow(label=name, ap=ap, ap50=ap + 0.25, precision=ap + 0.3, recall=ap + 0.2, support=support)
        for name, ap, support in (("Platelets", 0.31, 7), ("RBC", 0.55, 214), ("WBC", 0.68, 31))
    ]
    mistakes = [_box_mistake(number) for number in (7, 3, 11, 15)]
    return (
        BoxClasses(threshold=0.5, rows=tuple(rows)),
        BoxSizes(small=None, medium=0.44, large=0.67, supports=(0, 61, 191)),
        Thresholds(chosen=0.5, curves=tuple(_curve(name, fall) for name, fall in (("", 1.0), *_falls()))),
        BoxErrors(right=201, missed=28, background=17, other_class=6, badly_placed=14, both_other=2, double=9),
        BoxMistakes(threshold=0.5, mistakes=tuple(mistakes)),
    )


def mask_sections() -> tuple[Section, ...]:
    """What a report says of masks."""
    rows = [
        MaskClassRow(
            label=name, iou=iou, dice=iou + 0.1, precision=0.9, recall=0.8, boundary=edges, share=0.1, support=9
        )
        for name, iou, edges in (("Platelets", 0.41, None), ("RBC", 0.77, 0.6), ("WBC", 0.84, 0.7))
    ]
    shares = ((0.98, 0.0, 0.02, 0.0), (0.3, 0.6, 0.1, 0.0), (0.12, 0.004, 0.85, 0.026), (0.08, 0.0, 0.02, 0.9))
    mistakes = [
        MaskMistake(sample=f"cell-{number}", truth=cells(number).mask, said=found_mask(number), iou=0.4 + number / 50)
        for number in (7, 3, 11, 15)
    ]
    return (
        MaskClasses(rows=tuple(rows)),
        PixelConfusion(classes=("background", *CLASSES), shares=shares),
        MaskMistakes(mistakes=tuple(mistakes)),
    )


def _falls() -> tuple[tuple[str, float], ...]:
    return (("Platelets", 1.9), ("RBC", 0.9), ("WBC", 0.6))


def _curve(label: str, fall: float) -> ThresholdCurve:
    """The surer it must be, the less is found and the less of it is wrong."""
    points = []
    for step in range(21):
        least = step / 20
        recall, precision = max(0.0, 0.98 - 0.6 * fall * least**2), min(1.0, 0.35 + 0.9 * least / fall)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        points.append(ThresholdPoint(threshold=least, precision=precision, recall=recall, f1=f1))
    return ThresholdCurve(label=label, points=tuple(points))


def _box_mistake(number: int) -> BoxMistake:
    return BoxMistake(
        sample=f"cell-{number}",
        width=SIZE[0],
        height=SIZE[1],
        truth=cells(number).boxes,
        said=found_boxes(number).boxes,
        wrong=5 - number % 4,
    )


def _box_columns(drawn: Cells) -> dict[str, Any]:
    edges = [edge for box in drawn.boxes for edge in (box.left, box.top, box.right, box.bottom)]
    labels = [CLASSES.index(box.label) for box in drawn.boxes]
    return {"label": labels, "boxes": edges, "crowds": [0] * len(labels)}


def _mask_columns(drawn: Cells) -> dict[str, Any]:
    """The numbers of a mask are places in the row's own `label`."""
    return {"label": list(range(len(CLASSES))), "mask": drawn.mask.png}


def _training(
    project: Project, revision: Revision, sections: tuple[Section, ...], said: Any, *, from_scratch: bool = False
) -> None:
    """Write a finished training whose figures are made up."""
    job = TrainJob(
        task=revision.task,
        dataset=revision.key,
        model="starter",
        preset="balanced",
        settings={"from_scratch": True} if from_scratch else {},
        command="ptstudio train --data cells --out project",
    )
    folder = project.new_run(job)
    watched = tuple(_watched(4 * number + 2, said(4 * number + 2)) for number in range(4))
    facts = all_tasks()[revision.task].metrics
    rate = 0.5 if from_scratch else 1.0
    write_events(folder, [_watching(event, watched, facts, rate) for event in training_events(8)])
    split = SplitReport(
        split="test",
        samples=4,
        metrics={each.key: Estimate(value=0.55 * rate, low=0.4 * rate, high=0.7 * rate) for each in facts},
        baseline={each.key: 0.02 for each in facts},
        baseline_reason="finding nothing at all",
        sections=sections,
    )
    report = Report(
        task=revision.task,
        model="Starter",
        run=folder.name,
        dataset=revision.key,
        classes=revision.classes,
        splits={"test": split},
    )
    (folder / "report.json").write_text(report.to_text(), encoding="utf-8")
    (folder / "model").mkdir()
    (folder / "model" / "model.json").write_text("{}", encoding="utf-8")
    (folder / "log.txt").write_text("A line of the log.\n", encoding="utf-8")


def _watched(number: int, said: Prediction) -> Watched:
    drawn = cells(number)
    boxes = Boxes(width=SIZE[0], height=SIZE[1], boxes=drawn.boxes)
    truth = drawn.mask.said if isinstance(said, Mask) else boxes.said
    return Watched(sample=f"cell-{number}", truth=truth, prediction=said)


def _watching(event: Event, watched: Sequence[Watched], facts: Sequence[MetricFacts], rate: float) -> Event:
    if not isinstance(event, EpochEnded):
        return event
    more = 1 - rate
    changed = {
        "metrics": {each.key: rate * event.metrics["accuracy"] * 0.8 for each in facts},
        "watched": tuple(watched),
        "train_loss": event.train_loss + more,
        "validation_loss": (event.validation_loss or 0.0) + more,
    }
    return event.model_copy(update=changed)


def coco_folder(folder: Path, pictures: int = PICTURES) -> Path:
    """The same cells as files: pictures, and their boxes in COCO JSON."""
    folder.mkdir(parents=True)
    images: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for number in range(pictures):
        drawn = cells(number)
        drawn.picture.save(folder / f"{number}.png")
        images.append({"id": number, "file_name": f"{number}.png", "width": SIZE[0], "height": SIZE[1]})
        for box in drawn.boxes:
            wide, high = box.right - box.left, box.bottom - box.top
            about = {"image_id": number, "category_id": CLASSES.index(box.label) + 1}
            found.append({"id": len(found) + 1, **about, "bbox": [box.left, box.top, wide, high], "area": wide * high})
    categories = [{"id": place + 1, "name": name} for place, name in enumerate(CLASSES)]
    content = {"images": images, "annotations": found, "categories": categories}
    (folder / "annotations.json").write_text(json.dumps(content), encoding="utf-8")
    return folder
