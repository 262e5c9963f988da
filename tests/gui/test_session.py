"""The window's state: what a project brings, what runs change, and who may write."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ptstudio.app.change import Change, Topic
from ptstudio.app.chore import Chore
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.core.dataset import Counts, Split
from ptstudio.core.errors import ProjectError
from ptstudio.core.events import RunFinished, StepEnded
from ptstudio.core.jobs import DownloadJob, ProbeJob, TrainJob
from ptstudio.core.machine import this_machine
from ptstudio.core.project import Project
from ptstudio.core.requests import Pause, Stop
from ptstudio.core.run import RunStatus
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import MACHINE


def test_a_project_brings_its_newest_data_and_training(opened: Session) -> None:
    assert opened.revision is not None
    assert opened.revision.key == "rubbish/0002"
    assert opened.shown_run is not None
    assert isinstance(opened.shown_run.job, TrainJob)
    assert opened.shown_run.job.settings == {"from_scratch": True}
    assert len(opened.trainings()) == 2
    assert opened.preferences.recent_projects[0] == opened.project.folder if opened.project else False


def test_a_chosen_model_is_remembered_with_its_project(opened: Session, project: Project) -> None:
    opened.choose_model("oak")
    opened.close_project()
    assert (opened.model, opened.is_model_chosen) == ("starter", False)
    again = Session(Preferences())
    again.open_project(project.folder)
    assert (again.model, again.is_model_chosen) == ("oak", True)
    again.close_project()
    again.deleteLater()


def test_a_proposed_model_never_replaces_a_choice_and_is_not_remembered(session: Session, tmp_path: Path) -> None:
    session.open_project(tmp_path / "new", is_new=True)
    session.propose_model("elm")
    assert (session.model, session.is_model_chosen) == ("elm", False)
    assert session.preferences.chosen_model(tmp_path / "new") == ""
    session.choose_model("oak")
    session.propose_model("elm")
    assert session.model == "oak"


def test_data_that_were_only_measured_on_are_not_offered_for_training(opened: Session, project: Project) -> None:
    latest = project.revisions("rubbish")[-1]
    counts = Counts(by_split={split: {"glass": 3 if split is Split.TEST else 0} for split in Split})
    measured = latest.model_copy(update={"number": 3, "counts": counts, "created": "2026-02-01T12:00:00+00:00"})
    folder = project.revision_folder(measured.key)
    folder.mkdir()
    (folder / "revision.json").write_text(measured.to_text(), encoding="utf-8")
    opened.close_project()
    opened.open_project(project.folder)
    assert opened.revision is not None
    assert opened.revision.key == "rubbish/0002"


def test_a_folder_that_is_no_project_changes_nothing(opened: Session, tmp_path: Path) -> None:
    before = opened.project
    with pytest.raises(ProjectError):
        opened.open_project(tmp_path)
    assert opened.project is before


def test_what_a_worker_says_changes_the_run_and_is_told(
    opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(
        tmp_path,
        monkeypatch,
        "tell(StepEnded(stage='a', done=1, total=2)); tell(RunFinished(result={'ok': 1}))",
    )
    heard: list[Change] = []
    opened.changed.connect(heard.append)
    folder = opened.start(ProbeJob())
    qtbot.waitUntil(lambda: not opened.is_running(folder), timeout=20_000)
    assert opened.runs[folder].status is RunStatus.FINISHED
    assert opened.runs[folder].result == {"ok": 1}
    events = [type(change.event) for change in heard if change.topic is Topic.RUN and change.run == folder]
    assert StepEnded in events
    assert RunFinished in events


def test_a_second_window_on_a_project_may_only_look(opened: Session, project: Project) -> None:
    second = Session(opened.preferences, opened)
    second.open_project(project.folder)
    assert second.is_read_only
    with pytest.raises(ProjectError, match="another window"):
        second.start(ProbeJob())
    second.close_project()
    assert not opened.is_read_only


def test_a_project_is_not_left_while_a_job_runs_in_it(
    opened: Session, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, LISTENS)
    job = TrainJob(task="image-classification", dataset="rubbish/0001", model="starter", preset="quick")
    folder = opened.start(job)
    for leave in (opened.leave_project, lambda: opened.open_project(tmp_path / "other", is_new=True)):
        with pytest.raises(ProjectError, match="still running"):
            leave()
    assert opened.is_running(folder)
    assert not (tmp_path / "other").exists()
    assert opened.project is not None
    assert opened.project.folder == project.folder


def test_closing_ends_the_workers_and_frees_the_project(
    opened: Session, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, LISTENS)
    folder = opened.start(ProbeJob())
    opened.close_project()
    assert '"RunStopped"' in (folder / "events.jsonl").read_text()
    again = Session(opened.preferences, opened)
    again.open_project(project.folder)
    assert not again.is_read_only
    again.close_project()


def test_a_worker_that_is_let_go_is_found_again(
    opened: Session, project: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, LISTENS)
    job = TrainJob(task="image-classification", dataset="rubbish/0001", model="starter", preset="quick")
    folder = opened.start(job)
    qtbot.waitUntil(lambda: opened.runs[folder].status is RunStatus.RUNNING, timeout=20_000)
    worker = opened._supervisors[folder]._worker
    assert worker is not None
    opened.let_all_go()
    opened.close_project()
    second = Session(opened.preferences, opened)
    second.open_project(project.folder)
    assert second.is_running(folder)
    with (folder / "requests.jsonl").open("a") as file:
        file.write('{"type": "Stop"}\n')
    qtbot.waitUntil(lambda: second.runs[folder].status is RunStatus.STOPPED, timeout=20_000)
    qtbot.waitUntil(lambda: not second.is_running(folder), timeout=20_000)
    second.close_project()
    worker.process.wait(20)


LISTENS = """
requests = folder / "requests.jsonl"
tell(StageChanged(stage="work", title="Working"))
import io
while True:
    text = requests.read_text() if requests.exists() else ""
    if '"LetGo"' in text and not isinstance(sys.stdout, io.StringIO):
        os.close(1)
        sys.stdout = io.StringIO()
    if '"Stop"' in text:
        tell(RunStopped(message="Stopped."))
        break
    time.sleep(0.05)
"""


def test_the_machine_is_told_by_the_system_until_a_worker_has_seen_its_cards(
    opened: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.look_at_machine()
    assert opened.machine is not None
    assert opened.machine.processor == this_machine().processor
    monkeypatch.setattr("ptstudio.app.session.this_machine", lambda: MACHINE.model_copy(update={"devices": ()}))
    opened.look_at_machine()
    assert opened.machine == MACHINE, "a training of this project ran on this very processor"


def test_a_comparison_from_scratch_is_made_once(opened: Session) -> None:
    assert opened.shown_run is not None
    assert isinstance(opened.shown_run.job, TrainJob)
    assert opened.shown_run.job.settings == {"from_scratch": True}
    assert opened.draft.preset == opened.shown_run.job.preset
    assert opened.draft.settings == (), "the next training begins from what the network has learned"


def test_a_window_that_may_only_look_asks_nothing_of_the_others_job(
    opened: Session, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    script_worker(tmp_path, monkeypatch, LISTENS)
    folder = opened.start(ProbeJob())
    qtbot.waitUntil(lambda: opened.runs[folder].stage is not None, timeout=20_000)
    second = Session(Preferences())
    second.open_project(project.folder)
    assert second.is_followed(folder)
    with pytest.raises(ProjectError, match="another window"):
        second.ask(folder, Pause())
    second.close_project()
    assert opened.is_running(folder)
    opened.ask(folder, Stop())
    qtbot.waitUntil(lambda: not opened.is_followed(folder), timeout=20_000)


def test_a_job_of_the_library_goes_on_while_projects_are_opened_and_closed(
    qtbot: QtBot, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(
        tmp_path,
        monkeypatch,
        "tell(StageChanged(stage='work', title='Getting weights'))\n"
        "while not (folder / 'requests.jsonl').exists(): time.sleep(0.02)\n"
        "tell(RunStopped(message=''))",
    )
    chore = Chore(session, session)
    chore.start(DownloadJob(models=("resnet18",)))
    qtbot.waitUntil(lambda: chore.stage == "Getting weights", timeout=10_000)

    session.open_project(tmp_path / "other", is_new=True)
    session.close_project()

    assert chore.is_busy
    with qtbot.waitSignal(chore.stopped, timeout=10_000):
        chore.stop()
    assert not session.runs
