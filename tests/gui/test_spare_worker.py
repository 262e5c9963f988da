"""A worker is kept ready while it can be of use, and only then."""

from pathlib import Path

import pytest

from ptstudio.app import spare_worker
from ptstudio.app.session import Session
from ptstudio.app.spare_worker import SpareWorker
from ptstudio.core.jobs import ImportJob, Job, ProbeJob

PROBE: Job = ProbeJob()
IMPORT: Job = ImportJob(task="image-classification", source="photographs", dataset="photographs")


class Waiting:
    """Stands for a process that waits."""

    made: list["Waiting"]

    def __init__(self) -> None:
        self.is_fit, self.is_ended = True, False
        self.made.append(self)

    def end(self) -> None:
        self.is_ended = True


class Machine:
    """How much memory there is."""

    free_mb = 16_000.0


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    Waiting.made = []
    monkeypatch.setattr(spare_worker, "Spare", Waiting)
    monkeypatch.setattr(spare_worker, "_free_mb", lambda: machine.free_mb)
    return machine


@pytest.fixture
def in_project(session: Session, tmp_path: Path) -> Session:
    session.open_project(tmp_path / "opened", is_new=True)
    return session


def test_one_is_ready_and_taken_once(in_project: Session) -> None:
    keeper = SpareWorker(in_project)
    assert in_project.spare_for(PROBE) is None
    keeper.look()
    keeper.look()
    (ready,) = Waiting.made
    assert in_project.spare_for(IMPORT) is None, "it starts faster by itself"
    taken: list[object] = [in_project.spare_for(PROBE), in_project.spare_for(PROBE)]
    assert taken == [ready, None]
    keeper.look()
    assert len(Waiting.made) == 2


def test_none_is_ready_without_a_project_while_something_runs_or_without_memory(
    in_project: Session, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = SpareWorker(in_project)
    machine.free_mb = 3000.0
    keeper.look()
    machine.free_mb = 16_000.0
    with monkeypatch.context() as patch:
        patch.setattr(Session, "running", lambda _: [PROBE])
        keeper.look()
    in_project.close_project()
    keeper.look()
    assert Waiting.made == []


def test_it_goes_where_it_is_no_longer_wanted(in_project: Session, machine: Machine) -> None:
    keeper = SpareWorker(in_project)
    keeper.look()
    machine.free_mb = 1000.0
    keeper.look()
    assert Waiting.made[0].is_ended
    machine.free_mb = 16_000.0
    keeper.look()
    Waiting.made[1].is_fit = False
    keeper.look()
    assert Waiting.made[1].is_ended
    assert not Waiting.made[2].is_ended
    in_project.close_project()
    keeper.look()
    assert Waiting.made[2].is_ended
    assert len(Waiting.made) == 3


def test_it_goes_with_the_window(in_project: Session) -> None:
    keeper = SpareWorker(in_project)
    keeper.look()
    keeper.end()
    assert Waiting.made[0].is_ended
    assert in_project.spare_for(PROBE) is None
