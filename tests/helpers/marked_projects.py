"""Projects whose texts hold marked places, names or answers to questions, with a finished training; without torch."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ptstudio.core.dataset import Counts, ImportOptions, Revision, Split
from ptstudio.core.events import EpochEnded, Event, Watched
from ptstudio.core.jobs import TrainJob
from ptstudio.core.metric import Estimate
from ptstudio.core.prediction import Answers, FoundSpan, Prediction, Spans
from ptstudio.core.project import Project
from ptstudio.core.report import (
    ClassRow,
    MarkedMistake,
    MarkedMistakes,
    PerClass,
    Report,
    Section,
    SpanMatches,
    SplitReport,
)
from ptstudio.core.sample_classes import ANSWER, NO_ANSWER
from tests.helpers.text_projects import MODEL, written
from tests.helpers.windows import training_events, write_events

NAMES, QUESTIONS = "token-classification", "question-answering"
KINDS = ("company", "person", "place")
TOWER = (
    "The tower was finished in 1889 for the world’s fair in Paris. Gustave Eiffel, whose company had built bridges "
    "before, had to defend it against painters and writers; by now seven million people climb it every year."
)
ASKED = (("When was the tower finished?", "1889"), ("Where was the fair?", "Paris"), ("Who painted it?", ""))
NAMED = (
    ("Ada Lovelace met Charles Babbage in London.", ("Ada Lovelace", "person"), ("Charles Babbage", "person"),
     ("London", "place")),
    ("Siemens opened a works in Erlangen 🏭 last week.", ("Siemens", "company"), ("Erlangen", "place")),
    ("It rained the whole day, and nobody came.",),
)  # fmt: skip
SPLITS = (Split.TRAIN, Split.TRAIN, Split.VALIDATION, Split.TEST)


def question_revision(project: Project) -> Revision:
    """Write a revision of questions about one text, some of which it does not answer."""
    rows = []
    for number in range(24):
        question, answer = ASKED[number % len(ASKED)]
        start = TOWER.find(answer)
        places = {"starts": [start] if answer else [], "ends": [start + len(answer)] if answer else []}
        label = 0 if answer else 1
        rows.append(_row(number, TOWER, f"{question} (no. {number})") | places | {"label": label})
    return _revision(project, QUESTIONS, "squad", (ANSWER, NO_ANSWER), rows)


def named_revision(project: Project) -> Revision:
    """Write a revision of texts with names in them."""
    rows = []
    for number in range(24):
        text, *named = NAMED[number % len(NAMED)]
        starts = [text.find(words) for words, _ in named]
        ends = [start + len(words) for start, (words, _) in zip(starts, named, strict=True)]
        labels = [KINDS.index(kind) for _, kind in named]
        rows.append(_row(number, f"{text} (no. {number})") | {"starts": starts, "ends": ends, "label": labels})
    return _revision(project, NAMES, "conll", KINDS, rows)


def question_project(folder: Path) -> Project:
    """A project of questions with a finished training."""
    project = Project.create(folder)
    revision = question_revision(project)
    place = _answer_place("1889", 0.83)
    wrong = MarkedMistake(sample="sample-3", truth=(place,), said=(_answer_place("seven million", 0.61),))
    silent = MarkedMistake(sample="sample-7", truth=(_answer_place("Paris", 1.0),), said=())
    invented = MarkedMistake(sample="sample-11", truth=(), said=(_answer_place("Gustave Eiffel", 0.44),))
    _training(
        project,
        revision,
        (
            PerClass(rows=(_class_row(ANSWER, 0.8, 16), _class_row(NO_ANSWER, 0.5, 8))),
            SpanMatches(exact=9, other_class=0, other_bounds=4, both_other=0, missed=3, invented=4, of="answers"),
            MarkedMistakes(mistakes=(wrong, silent, invented), of="answers"),
        ),
        Answers(places=(place.model_copy(update={"text": "1889"}),), none=0.05),
        "1889",
    )
    return project


def named_project(folder: Path) -> Project:
    """A project of names with a finished training."""
    project = Project.create(folder)
    revision = named_revision(project)
    ada = FoundSpan(start=0, end=12, label="person", probability=0.91)
    mistake = MarkedMistake(sample="sample-3", truth=(ada,), said=(ada.model_copy(update={"start": 4}),))
    _training(
        project,
        revision,
        (
            PerClass(rows=tuple(_class_row(kind, 0.4 + 0.15 * place, 40) for place, kind in enumerate(KINDS))),
            SpanMatches(exact=70, other_class=12, other_bounds=9, both_other=4, missed=25, invented=11),
            MarkedMistakes(mistakes=(mistake,)),
        ),
        Spans(spans=(ada.model_copy(update={"text": "Ada Lovelace"}),)),
        "Ada Lovelace (person)",
    )
    return project


def _answer_place(words: str, probability: float) -> FoundSpan:
    start = TOWER.find(words)
    return FoundSpan(start=start, end=start + len(words), label=ANSWER, probability=probability)


def _class_row(label: str, recall: float, support: int) -> ClassRow:
    return ClassRow(label=label, precision=recall, recall=recall, f1=recall, support=support)


def _row(number: int, text: str, pair: str = "") -> dict[str, Any]:
    split = SPLITS[number % len(SPLITS)]
    facts = {"id": f"sample-{number}", "row": number, "group": None, "split": str(split)}
    return facts | {"text": text, "pair": pair, "characters": len(text) + len(pair)}


def _revision(
    project: Project, task: str, format_key: str, classes: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> Revision:
    by_split = {split: dict.fromkeys(classes, 0) for split in Split}
    for row in rows:
        labels = [row["label"]] if isinstance(row["label"], int) else sorted(set(row["label"]))
        for label in labels:
            by_split[Split(row["split"])][classes[label]] += 1
    totals = {split: sum(row["split"] == split for row in rows) for split in Split}
    revision = Revision(
        name="texts",
        number=1,
        task=task,
        format=format_key,
        recognised="A file with texts",
        source=str(project.folder.parent / "texts.json"),
        root=str(project.folder.parent),
        classes=classes,
        counts=Counts(by_split=by_split, samples=totals),
        findings={},
        fingerprint="0" * 64,
        options=ImportOptions(),
        created="2026-01-01T12:00:00+00:00",
    )
    return written(project, revision, rows)


def _training(
    project: Project, revision: Revision, sections: tuple[Section, ...], said: Prediction, truth: str
) -> None:
    """Write a finished training whose figures are made up."""
    command = "ptstudio train --data texts.json --out project"
    job = TrainJob(task=revision.task, dataset=revision.key, model=MODEL, preset="balanced", command=command)
    folder = project.new_run(job)
    watched = tuple(Watched(sample=f"sample-{4 * number + 2}", truth=truth, prediction=said) for number in range(6))
    write_events(folder, [_of_places(event, watched) for event in training_events(8)])
    split = SplitReport(
        split="test",
        samples=6,
        metrics={"f1": Estimate(value=0.7, low=0.6, high=0.8)},
        baseline={"f1": 0.1},
        baseline_reason="marking nothing at all",
        sections=sections,
    )
    report = Report(
        task=revision.task,
        model="all-MiniLM-L6-v2",
        run=folder.name,
        dataset=revision.key,
        classes=revision.classes,
        splits={"test": split},
    )
    (folder / "report.json").write_text(report.to_text(), encoding="utf-8")
    (folder / "model").mkdir()
    (folder / "model" / "model.json").write_text("{}", encoding="utf-8")
    (folder / "log.txt").write_text("A line of the log.\n", encoding="utf-8")


def _of_places(event: Event, watched: tuple[Watched, ...]) -> Event:
    if not isinstance(event, EpochEnded):
        return event
    return event.model_copy(update={"watched": watched, "metrics": {"f1": event.metrics["macro_f1"]}})
