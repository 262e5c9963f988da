"""Trainings side by side: what was asked for, what around them differs, and figures with intervals; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from ptstudio.app import formats
from ptstudio.app.draft_values import shown_values
from ptstudio.app.run_facts import NOTHING, with_interval
from ptstudio.app.settings_words import value_words
from ptstudio.app.translation import tr
from ptstudio.core import energy
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.provenance import SHORT_HASH, Provenance
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.core.run_summary import energy_of
from ptstudio.core.settings import SettingFacts
from ptstudio.tasks._task import Task

LETTERS = "ABCDEF"
"""What the compared are called in verdicts."""


@dataclass(frozen=True)
class Line:
    """One line: what it is about, and what it is for each; `verdict` says what follows."""

    name: str
    values: tuple[str, ...]
    verdict: str = ""

    @property
    def differs(self) -> bool:
        """Whether it is not the same for all."""
        return len(set(self.values)) > 1


def asked(runs: Sequence[Run], jobs: Sequence[TrainJob], task: Task) -> list[Line]:
    """What was asked for, and what that came to where it was left to the machine."""
    values = [shown_values(task, job.preset, job.settings) for job in jobs]
    lines = [
        Line(tr("Model"), tuple(job.model for job in jobs)),
        Line(tr("Data"), tuple(job.dataset for job in jobs)),
        Line(tr("Preset"), tuple(_preset(job, task) for job in jobs)),
    ]
    for facts in task.settings.facts():
        each = (_setting(facts, own[facts.name], run) for own, run in zip(values, runs, strict=True))
        lines.append(Line(tr(facts.label), tuple(each)))
    return lines


def origins(found: Sequence[Provenance | None]) -> list[Line]:
    """The data and weights themselves, and versions and hardware; nothing where none of it was written down."""
    if not any(found):
        return []
    lines = [
        Line(name, tuple(value(one) if one is not None else tr("not known") for one in found))
        for name, value in _origins().items()
    ]
    packages = dict.fromkeys(chain.from_iterable(one.packages for one in found if one is not None))
    for name in packages:
        versions = (one.packages.get(name, NOTHING) if one is not None else tr("not known") for one in found)
        lines.append(Line(name, tuple(versions)))
    return lines


def course(runs: Sequence[Run]) -> list[Line]:
    """How the trainings went."""
    lines = [
        Line(tr("Best epoch"), tuple(map(_best, runs))),
        Line(tr("Time"), tuple(map(_time, runs))),
        Line(tr("Energy"), tuple(map(_energy, runs))),
    ]
    return [line for line in lines if set(line.values) != {NOTHING}]


def figures(reports: Sequence[Report | None], task: Task, split: str) -> list[Line]:
    """Every metric of a split that two or more were measured on, and whether the difference can be trusted."""
    measured = [report.splits[split].metrics if report and split in report.splits else {} for report in reports]
    found = []
    for facts in task.metrics:
        estimates = [metrics.get(facts.key) for metrics in measured]
        if sum(estimate is not None for estimate in estimates) > 1:
            texts = (with_interval(one, facts) if one is not None else NOTHING for one in estimates)
            found.append(Line(tr(facts.title), tuple(texts), _verdict(facts, estimates)))
    return found


def caution(reports: Sequence[Report | None]) -> str:
    """What to bear in mind before one is called better; empty where they were measured on the same samples."""
    known = [report for report in reports if report is not None]
    if len(known) < len(reports):
        return tr("Only trainings that have finished have figures to compare.")
    if len({report.dataset for report in known}) > 1:
        return tr("They were measured on different data, so the figures cannot be compared strictly.")
    return ""


def overlaps(first: Estimate, second: Estimate) -> bool:
    """Whether the intervals of two figures have anything in common."""
    return first.low <= second.high and second.low <= first.high


def _verdict(facts: MetricFacts, estimates: Sequence[Estimate | None]) -> str:
    known = {letter: one for letter, one in zip(LETTERS, estimates, strict=False) if one is not None}
    if all(one == next(iter(known.values())) for one in known.values()):
        return tr("the same")
    sign = 1 if facts.higher_is_better else -1
    best = max(known, key=lambda letter: sign * known[letter].value)
    if any(overlaps(known[best], one) for letter, one in known.items() if letter != best):
        return tr("may be chance: the intervals overlap")
    return tr("{letter} is better", letter=best) if len(known) == 2 else tr("{letter} is best", letter=best)


def _origins() -> dict[str, Callable[[Provenance], str]]:
    return {
        tr("Content of the data"): lambda one: one.dataset_fingerprint[:SHORT_HASH],
        tr("Pretrained weights"): lambda one: one.weights_sha256[:SHORT_HASH] or tr("from scratch"),
        tr("What is guaranteed"): lambda one: one.repeatability or tr("nothing"),
        tr("Processor"): lambda one: one.machine.processor,
        tr("Computed on"): lambda one: one.device,
        tr("Threads"): lambda one: str(one.threads),
        tr("Processes"): lambda one: str(one.processes),
        tr("System"): lambda one: one.machine.system,
        "PTStudio": lambda one: one.ptstudio,
        "Python": lambda one: one.python,
    }


def _preset(job: TrainJob, task: Task) -> str:
    preset = task.preset(job.preset)
    return tr(preset.title) if preset else job.preset


def _setting(facts: SettingFacts, value: SettingValue, run: Run) -> str:
    words = value_words(facts, value)
    if value is None and facts.name in run.choices:
        return tr("{words}: {value}", words=words, value=run.choices[facts.name].value)
    return words


def _best(run: Run) -> str:
    return tr("{best} of {all}", best=run.best_epoch, all=len(run.epochs)) if run.best_epoch else tr("none yet")


def _time(run: Run) -> str:
    seconds = run.seconds()
    return formats.duration(seconds) if seconds is not None and run.final is not None else tr("not finished")


def _energy(run: Run) -> str:
    energy_wh = energy_of(run)
    return energy.written(energy_wh) if energy_wh is not None else NOTHING
