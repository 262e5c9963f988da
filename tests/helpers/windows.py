"""A project with everything in it that a window can show, made without torch, and grabbed pictures of widgets."""

import io
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QWidget

from ptstudio.core.dataset import Counts, ImportOptions, Revision, Split
from ptstudio.core.events import (
    CheckpointSaved,
    ChoiceMade,
    EpochEnded,
    Event,
    MachineProbed,
    PlanMade,
    RunFinished,
    RunStarted,
    StageChanged,
    StepEnded,
    Watched,
)
from ptstudio.core.jobs import ImportJob, Job, SettingValue, TrainJob
from ptstudio.core.machine import Choice, Device, Machine, Plan, PlannedStage
from ptstudio.core.prediction import Classes, ClassProbability
from ptstudio.core.project import Project
from ptstudio.data._revision import TABLE
from tests.helpers import reports

TASK = "image-classification"
CLASSES = ("cardboard", "glass", "metal", "paper")
MACHINE = Machine(
    system="Linux",
    processor="Example processor",
    cores=8,
    memory_mb=16_000,
    free_memory_mb=9_000,
    devices=(Device(kind="cpu", title="Example processor", memory_mb=16_000),),
)
PLAN = Plan(
    stages=(
        PlannedStage(key="features", title="Looking at every sample once", seconds=6.0),
        PlannedStage(key="head", title="Learning the new last layer", seconds=3.0),
        PlannedStage(key="last", title="Adjusting the last third of the network", seconds=80.0),
        PlannedStage(key="evaluate", title="Measuring on samples it never saw", seconds=4.0),
    ),
    choices=(
        Choice(name="device", value="cpu", reason="No graphics card found; using Example processor."),
        Choice(name="batch_size", value=32, reason="8 adjustments in each pass over 252 training samples."),
    ),
    seconds=93.0,
    memory_mb=900.0,
)


def dataset(project: Project, per_class: int = 20, findings: int = 2, name: str = "rubbish") -> Revision:
    """Write a revision with pictures, thumbnails and findings, as an import would."""
    dice = random.Random(0)
    number = len(project.revisions(name)) + 1
    rows, by_split = [], {split: dict.fromkeys(CLASSES, 0) for split in Split}
    pictures = project.folder.parent / f"{name}-pictures"
    for label, title in enumerate(CLASSES):
        for place in range(per_class):
            split = Split.TEST if place % 7 == 0 else Split.VALIDATION if place % 7 == 1 else Split.TRAIN
            sample = f"{title}{place:04d}"
            path = pictures / title / f"{place}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_picture(title, dice))
            thumbnail = project.thumbnail(name, sample)
            thumbnail.parent.mkdir(parents=True, exist_ok=True)
            thumbnail.write_bytes(path.read_bytes())
            by_split[split][title] += 1
            row = {"id": sample, "row": None, "group": None, "split": str(split), "path": f"{title}/{place}.jpg"}
            rows.append(row | {"label": label, "width": 160, "height": 120})
    revision = Revision(
        name=name,
        number=number,
        task=TASK,
        format="image-folders",
        recognised=f"{len(CLASSES)} folders with pictures in them: {', '.join(CLASSES)}",
        source=str(pictures),
        root=str(pictures),
        classes=CLASSES,
        counts=Counts(by_split=by_split),
        findings={"truncated": findings} if findings else {},
        fingerprint="0" * 64,
        options=ImportOptions(),
        created=f"2026-01-01T12:00:{number:02d}+00:00",
    )
    folder = project.revision_folder(revision.key)
    folder.mkdir(parents=True)
    with pa.OSFile(str(folder / TABLE), "wb") as file, pa.ipc.new_stream(file, _table(rows).schema) as writer:
        writer.write_table(_table(rows))
    lines = [
        {
            "kind": "truncated",
            "severity": "error",
            "path": str(pictures / f"broken-{finding}.jpg"),
            "reason": "The picture ends too early: a part of the file is missing.",
            "remedy": "Copy the file again from where it came, or leave it out.",
            "row": None,
        }
        for finding in range(findings)
    ]
    (folder / "findings.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (folder / "revision.json").write_text(revision.to_text(), encoding="utf-8")
    return revision


def training(project: Project, epochs: int = 12, *, is_finished: bool = True, **settings: SettingValue) -> Path:
    """Write a training of the newest revision: its events, and, where it is finished, its report and model."""
    job = TrainJob(
        task=TASK,
        dataset=f"rubbish/{len(project.revisions('rubbish')):04d}",
        model="starter",
        preset="balanced",
        settings=dict(settings),
        command="ptstudio train --data rubbish --model starter --out project",
    )
    folder = project.new_run(job)
    write_events(folder, training_events(epochs, is_finished=is_finished))
    if is_finished:
        report = reports.report(CLASSES, splits=("validation", "test")).model_copy(update={"run": folder.name})
        (folder / "report.json").write_text(report.to_text(), encoding="utf-8")
        (folder / "report.html").write_text("<html><body><h1>Report</h1></body></html>", encoding="utf-8")
        (folder / "model").mkdir()
        (folder / "model" / "model.json").write_text("{}", encoding="utf-8")
    (folder / "log.txt").write_text("A line of the log.\n", encoding="utf-8")
    return folder


def training_events(epochs: int, *, is_finished: bool = True, planned: int | None = None) -> list[Event]:
    """What happens in a training that learns, and begins to overfit after two thirds of its epochs."""
    total = planned or epochs
    events: list[Event] = [
        RunStarted(pid=1),
        StageChanged(stage="prepare", title="Getting ready"),
        MachineProbed(machine=MACHINE),
        *(ChoiceMade(choice=choice) for choice in PLAN.choices),
        PlanMade(plan=PLAN),
        StageChanged(stage="head", title="Learning the new last layer"),
    ]
    for epoch in range(1, epochs + 1):
        events.append(StepEnded(stage="head", done=epoch, total=total, remaining_s=float(total - epoch)))
        events.append(_epoch(epoch, total))
    events.append(CheckpointSaved(epoch=epochs, step=0, folder=f"epoch-{epochs}"))
    if is_finished:
        events.append(RunFinished(result={"best_epoch": 8, "seconds": {"total": 93.0}}))
    return events


def write_events(folder: Path, events: list[Event]) -> None:
    """Write events as a worker does."""
    (folder / "events.jsonl").write_text("".join(event.to_line() + "\n" for event in events), encoding="utf-8")


def filled_project(folder: Path) -> Project:
    """A project with two revisions, an import, a finished training and a comparison from scratch."""
    project = Project.create(folder)
    first = dataset(project)
    write_events(_run(project, ImportJob(task=TASK, source=first.source, dataset="rubbish")), [RunStarted(pid=1),
                 RunFinished(result={"revision": first.key})])  # fmt: skip
    dataset(project, per_class=24, findings=0)
    training(project)
    training(project, epochs=20, from_scratch=True)
    return project


def grab(widget: QWidget, file: Path) -> Path:
    """Write a picture of a widget."""
    file.parent.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(file))
    return file


def _run(project: Project, job: Job) -> Path:
    return project.new_run(job)


def _epoch(epoch: int, total: int) -> EpochEnded:
    fall = 1.4 * 0.75**epoch
    rise = 0.02 * max(0, epoch - 8)
    accuracy = min(0.93, 0.35 + 0.6 * (1 - 0.7**epoch)) - rise / 2
    return EpochEnded(
        epoch=epoch,
        epochs=total,
        phase="head" if epoch <= 4 else "last",
        train_loss=0.05 + fall,
        validation_loss=0.2 + fall + rise,
        metrics={"accuracy": accuracy, "balanced_accuracy": accuracy - 0.01, "macro_f1": accuracy - 0.02,
                 "log_loss": 0.2 + fall + rise, "calibration_error": 0.05},
        learning_rate=1e-3 * 0.9**epoch,
        seconds=1.5,
        samples_per_s=180.0,
        is_best=epoch <= 8,
        watched=tuple(_watched(number, epoch) for number in range(12)),
    )  # fmt: skip


def _watched(number: int, epoch: int) -> Watched:
    truth = CLASSES[number % len(CLASSES)]
    sure = min(0.95, 0.3 + 0.08 * epoch) if number % 5 else 0.4
    other = CLASSES[(number + 1) % len(CLASSES)]
    classes = [ClassProbability(label=truth, probability=sure), ClassProbability(label=other, probability=1 - sure)]
    ordered = sorted(classes, key=lambda one: -one.probability)
    return Watched(sample=f"{truth}{number:04d}", truth=truth, prediction=Classes(classes=tuple(ordered)))


def _table(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows])


def _picture(title: str, dice: random.Random) -> bytes:
    colour = {"cardboard": (170, 120, 70), "glass": (90, 150, 140), "metal": (140, 145, 155), "paper": (225, 225, 215)}
    picture = Image.new("RGB", (160, 120), tuple(part + dice.randrange(-20, 20) for part in colour[title]))
    draw = ImageDraw.Draw(picture)
    for _ in range(8):
        x, y, side = dice.randrange(160), dice.randrange(120), dice.randrange(6, 40)
        draw.rectangle((x, y, x + side, y + side), outline=(40, 40, 40))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85)
    return stream.getvalue()
