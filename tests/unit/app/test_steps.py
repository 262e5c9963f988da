"""How each step stands, from an empty window to an export that passed or did not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ptstudio.app.session import Session
from ptstudio.app.steps import state_of
from ptstudio.app.widgets.sidebar import StepState
from ptstudio.core.events import RunFailed, RunFinished, RunStarted, RunStopped
from ptstudio.core.jobs import ExportJob
from ptstudio.core.project import Project
from tests.helpers.windows import dataset, training, training_events, write_events

STEPS = ("data", "model", "train", "evaluate", "try", "export")
TODO, READY, DONE, ATTENTION = StepState.TODO, StepState.READY, StepState.DONE, StepState.ATTENTION


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    assert qapp is not None
    made = Session()
    yield made
    made.close_project()
    made.deleteLater()


def states(session: Session, project: Project | None = None) -> dict[str, StepState]:
    if project is not None:
        session.open_project(project.folder)
    return {step: state_of(step, session) for step in STEPS}


def test_without_a_project_everything_is_to_do(session: Session) -> None:
    assert set(states(session).values()) == {TODO}
    assert {state_of(key, session) for key in ("start", "runs", "library")} == {StepState.PLAIN}


def test_an_empty_project_waits_for_data(session: Session, project: Project) -> None:
    assert states(session, project) == dict.fromkeys(STEPS, TODO) | {"data": READY}


@pytest.mark.parametrize(("findings", "state"), [(0, DONE), (2, ATTENTION)])
def test_data_is_done_unless_there_are_findings(
    session: Session, project: Project, findings: int, state: StepState
) -> None:
    dataset(project, findings=findings)
    assert states(session, project) == dict.fromkeys(STEPS, TODO) | {"data": state, "model": READY, "train": READY}


def test_what_a_person_has_corrected_needs_no_attention(session: Session, project: Project) -> None:
    made = dataset(project).model_copy(update={"findings": {"corrected": 3}})
    (project.revision_folder(made.key) / "revision.json").write_text(made.to_text(), encoding="utf-8")
    assert states(session, project)["data"] is DONE


def test_a_finished_training_can_be_tried_and_exported(session: Session, project: Project) -> None:
    dataset(project, findings=0)
    training(project)
    expected = dict.fromkeys(("data", "model", "train", "evaluate"), DONE) | {"try": READY, "export": READY}
    assert states(session, project) == expected


@pytest.mark.parametrize("final", [RunFailed(message="m", hint="h"), RunStopped(message="m", can_resume=True)])
def test_a_training_that_did_not_end_well_needs_attention(
    session: Session, project: Project, final: RunFailed | RunStopped
) -> None:
    dataset(project, findings=0)
    folder = training(project, epochs=2, is_finished=False)
    write_events(folder, [*training_events(2, is_finished=False), final])
    assert states(session, project)["train"] is ATTENTION
    assert states(session)["evaluate"] is TODO


@pytest.mark.parametrize(("passed", "state"), [(True, DONE), (False, ATTENTION)])
def test_an_export_is_done_when_its_certificates_passed(
    session: Session, project: Project, passed: bool, state: StepState
) -> None:
    dataset(project, findings=0)
    run = training(project)
    folder = project.new_run(ExportJob(run=str(run), out=str(project.folder / "exports" / "a")))
    write_events(folder, [RunStarted(pid=1), RunFinished(result={"passed": passed})])
    assert states(session, project)["export"] is state
