"""Two trainings side by side: the settings that differ, and figures with their intervals; knows no widget."""

from dataclasses import dataclass

from ptstudio.app import formats
from ptstudio.app.draft_values import shown_values
from ptstudio.app.run_facts import with_interval
from ptstudio.app.translation import tr
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.tasks._task import Task


@dataclass(frozen=True)
class Line:
    """One line: what it is about, and what it is for the first and the second; `verdict` says what follows."""

    name: str
    first: str
    second: str
    verdict: str = ""


def differences(first: TrainJob, second: TrainJob, task: Task) -> list[Line]:
    """Everything that was asked for differently."""
    lines = [
        Line(tr("Model"), first.model, second.model),
        Line(tr("Data"), first.dataset, second.dataset),
        Line(tr("Preset"), _preset(first, task), _preset(second, task)),
    ]
    left = shown_values(task, first.preset, first.settings)
    right = shown_values(task, second.preset, second.settings)
    for facts in task.settings.facts():
        pair = (_value(left[facts.name]), _value(right[facts.name]))
        unit = f" {tr(facts.unit)}" if facts.unit else ""
        lines.append(Line(tr(facts.label), *(f"{value}{unit}" for value in pair)))
    return [line for line in lines if line.first != line.second]


def course(first: Run, second: Run) -> list[Line]:
    """How the two trainings went."""
    return [
        Line(tr("Best epoch"), _best(first), _best(second)),
        Line(tr("Time"), _time(first), _time(second)),
    ]


def figures(first: Report | None, second: Report | None, task: Task, split: str) -> list[Line]:
    """Every metric of a split that both were measured on, and whether the difference can be trusted."""
    if first is None or second is None or split not in first.splits or split not in second.splits:
        return []
    left, right = first.splits[split].metrics, second.splits[split].metrics
    return [
        _compared(facts, left[facts.key], right[facts.key])
        for facts in task.metrics
        if facts.key in left and facts.key in right
    ]


def caution(first: Report | None, second: Report | None) -> str:
    """What to bear in mind before one is called better; empty where they were measured on the same samples."""
    if first is None or second is None:
        return tr("Only trainings that have finished have figures to compare.")
    if first.dataset != second.dataset:
        return tr("They were measured on different data, so the figures cannot be compared strictly.")
    return ""


def overlaps(first: Estimate, second: Estimate) -> bool:
    """Whether the intervals of two figures have anything in common."""
    return first.low <= second.high and second.low <= first.high


def _compared(facts: MetricFacts, first: Estimate, second: Estimate) -> Line:
    if overlaps(first, second):
        verdict = tr("may be chance: the intervals overlap")
    elif (first.value > second.value) is facts.higher_is_better:
        verdict = tr("A is better")
    else:
        verdict = tr("B is better")
    return Line(tr(facts.title), with_interval(first, facts), with_interval(second, facts), verdict)


def _preset(job: TrainJob, task: Task) -> str:
    preset = task.preset(job.preset)
    return tr(preset.title) if preset else job.preset


def _value(value: SettingValue) -> str:
    if value is None:
        return tr("automatic")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _best(run: Run) -> str:
    return tr("{best} of {all}", best=run.best_epoch, all=len(run.epochs)) if run.best_epoch else tr("none yet")


def _time(run: Run) -> str:
    seconds = run.seconds()
    return formats.duration(seconds) if seconds is not None and run.final is not None else tr("not finished")
