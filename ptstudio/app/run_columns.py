"""A run as a row of the table of runs: which columns there are, and what is in them; knows the table's cells alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ptstudio.app import formats, job_words
from ptstudio.app.run_facts import (
    INTERRUPTED,
    NOTHING,
    Figures,
    best_facts,
    data_of,
    model_of,
    outcome,
    seconds_of,
    status_words,
    with_interval,
)
from ptstudio.app.run_titles import begun_words
from ptstudio.app.settings_words import changed_words
from ptstudio.app.translation import tr
from ptstudio.app.widgets.column_rows import MISSING, Column, TableRow
from ptstudio.app.widgets.row_table import Cell
from ptstudio.core import energy
from ptstudio.core.jobs import (
    AddModelJob,
    AnswerTableJob,
    CrossValidateJob,
    DownloadJob,
    EvaluateJob,
    ExportJob,
    ImportJob,
    PredictJob,
    PretrainJob,
    RateTestJob,
    TrainJob,
    TuneJob,
)
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.run import Run, RunStatus
from ptstudio.core.run_notes import RunNotes, name_of, usual_name
from ptstudio.core.run_summary import energy_of, validation_of
from ptstudio.tasks import all_tasks

USUAL = ("star", "name", "kind", "status", "model", "preset", "changed", "test", "validation", "started", "took")
"""The columns that are shown until a person chooses others."""
_KIND_ICONS: dict[type, str] = {
    ImportJob: "data",
    TrainJob: "train",
    RateTestJob: "curves",
    TuneJob: "settings",
    CrossValidateJob: "evaluate",
    PretrainJob: "text",
    EvaluateJob: "evaluate",
    ExportJob: "export",
    PredictJob: "try",
    AnswerTableJob: "try",
    AddModelJob: "library",
    DownloadJob: "library",
}
_STATUS_ICONS = {
    RunStatus.NEW.value: ("todo", "muted"),
    RunStatus.RUNNING.value: ("running", "accent"),
    RunStatus.WAITING.value: ("pause", "warning"),
    RunStatus.FINISHED.value: ("done", "good"),
    RunStatus.STOPPED.value: ("stop", "muted"),
    RunStatus.FAILED.value: ("failed", "bad"),
    INTERRUPTED: ("attention", "warning"),
}


@dataclass(frozen=True)
class RunLine:
    """What a row is made of: a run, what a person says of it, its figures where they are known, and how it stands.

    `runs` are all of the project by their folders' names.
    """

    run: Run
    notes: RunNotes
    figures: Figures | None
    status: str
    is_running: bool
    runs: Mapping[str, Run]


def columns() -> tuple[Column, ...]:
    """Every column there is."""
    return (
        Column("star", "", is_mark=True, tip=tr("Star")),
        Column("name", tr("Name"), is_editable=True),
        Column("kind", tr("What")),
        Column("status", tr("Status")),
        Column("test", tr("Test"), is_number=True, tip=tr("The best metric on samples that training never saw")),
        Column("validation", tr("Validation"), is_number=True, tip=tr("The best metric on the validation split")),
        Column("model", tr("Model")),
        Column("preset", tr("Preset")),
        Column("changed", tr("Changed settings"), is_filling=True, tip=tr("What differs from the preset")),
        Column("data", tr("Data")),
        Column("epochs", tr("Best epoch"), is_number=True, tip=tr("The epoch that is kept, of those there were")),
        Column("took", tr("Took"), is_number=True),
        Column("energy", tr("Energy"), is_number=True),
        Column("started", tr("Started")),
        Column("repeats", tr("Repeats"), tip=tr("The run that it does again")),
        Column("note", tr("Note")),
    )


def row_of(line: RunLine) -> TableRow:
    """A row; it is filtered by its kind and its status, which is followed by the words for that."""
    cells = tuple(cell(line) for cell in _CELLS.values())
    tags = (job_words.kind_of(line.run.job), line.status, status_words(line.status, line.run))
    return TableRow(str(line.run.folder), cells, tags, is_bold=line.notes.is_starred)


def _star(line: RunLine) -> Cell:
    if line.notes.is_starred:
        return Cell(tr("starred"), 0.0, "starred", "warning", tr("Starred; click to take the star away"))
    return Cell(tr("no star"), 1.0, "star", "border", tr("Click to give it a star"))


def _name(line: RunLine) -> Cell:
    return Cell(name_of(line.run.folder, line.notes), tip=line.run.folder.name)


def _kind(line: RunLine) -> Cell:
    job = line.run.job
    return Cell(job_words.kind_of(job), icon_name=_KIND_ICONS.get(type(job), "runs"))


def _status(line: RunLine) -> Cell:
    icon_name, colour = _STATUS_ICONS[line.status]
    words = status_words(line.status, line.run)
    return Cell(words, icon_name=icon_name, colour=colour, tip=outcome(line.run)[0])


def _model(line: RunLine) -> Cell:
    return _text(model_of(line.run, line.runs))


def _preset(line: RunLine) -> Cell:
    job = line.run.job
    if not isinstance(job, TrainJob):
        return _text("")
    task = all_tasks().get(job.task)
    preset = task.preset(job.preset) if task else None
    return Cell(tr(preset.title) if preset else job.preset)


def _changed(line: RunLine) -> Cell:
    job = line.run.job
    return _text(changed_words(job) if isinstance(job, TrainJob) else "")


def _data(line: RunLine) -> Cell:
    return _text(data_of(line.run))


def _test(line: RunLine) -> Cell:
    figures = line.figures
    if figures is None or "test" not in figures.splits:
        return _nothing()
    estimate = figures.splits["test"]
    return Cell(with_interval(estimate, figures.facts), estimate.value, tip=_said(estimate, figures.facts))


def _validation(line: RunLine) -> Cell:
    figures = line.figures
    if figures is not None and "validation" in figures.splits:
        estimate = figures.splits["validation"]
        return Cell(figures.facts.written(estimate.value), estimate.value, tip=_said(estimate, figures.facts))
    facts = best_facts(line.run.job.task) if isinstance(line.run.job, TrainJob) else None
    value = validation_of(line.run, facts.key) if facts is not None else None
    if facts is None or value is None:
        return _nothing()
    return Cell(tr("{value} so far", value=facts.written(value)), value)


def _epochs(line: RunLine) -> Cell:
    run = line.run
    if not run.epochs:
        return _nothing()
    return Cell(tr("{best} of {all}", best=run.best_epoch or "–", all=len(run.epochs)), float(run.best_epoch or 0))


def _took(line: RunLine) -> Cell:
    seconds = seconds_of(line.run, is_running=line.is_running)
    return Cell(formats.duration(seconds), seconds) if seconds is not None else _nothing()


def _energy(line: RunLine) -> Cell:
    energy_wh, usage = energy_of(line.run), line.run.usage
    if energy_wh is None or usage is None:
        return _nothing()
    words = energy.written(energy_wh)
    return Cell(tr("about {amount}", amount=words) if usage.is_estimated else words, energy_wh)


def _started(line: RunLine) -> Cell:
    return Cell(begun_words(line.run), line.run.begun_at)


def _repeats(line: RunLine) -> Cell:
    job = line.run.job
    source = job.repeats if isinstance(job, TrainJob) else ""
    first = line.runs.get(source)
    return (
        Cell(name_of(first.folder) if first else usual_name(line.run.folder.with_name(source))) if source else _text("")
    )


def _note(line: RunLine) -> Cell:
    return Cell(line.notes.note.partition("\n")[0] or NOTHING, tip=line.notes.note)


def _text(text: str) -> Cell:
    return Cell(text or NOTHING)


def _nothing() -> Cell:
    return Cell(NOTHING, MISSING)


def _said(estimate: Estimate, facts: MetricFacts) -> str:
    low, high = facts.written(estimate.low), facts.written(estimate.high)
    return tr("{metric}: between {low} and {high}, 19 times out of 20", metric=tr(facts.title), low=low, high=high)


_CELLS: dict[str, Callable[[RunLine], Cell]] = {
    "star": _star,
    "name": _name,
    "kind": _kind,
    "status": _status,
    "test": _test,
    "validation": _validation,
    "model": _model,
    "preset": _preset,
    "changed": _changed,
    "data": _data,
    "epochs": _epochs,
    "took": _took,
    "energy": _energy,
    "started": _started,
    "repeats": _repeats,
    "note": _note,
}
"""In the order of the columns."""
