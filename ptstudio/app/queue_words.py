"""The queue in sentences: what waits, when it starts, and why it does not; knows no widget."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ptstudio.app import job_words
from ptstudio.app.draft_values import SCRATCH
from ptstudio.app.translation import tr
from ptstudio.core import amount
from ptstudio.core.jobs import DraftedJob, Job, SettingValue, TrainJob
from ptstudio.core.queue import Entry, EntryState, Hold, Queue
from ptstudio.tasks import all_tasks

MOST_DIFFERENCES = 3


@dataclass(frozen=True)
class QueueLine:
    """One entry as it is listed: what it is, when it starts, and, where it failed, why and what to do."""

    key: str
    title: str
    when: str
    is_failed: bool = False
    reason: str = ""


def lines_of(queue: Queue, now: datetime, *, is_busy: bool) -> list[QueueLine]:
    """The entries that a person can order."""
    first = queue.due(now)
    lines = []
    for entry in queue.listed:
        is_failed = entry.state is EntryState.FAILED
        when = _when(entry, first, now, is_held=not queue.is_free(entry), is_busy=is_busy)
        reason = f"{tr(entry.message)} {tr(entry.hint)}".strip()
        lines.append(QueueLine(entry.id, title_of(entry.job), when, is_failed, reason))
    return lines


def title_of(job: Job) -> str:
    """A job among others: what it does, the model, the preset, and what differs from that."""
    if isinstance(job, DraftedJob):
        return f"{job_words.kind_of(job)} · {_training(job.training)}"
    return _training(job) if isinstance(job, TrainJob) else job_words.kind_of(job)


def count_words(queue: Queue) -> str:
    """How many runs wait; nothing where none does."""
    number = len(queue.waiting)
    if number == 0:
        return ""
    return tr("1 run waits") if number == 1 else tr("{number} runs wait", number=number)


def heading(queue: Queue) -> str:
    """What is listed, in a few words."""
    failed = len(queue.listed) - len(queue.waiting)
    said = [count_words(queue)] if queue.waiting else []
    if failed:
        said.append(tr("1 has failed") if failed == 1 else tr("{number} have failed", number=failed))
    return ", ".join(said)


def state_words(queue: Queue, now: datetime, *, is_busy: bool, countdown_s: int | None = None) -> str:
    """When the queue goes on, or why it does not."""
    if not queue.waiting:
        return ""
    held = {
        Hold.ASKED: tr("On hold: none of them starts until you go on with the queue."),
        Hold.STOPPED: tr("On hold since you stopped a run."),
        Hold.TROUBLE: tr("On hold: a run could not be begun. See to the reason, then go on with the queue."),
    }
    coming = queue.next_time(now)
    if queue.hold:
        timed = tr("What has a time of its own starts {when} all the same.", when=moment(coming, now)) if coming else ""
        return f"{held[queue.hold]} {timed}".strip()
    if countdown_s is not None:
        return tr("The first starts in {seconds} s.", seconds=countdown_s)
    if queue.due(now) is not None:
        return tr("The next starts when what is under way has ended.") if is_busy else tr("The next is about to start.")
    return tr("The next starts {when}; PTStudio has to be open then.", when=moment(coming, now)) if coming else ""


def moment(when: datetime, now: datetime) -> str:
    """A moment as it is said: “today at 22:00”, “tomorrow at 06:00”, “on 2026-12-24 at 18:00”."""
    there, here = when.astimezone(), now.astimezone()
    clock = there.strftime("%H:%M")
    if there.date() == here.date():
        return tr("today at {time}", time=clock)
    if there.date() == here.date() + timedelta(days=1):
        return tr("tomorrow at {time}", time=clock)
    if there.date() == here.date() - timedelta(days=1):
        return tr("yesterday at {time}", time=clock)
    return tr("on {day} at {time}", day=there.strftime("%Y-%m-%d"), time=clock)


def late_words(entry: Entry, now: datetime) -> str:
    """Why something starts after its time; empty where it does not."""
    if entry.not_before is None or entry.not_before >= now:
        return ""
    return tr(
        "It was to start {when}, but then this machine was asleep, its clock was changed, or PTStudio was closed.",
        when=moment(entry.not_before, now),
    )


def closing_words(queue: Queue) -> str:
    """What becomes of the queue when the window closes; nothing where it is empty."""
    if not queue.waiting:
        return ""
    kept = tr("{count} in the queue. The queue is kept, and nothing of it starts while PTStudio is closed.",
              count=count_words(queue))  # fmt: skip
    again = tr("When you open the project again it goes on by itself, after half a minute in which you can hold it.")
    return kept if queue.hold else f"{kept} {again}"


def _when(entry: Entry, first: Entry | None, now: datetime, *, is_held: bool, is_busy: bool) -> str:
    if entry.state is EntryState.FAILED:
        return tr("failed")
    if is_held and entry.not_before is not None:
        return tr("on hold, planned for {when}", when=moment(entry.not_before, now))
    if is_held:
        return tr("on hold")
    if entry.not_before is not None and entry.not_before > now:
        return moment(entry.not_before, now)
    if entry == first:
        return tr("next") if is_busy else tr("starts now")
    return tr("after those above")


def _training(job: TrainJob) -> str:
    task = all_tasks().get(job.task)
    preset = task.preset(job.preset) if task else None
    said = [job.model, tr(preset.title).lower() if preset else job.preset]
    if job.settings.get(SCRATCH):
        said.append(tr("from scratch"))
    labels = {facts.name: facts.label for facts in task.settings.facts()} if task else {}
    return " · ".join([*said, *_differences(job.settings, labels)])


def _differences(settings: Mapping[str, SettingValue], labels: Mapping[str, str]) -> list[str]:
    """The first settings that differ from the preset."""
    changed = [(name, value) for name, value in settings.items() if name != SCRATCH]
    said = [f"{tr(labels.get(name, name))}: {_written(value)}" for name, value in changed[:MOST_DIFFERENCES]]
    if len(changed) > MOST_DIFFERENCES:
        said.append(tr("{number} more", number=len(changed) - MOST_DIFFERENCES))
    return [", ".join(said)] if said else []


def _written(value: SettingValue) -> str:
    if value is None:
        return tr("automatic")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return amount.number(value) if isinstance(value, float) else str(value)
