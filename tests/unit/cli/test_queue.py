"""`ptstudio queue`: what waits is shown, put in order, and worked off without a window."""

import json
import os
import signal
import sys
from datetime import timedelta
from functools import reduce
from pathlib import Path

import pytest

from ptstudio.cli import queue as command
from ptstudio.cli.program import run
from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.queue import EntryState, Hold, Queue, new_entry
from ptstudio.core.queue_file import QueueFile, now
from ptstudio.core.run import load_job
from ptstudio.core.worker import Worker
from tests.helpers.scripted_worker import script_worker

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
ENDS = """
import json
seed = json.loads((folder / "job.json").read_text())["settings"]["seed"]
if seed == 13:
    tell(RunFailed(message="The number was unlucky.", hint="Choose another one."))
else:
    tell(RunFinished())
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    script_worker(tmp_path, monkeypatch, ENDS)
    monkeypatch.setattr(command, "POLL_S", 0.02)
    return Project.create(tmp_path / "project")


def add(project: Project, *seeds: int, minutes: float | None = None) -> list[str]:
    job = TrainJob(task="image-classification", dataset="a/0001", model="starter", preset="quick")
    moment = now() + timedelta(minutes=minutes) if minutes is not None else None
    made = [new_entry(job.model_copy(update={"settings": {"seed": seed}}), now(), moment) for seed in seeds]
    QueueFile(project).change(lambda queue: reduce(Queue.with_entry, made, queue))
    return [entry.id for entry in made]


def begun(project: Project) -> list[int]:
    jobs = [load_job(folder) for folder in project.runs()]
    return sorted(int(str(job.settings["seed"])) for job in jobs if isinstance(job, TrainJob))


def waiting(project: Project) -> list[str]:
    return [entry.id for entry in QueueFile(project).read().listed]


def test_it_is_shown_with_times_and_what_failed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["queue", str(project.folder)]) == 0
    assert capsys.readouterr().out == "The queue is empty.\n"
    first, second = add(project, 1, 13)
    (third,) = add(project, 3, minutes=60)
    file = QueueFile(project)
    said = {"state": EntryState.FAILED, "message": "Oh.", "hint": "Do."}
    file.change(lambda queue: queue.replaced(queue.entry(second).model_copy(update=said)).held(Hold.ASKED))
    assert run(["queue", str(project.folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 runs wait in the queue:"
    assert lines[1].split() == ["1", first, "starter", "quick", "seed=1"]
    assert lines[2].endswith("failed: Oh. Do.")
    assert f"3  {third}" in lines[3]
    assert "not before 20" in lines[3]
    assert lines[4].startswith("On hold (asked)")


def test_it_is_one_json_document_for_programs(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    add(project, 1)
    assert run(["queue", str(project.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entries"][0]["job"]["settings"] == {"seed": 1}


def test_where_nothing_can_be_written_it_can_be_looked_at(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(_: QueueFile) -> Queue:
        raise ProjectError("PTStudio may not write here.", "Copy the project.")

    monkeypatch.setattr(QueueFile, "settle", refused)
    assert run(["queue", str(project.folder)]) == 0
    capsys.readouterr()
    assert run(["queue", str(project.folder), "--hold"]) == 2
    assert "may not write" in capsys.readouterr().err


def test_entries_are_moved_removed_and_held(project: Project) -> None:
    first, second, third = add(project, 1, 2, 3)
    place = str(project.folder)
    assert run(["queue", place, "--move", third, "--to", "1"]) == 0
    assert waiting(project) == [third, first, second]
    assert run(["queue", place, "--remove", first]) == 0
    assert waiting(project) == [third, second]
    assert run(["queue", place, "--hold"]) == 0
    assert QueueFile(project).read().hold is Hold.ASKED
    assert run(["queue", place, "--go-on"]) == 0
    assert QueueFile(project).read().hold is Hold.NONE


def test_what_cannot_be_is_said_and_changes_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (only,) = add(project, 1)
    assert run(["queue", str(project.folder), "--remove", "nobody"]) == 2
    assert "“nobody”" in capsys.readouterr().err
    assert run(["queue", str(project.folder), "--move", only]) == 2
    assert "belong together" in capsys.readouterr().err
    assert waiting(project) == [only]


def test_all_are_done_although_one_fails(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    add(project, 1, 13, 3)
    QueueFile(project).change(lambda queue: queue.held(Hold.STOPPED))
    assert run(["queue", str(project.folder), "--run", "--json"]) == 1
    said = capsys.readouterr()
    result = json.loads(said.out)
    assert (len(result["done"]), len(result["failed"])) == (2, 1)
    assert "The number was unlucky." in said.err
    assert "1 of 3 runs failed" in said.err
    assert begun(project) == [1, 3, 13]
    assert [entry.state for entry in QueueFile(project).read().entries] == [EntryState.FAILED]


def test_one_that_failed_is_tried_again_when_that_is_asked_for(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (only,) = add(project, 13)
    assert run(["queue", str(project.folder), "--run"]) == 1
    (project.runs()[0] / "checkpoints" / "epoch-1").mkdir(parents=True)
    script_worker(tmp_path, monkeypatch, "tell(RunFinished())")
    assert run(["queue", str(project.folder), "--again", only, "--run"]) == 0
    assert QueueFile(project).read().entries == ()
    assert len(project.runs()) == 1, "its own run was resumed"


def test_one_is_waited_for_until_its_time(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    add(project, 1, minutes=0.02)
    assert run(["queue", str(project.folder), "--run"]) == 0
    said = capsys.readouterr()
    assert said.err.count("Waiting until") == 1
    assert "Nothing waits any more. Done: 1, failed: 0." in said.out


def test_a_worker_that_cannot_be_started_fails_its_entry_and_the_others_go_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(project, 1, 2)
    real, tries = Worker.start, iter([True])

    def start(folder: Path) -> Worker:
        if next(tries, False):
            raise ProjectError("It cannot be started.", "Look why.")
        return real(folder)

    monkeypatch.setattr(Worker, "start", start)
    assert run(["queue", str(project.folder), "--run"]) == 1
    assert [entry.message for entry in QueueFile(project).read().entries] == ["It cannot be started."]


@posix
def test_ctrl_c_stops_the_run_and_leaves_the_others_waiting(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    presses = f"os.kill({os.getpid()}, signal.SIGINT)\n"
    obeys = (
        "while not (folder / 'requests.jsonl').exists():\n    time.sleep(0.02)\ntell(RunStopped(message='Stopped.'))"
    )
    script_worker(tmp_path, monkeypatch, presses + obeys)
    add(project, 1, 2)
    before = signal.getsignal(signal.SIGINT)
    assert run(["queue", str(project.folder), "--run"]) == 1
    assert signal.getsignal(signal.SIGINT) is before
    assert "1 still wait" in capsys.readouterr().err
    assert len(waiting(project)) == 1


def test_the_command_of_a_queued_training_does_it_at_once() -> None:
    given = ["train", "--queue", "--data", "a", "--at", "22:00", "--at=06:00", "--out", "b"]
    assert command.without_queueing(given) == ["train", "--data", "a", "--out", "b"]
