"""A project whose samples are texts, with everything in it that a window can show, made without torch."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from ptstudio.core.dataset import Counts, ImportOptions, Revision, Split
from ptstudio.core.events import EpochEnded, Event, Watched
from ptstudio.core.jobs import TrainJob
from ptstudio.core.prediction import Classes, ClassProbability
from ptstudio.core.project import Project
from ptstudio.core.report import Confusion, Report
from ptstudio.data._revision import TABLE
from tests.helpers import reports
from tests.helpers.windows import training_events, write_events

TASK = "text-classification"
CLASSES = ("delivery", "payment", "praise", "return")
MODEL = "all-minilm-l6-v2"
OPENINGS = {
    "delivery": ("My parcel should have been here on Tuesday", "Where is my order", "The courier never rang the bell"),
    "payment": ("I was charged twice for one order", "The invoice shows the wrong sum", "My card was refused"),
    "praise": ("Thank you, that was quick", "The colours are even nicer than in the pictures", "Great service 🎉👏🏽"),
    "return": ("The shoes do not fit", "The lamp arrived broken", "أريد إرجاع هذا المنتج"),
}
REST = (
    "and nobody answers the telephone.",
    "although I ordered it three weeks ago, and the page still says that it is on its way to me.",
    "Please tell me what I can do.",
    "I would not have thought so.",
)


def text_of(label: str, number: int) -> str:
    """A text of a class, the same for the same number."""
    dice = random.Random(f"{label}{number}")
    return f"{dice.choice(OPENINGS[label])}, {' '.join(dice.sample(REST, dice.randrange(1, 4)))} (no. {number})"


def text_revision(project: Project, *, has_pairs: bool = False, training: int = 40, name: str = "letters") -> Revision:
    """Write a revision whose test and validation samples are those of `text_report`."""
    rows, by_split = [], {split: dict.fromkeys(CLASSES, 0) for split in Split}
    for place, (id_, split, label) in enumerate(_samples(training)):
        text = text_of(CLASSES[label], place)
        pair = f"Answer no. {place}: we are sorry." if has_pairs else ""
        facts = {"id": id_, "row": None, "group": None, "split": split, "label": label}
        rows.append(facts | {"text": text, "pair": pair, "characters": len(text) + len(pair)})
        by_split[Split(split)][CLASSES[label]] += 1
    revision = Revision(
        name=name,
        number=len(project.revisions(name)) + 1,
        task=TASK,
        format="text-table",
        recognised="A table with a column of texts and a column of classes",
        source=str(project.folder.parent / f"{name}.csv"),
        root=str(project.folder.parent),
        classes=CLASSES,
        counts=Counts(by_split=by_split),
        findings={},
        fingerprint="0" * 64,
        options=ImportOptions(),
        created="2026-01-01T12:00:00+00:00",
    )
    return written(project, revision, rows)


def written(project: Project, revision: Revision, rows: Sequence[Mapping[str, object]]) -> Revision:
    """Write a revision of these rows, as an import would."""
    folder = project.revision_folder(revision.key)
    folder.mkdir(parents=True)
    table = pa.Table.from_pylist([dict(row) for row in rows])
    with pa.OSFile(str(folder / TABLE), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
    (folder / "findings.jsonl").write_text("", encoding="utf-8")
    (folder / "revision.json").write_text(revision.to_text(), encoding="utf-8")
    return revision


def text_report() -> Report:
    """Made-up figures on texts."""
    made = reports.report(CLASSES, splits=("validation", "test"))
    return made.model_copy(update={"task": TASK, "model": "all-MiniLM-L6-v2", "dataset": "letters/0001"})


def text_training(project: Project, epochs: int = 12) -> Path:
    """Write a finished training on the newest revision."""
    job = TrainJob(
        task=TASK,
        dataset=f"letters/{len(project.revisions('letters')):04d}",
        model=MODEL,
        preset="balanced",
        command="ptstudio train --data letters.csv --model all-MiniLM-L6-v2 --out project",
    )
    folder = project.new_run(job)
    write_events(folder, [_watching_texts(event) for event in training_events(epochs)])
    report = text_report().model_copy(update={"run": folder.name})
    (folder / "report.json").write_text(report.to_text(), encoding="utf-8")
    (folder / "model").mkdir()
    (folder / "model" / "model.json").write_text("{}", encoding="utf-8")
    (folder / "log.txt").write_text("A line of the log.\n", encoding="utf-8")
    return folder


def text_project(folder: Path, *, has_pairs: bool = False) -> Project:
    """A project with a revision of texts and a finished training."""
    project = Project.create(folder)
    text_revision(project, has_pairs=has_pairs)
    text_training(project)
    return project


def _samples(training: int) -> Iterator[tuple[str, str, int]]:
    for number in range(training):
        yield f"train-{number}", "train", number % len(CLASSES)
    for split, measured in text_report().splits.items():
        confusion = next(section for section in measured.sections if isinstance(section, Confusion))
        for cell in confusion.cells:
            yield from ((sample, split, cell.truth) for sample in cell.samples)


def _watching_texts(event: Event) -> Event:
    """An epoch that watches twelve texts of the validation split."""
    if not isinstance(event, EpochEnded):
        return event
    known = [(id_, label) for id_, split, label in _samples(0) if split == "validation"]
    step = len(known) // 12
    watched = []
    for id_, label in known[: 12 * step : step]:
        sure = min(0.95, 0.3 + 0.08 * event.epoch)
        named = (CLASSES[label], sure), (CLASSES[(label + 1) % len(CLASSES)], 1 - sure)
        ordered = sorted((ClassProbability(label=one, probability=share) for one, share in named),
                         key=lambda one: -one.probability)  # fmt: skip
        watched.append(Watched(sample=id_, truth=CLASSES[label], prediction=Classes(classes=tuple(ordered))))
    return event.model_copy(update={"watched": tuple(watched)})
