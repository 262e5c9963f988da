"""The queue on disk: one change at a time, every entry one run, whenever a program dies."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from ptstudio.core import queue_file
from ptstudio.core.errors import DiskFull, JobFailure, ProjectError
from ptstudio.core.events import Event, RunFailed, RunFinished, RunStarted, RunStopped
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.queue import EntryState, Hold, Queue, Taker, new_entry
from ptstudio.core.queue_file import QueueFile, Taken, now
from ptstudio.core.run import load_job

GONE = Taker(pid=999_999_999, since=1.0)


def job(model: str) -> TrainJob:
    return TrainJob(task="image-classification", dataset="rubbish/0001", model=model, preset="quick")


def adding(model: str) -> Callable[[Queue], Queue]:
    return lambda queue: queue.with_entry(new_entry(job(model), now()))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


@pytest.fixture
def file(project: Project) -> QueueFile:
    """A queue of two."""
    made = QueueFile(project)
    for model in ("oak", "elm"):
        made.change(adding(model))
    return made


def take(file: QueueFile) -> Taken:
    taken = file.take(now())
    assert taken is not None
    return taken


def end(folder: Path, *events: Event) -> None:
    lines = [event.to_line() + "\n" for event in (RunStarted(pid=GONE.pid), *events)]
    (folder / "events.jsonl").write_text("".join(lines), encoding="utf-8")


def models(queue: Queue) -> list[str]:
    return [entry.job.model for entry in queue.entries if isinstance(entry.job, TrainJob)]


def test_nothing_written_is_an_empty_queue(project: Project) -> None:
    assert QueueFile(project).read() == Queue()
    assert QueueFile(project).take(now()) is None
    assert not QueueFile(project).path.exists()


def test_a_person_can_read_it(file: QueueFile) -> None:
    content = json.loads(file.path.read_text())
    assert content["version"] == 1
    assert [entry["job"]["model"] for entry in content["entries"]] == ["oak", "elm"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1, "entries": [{}]}'])
def test_a_damaged_file_is_said_to_be_damaged_and_stays(file: QueueFile, content: str) -> None:
    file.path.write_text(content)
    with pytest.raises(ProjectError, match="damaged"):
        file.change(lambda queue: queue.held(Hold.ASKED))
    assert file.path.read_text() == content


def test_a_newer_file_is_left_alone(file: QueueFile) -> None:
    file.path.write_text('{"version": 99, "entries": []}')
    with pytest.raises(ProjectError, match="newer"):
        file.read()


def test_an_entry_becomes_a_run_and_leaves_once_that_has_ended(project: Project, file: QueueFile) -> None:
    taken = take(file)
    assert project.runs() == [taken.folder]
    assert load_job(taken.folder) == job("oak")
    assert file.take(now()) is None, "only one at a time"
    end(taken.folder, RunFinished())
    assert models(file.settle()) == ["elm"]
    assert load_job(take(file).folder) == job("elm")


def test_one_that_fails_stays_to_be_seen_and_the_next_is_taken(file: QueueFile) -> None:
    end(take(file).folder, RunFailed(message="The disk is full.", hint="Free some space."))
    assert load_job(take(file).folder) == job("elm")
    (failed,) = file.read().listed
    assert (failed.state, failed.message, failed.hint) == (EntryState.FAILED, "The disk is full.", "Free some space.")


def test_one_that_was_stopped_is_done_with(file: QueueFile) -> None:
    end(take(file).folder, RunStopped(message="Stopped."))
    assert models(file.settle()) == ["elm"]


def test_one_whose_worker_vanished_says_that_it_can_be_resumed(file: QueueFile) -> None:
    end(take(file).folder)
    failed = file.settle().listed[0]
    assert failed.state is EntryState.FAILED
    assert "what was saved" in failed.hint


def test_one_that_saved_something_goes_on_in_its_own_run(project: Project, file: QueueFile) -> None:
    first = take(file)
    end(first.folder, RunFailed(message="Oh.", hint="Do."))
    (first.folder / "checkpoints" / "epoch-3").mkdir(parents=True)
    failed = file.settle().listed[0]
    assert file.can_resume(failed)
    file.change(lambda queue: queue.waiting_again(failed.id, is_resumed=True))
    again = take(file)
    assert again.folder == first.folder
    assert file.settle().started, "what was told of the first attempt is not about this one"
    with (first.folder / "events.jsonl").open("a", encoding="utf-8") as told:
        told.write(RunStarted(pid=os.getpid()).to_line() + "\n")
    assert file.settle().started
    with (first.folder / "events.jsonl").open("a", encoding="utf-8") as told:
        told.write(RunFinished().to_line() + "\n")
    assert models(file.settle()) == ["elm"]
    assert project.runs() == [first.folder]


def test_one_that_saved_nothing_begins_anew(file: QueueFile) -> None:
    first = take(file)
    end(first.folder, RunFailed(message="Oh.", hint="Do."))
    failed = file.settle().listed[0]
    assert not file.can_resume(failed)
    file.change(lambda queue: queue.waiting_again(failed.id))
    assert take(file).folder != first.folder


def test_one_whose_worker_cannot_be_started_is_given_up(file: QueueFile) -> None:
    taken = take(file)
    file.give_up(taken.entry.id, ProjectError("No.", "Perhaps."))
    assert file.read().entries[0].message == "No."
    assert load_job(take(file).folder) == job("elm")


def test_nothing_is_taken_while_anybody_is_at_work(project: Project, file: QueueFile) -> None:
    other = project.new_run(job("ash"))
    (other / "events.jsonl").write_text(RunStarted(pid=os.getpid()).to_line() + "\n")
    assert file.take(now()) is None
    end(other, RunFinished())
    assert file.take(now()) is not None


def test_nothing_is_taken_before_its_time_or_on_hold(file: QueueFile) -> None:
    moment = now() + timedelta(hours=1)
    file.change(lambda queue: queue.timed(queue.entries[0].id, moment).timed(queue.entries[1].id, moment))
    assert file.take(now()) is None
    file.change(lambda queue: queue.held(Hold.ASKED))
    assert file.take(moment) is None
    file.change(lambda queue: queue.held(Hold.NONE))
    assert file.take(moment) is not None


def test_where_its_folder_cannot_be_made_it_waits_on(
    project: Project, file: QueueFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise DiskFull("The disk is full.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(queue_file, "new_run_folder", full)
        with pytest.raises(DiskFull):
            file.take(now())
    assert models(file.read()) == ["oak", "elm"]
    assert project.runs() == []
    assert load_job(take(file).folder) == job("oak")


def test_a_full_disk_leaves_the_queue_as_it_was(file: QueueFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = file.read()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            file.change(lambda queue: queue.held(Hold.ASKED))
    assert file.read() == before


def test_who_changes_it_waits_for_whoever_does_so_now(file: QueueFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_file, "PATIENCE_S", 0.1)
    with (
        FileLock(file.path.with_name(queue_file.LOCK)),
        pytest.raises(ProjectError, match="Another PTStudio"),
    ):
        file.settle()


def test_a_folder_that_cannot_be_written_is_an_error_with_a_hint(
    file: QueueFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(FileLock, "acquire", broken)
    with pytest.raises(JobFailure, match="Input/output error"):
        file.settle()


def test_a_taker_is_known_by_its_number_and_its_start() -> None:
    me = queue_file.this_process()
    assert queue_file.is_there(me)
    assert not queue_file.is_there(me.model_copy(update={"since": me.since - 100}))
    assert not queue_file.is_there(GONE)


DIES = """
import os, sys, tempfile
from functools import wraps
from pathlib import Path
from ptstudio.core.project import Project
from ptstudio.core.queue_file import QueueFile, now

left = int(sys.argv[2])

def deadly(owner, name):
    real = getattr(owner, name)
    @wraps(real)
    def call(*args, **kwargs):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return real(*args, **kwargs)
    setattr(owner, name, call)

project = Project.open(Path(sys.argv[1]))
for owner, names in ((os, "fsync"), (Path, "replace write_text"), (tempfile, "mkstemp mkdtemp")):
    for name in names.split():
        deadly(owner, name)
QueueFile(project).take(now())
"""
WRITES = 7
"""How many calls `DIES` can die at: three for the queue, four for the folder of the run."""


@pytest.mark.parametrize("number", range(WRITES + 1))
def test_a_program_that_dies_at_any_write_leaves_every_entry_one_run(
    project: Project, file: QueueFile, number: int
) -> None:
    died = subprocess.run([sys.executable, "-c", DIES, str(project.folder), str(number)], check=False)
    assert died.returncode == (9 if number < WRITES else 0), "the writes are as many as this test believes"
    begun = []
    while taken := file.take(now()):
        begun.append(load_job(taken.folder))
        end(taken.folder, RunFinished())
    assert begun == [job("oak"), job("elm")]
    assert sorted(load_job(folder).to_line() for folder in project.runs()) == sorted(one.to_line() for one in begun)
    assert file.read() == Queue()
