"""What happens while a worker works, on standard error: lines that stay, and on a terminal a bar that moves."""

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from ptstudio.cli.costs import plan_costs, usage_note
from ptstudio.cli.output import duration
from ptstudio.core.amount import MB, size
from ptstudio.core.events import (
    EpochEnded,
    Event,
    FoldEnded,
    PlanMade,
    StageChanged,
    StepEnded,
    TrialEnded,
    WarningRaised,
)
from ptstudio.core.jobs import CrossValidateJob, PretrainJob, TrainJob, TuneJob
from ptstudio.core.machine import Plan
from ptstudio.core.metric import MetricFacts, in_sentence
from ptstudio.core.run import Run
from ptstudio.core.usage import Usage
from ptstudio.tasks import all_tasks

QUIET_S = 3.0
"""Where there is no terminal, progress within a stage is told this often, so that a log stays short."""


class Display:
    """Shows a run; a context manager that leaves the terminal as it was."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._bar = Progress(
            TextColumn(" "),
            BarColumn(),
            TextColumn("{task.fields[note]}"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._line = self._bar.add_task("", total=None, note="starting")
        self._stage = ""
        self._told_at = time.monotonic()

    def __enter__(self) -> "Display":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def say(self, text: str) -> None:
        """Print a line that stays."""
        self._console.print(text, markup=False)

    def show(self, run: Run, event: Event) -> None:
        """Show what an event changed."""
        match event:
            case StageChanged() if event.title != self._stage:
                self._begin(event.title)
            case WarningRaised():
                self.say(f"Note: {event.message} {event.hint}")
            case PlanMade():
                self.say("\n".join(plan_lines(event.plan)))
            case EpochEnded() if isinstance(run.job, TrainJob):
                facts = _best_facts(run.job)
                self.say(epoch_line(event, facts.key, in_sentence(facts.title)))
            case EpochEnded() if isinstance(run.job, PretrainJob):
                key = next(iter(event.metrics))
                self.say(epoch_line(event, key, key.replace("_", " ")))
            case TrialEnded() if isinstance(run.job, TuneJob):
                self.say(ended_line(f"trial {event.number}", _best_facts(run.job.training), event.value, event.seconds))
            case FoldEnded() if isinstance(run.job, CrossValidateJob):
                facts = _best_facts(run.job.training)
                name = f"fold {event.fold}/{event.folds}"
                self.say(ended_line(name, facts, event.metrics[facts.key], event.seconds))
            case StepEnded():
                self._move(event, run.usage)

    def _begin(self, stage: str) -> None:
        self._stage = stage
        self._told_at = time.monotonic()
        self.say(stage)
        self._bar.reset(self._line, total=None, note="")

    def _move(self, step: StepEnded, usage: Usage | None) -> None:
        note = progress_note(step)
        shown = f"{note}   {usage_note(usage)}" if usage is not None else note
        self._bar.update(self._line, completed=step.done, total=step.total, note=shown)
        if self._bar.disable and time.monotonic() - self._told_at >= QUIET_S:
            self._told_at = time.monotonic()
            self.say(f"  {note}")


def progress_note(step: StepEnded) -> str:
    """How far a stage has come, how fast it goes and about how long it will still take."""
    if step.bytes_per_s is not None:
        done, total, speed = (count / MB for count in (step.done, step.total or step.done, step.bytes_per_s))
        parts = [f"{done:,.1f} of {total:,.1f} MB, {speed:,.1f} MB a second"]
    else:
        parts = [f"{step.done:,} of {step.total:,}" if step.total else f"{step.done:,}"]
    if step.samples_per_s:
        parts.append(f"{step.samples_per_s:,.0f} samples a second")
    if step.remaining_s is not None and step.done != step.total:
        parts.append(f"about {duration(step.remaining_s)} left")
    return ", ".join(parts)


def plan_lines(plan: Plan) -> list[str]:
    """What will happen, how long it may take, and what was chosen automatically and why."""
    lines = [f"The plan: about {duration(plan.seconds)} from here on, and {size(plan.memory_mb)} of memory"]
    lines += plan_costs(plan)
    width = max((len(stage.title) for stage in plan.stages), default=0)
    lines += [f"  {stage.title:{width}}   {duration(stage.seconds):>7}" for stage in plan.stages]
    names = [choice.name.replace("_", " ") for choice in plan.choices]
    width = max(map(len, names), default=0)
    lines += [
        f"  {name:{width}}   {choice.value}: {choice.reason}" for name, choice in zip(names, plan.choices, strict=True)
    ]
    return lines


def ended_line(name: str, facts: MetricFacts, value: float | None, seconds: float) -> str:
    """A trial or a fold: what it came to, and how long it took."""
    said = "came to nothing" if value is None else f"{in_sentence(facts.title)} {facts.written(value)}"
    return f"  {name}   {said}   {duration(seconds)}"


def _best_facts(training: TrainJob) -> MetricFacts:
    task = all_tasks()[training.task]
    return task.deciding_metric


def epoch_line(event: EpochEnded, metric: str, name: str) -> str:
    """An epoch: the losses on both splits and the metric that decides which epoch is best, as it is called."""
    width = len(str(event.epochs))
    parts = [
        f"  epoch {event.epoch:{width}}/{event.epochs}",
        f"loss {event.train_loss:.3f}, on validation {event.validation_loss:.3f}",
        f"{name} {event.metrics[metric]:.3f}",
        "the best so far" if event.is_best else "",
    ]
    return "   ".join(part for part in parts if part)
