"""`ptstudio queue`: what waits in a project, put in order, and worked off here, without a window."""

import shlex
import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.display import Display
from ptstudio.cli.following import Stopped, follow_to_end
from ptstudio.cli.output import complain, say, say_json
from ptstudio.core.at_work import how_it_stands
from ptstudio.core.errors import JobFailure, PTStudioError, SettingsError
from ptstudio.core.jobs import Job, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.queue import Entry, EntryState, Hold, Queue, new_entry, parse_moment
from ptstudio.core.queue_file import QueueFile, Taken, now

POLL_S = 1.0
IN_QUEUE, AT = "--queue", "--at"


def queue(
    project: Annotated[Path, typer.Argument(metavar="PROJECT", help="The project's folder.")],
    is_run: Annotated[
        bool, typer.Option("--run", help="Do what waits, one after the other, each at its time; Ctrl+C stops.")
    ] = False,
    remove: Annotated[str | None, typer.Option("--remove", metavar="ID", help="Take one out.")] = None,
    again: Annotated[
        str | None, typer.Option("--again", metavar="ID", help="Try one that failed once more, from what was saved.")
    ] = None,
    move: Annotated[
        str | None, typer.Option("--move", metavar="ID", help="Put one at the place that --to says.")
    ] = None,
    place: Annotated[int | None, typer.Option("--to", metavar="PLACE", min=1, help="1 is the first.")] = None,
    is_held: Annotated[
        bool | None, typer.Option("--hold/--go-on", help="Have nothing more start, or go on.", show_default=False)
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what waits in a project's queue, change its order, or do it; `ptstudio train … --queue` adds to it."""
    opened = Project.open(project)
    file = QueueFile(opened)
    if (move is None) is not (place is None):
        raise SettingsError("--move and --to belong together.", "For example: --move 1a2b3c --to 1")
    is_only_shown = not is_run and (remove, again, move, is_held) == (None, None, None, None)
    with suppress(PTStudioError) if is_only_shown else nullcontext():  # a project that is read-only can be looked at
        file.settle()
    if remove is not None:
        file.change(lambda before: before.without(remove))
    if again is not None:
        is_resumed = file.can_resume(file.read().entry(again))
        file.change(lambda before: before.waiting_again(again, is_resumed=is_resumed))
    if move is not None and place is not None:
        file.change(lambda before: before.moved(move, place - 1))
    if is_held is not None:
        file.change(lambda before: before.held(Hold.ASKED if is_held else Hold.NONE))
    if is_run:
        _work_off(opened, file, as_json)
    elif as_json:
        say_json(file.read().model_dump(mode="json"))
    else:
        for line in queue_lines(file.read(), now()):
            say(line)


def moment_of(at: str | None) -> datetime | None:
    """The moment that `--at` names. Raises InputError."""
    return parse_moment(at, now()) if at is not None else None


def add_to_queue(project: Project, job: Job, not_before: datetime | None, as_json: bool) -> None:
    """Have a job wait instead of doing it now, and say what that means."""
    entry = new_entry(job, now(), not_before)
    queue = QueueFile(project).change(lambda before: before.with_entry(entry))
    if as_json:
        say_json({"id": entry.id, "waiting": len(queue.waiting), "not_before": _when(entry)})
        return
    say(f"Added to the queue as {entry.id}; {_count(queue)} there now.")
    say(f"It starts in the window, or by: ptstudio queue {shlex.quote(str(project.folder))} --run")


def without_queueing(arguments: Sequence[str]) -> list[str]:
    """A command line that does at once what this one has wait."""
    kept, is_value = [], False
    for argument in arguments:
        if is_value:
            is_value = False
        elif argument == AT:
            is_value = True
        elif argument != IN_QUEUE and not argument.startswith(f"{AT}="):
            kept.append(argument)
    return kept


def queue_lines(queue: Queue, moment: datetime) -> list[str]:
    """What is in the queue, a line for each, and why nothing of it starts, if so."""
    if not queue.entries:
        return ["The queue is empty."]
    lines = [f"{_count(queue)} in the queue:"]
    width = max(len(_title(entry.job)) for entry in queue.entries)
    lines += [f"  under way  {entry.id}  {_title(entry.job):{width}}  {entry.run}" for entry in queue.started]
    for place, entry in enumerate(queue.listed, start=1):
        lines.append(f"  {place:9}  {entry.id}  {_title(entry.job):{width}}  {_stand(entry, moment)}".rstrip())
    if queue.hold:
        lines.append(f"On hold ({queue.hold.value}); --go-on or --run goes on with it.")
    return lines


def _work_off(project: Project, file: QueueFile, as_json: bool) -> None:
    """Do what waits until nothing does. Raises Stopped, or JobFailure where something has failed."""
    file.change(lambda before: before.held(Hold.NONE))
    done: list[str] = []
    failed: list[str] = []
    said = ""
    while (waiting := file.settle()).waiting and not waiting.hold:
        taken = file.take(now())
        if taken is None:
            said = _say_once(_why_not(waiting, now()), said)
            time.sleep(POLL_S)
            continue
        said = ""
        (done if _do(project, file, taken) else failed).append(taken.folder.name)
    if as_json:
        say_json({"done": done, "failed": failed})
    elif waiting.hold:
        say("The queue was put on hold.")
    else:
        say(f"Nothing waits any more. Done: {len(done)}, failed: {len(failed)}.")
    if failed:
        again = f"“ptstudio queue {shlex.quote(str(project.folder))}” says why; the others were done all the same."
        raise JobFailure(f"{len(failed)} of {len(done) + len(failed)} runs failed.", again)


def _do(project: Project, file: QueueFile, taken: Taken) -> bool:
    """Do one to its end; whether it went well. Raises Stopped."""
    _tell(f"{_title(taken.entry.job)}: {taken.folder.name}")
    try:
        follow_to_end(taken.folder)
    except Stopped as stopped:
        left = len(file.settle().waiting)
        rest = f" {left} still wait: ptstudio queue {shlex.quote(str(project.folder))} --run" if left else ""
        raise Stopped(stopped.message, f"{stopped.hint}{rest}") from None
    except PTStudioError as error:
        if how_it_stands(taken.folder, taken.entry.told_before) == (None, None):
            file.give_up(taken.entry.id, error)
        complain(error)
        return False
    return True


def _why_not(queue: Queue, moment: datetime) -> str:
    """Why nothing is begun now although something waits."""
    coming = queue.next_time(moment)
    if queue.due(moment) is None and coming is not None:
        return f"Waiting until {coming.astimezone():%Y-%m-%d %H:%M}."
    return "Something is under way in this project: waiting for its end."


def _say_once(words: str, said: str) -> str:
    if words != said:
        _tell(words)
    return words


def _tell(words: str) -> None:
    Display().say(words)


def _stand(entry: Entry, moment: datetime) -> str:
    if entry.state is EntryState.FAILED:
        return f"failed: {entry.message} {entry.hint}"
    if entry.not_before is None:
        return ""
    return f"not before {_when(entry)}" if entry.not_before > moment else f"was to start {_when(entry)}"


def _when(entry: Entry) -> str | None:
    return f"{entry.not_before.astimezone():%Y-%m-%d %H:%M}" if entry.not_before is not None else None


def _title(job: Job) -> str:
    training = job if isinstance(job, TrainJob) else getattr(job, "training", None)
    if not isinstance(training, TrainJob):
        return job.type
    changed = [f"{name}={value}" for name, value in training.settings.items()]
    kind = [] if training is job else [job.type]
    return " ".join([*kind, training.model, training.preset, *changed])


def _count(queue: Queue) -> str:
    number = len(queue.waiting)
    return f"{number or 'No'} run waits" if number <= 1 else f"{number} runs wait"
