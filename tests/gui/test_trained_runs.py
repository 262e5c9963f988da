"""Which trainings have a model, and what it can answer."""

import shutil
from pathlib import Path

from ptstudio.app.session import Session
from ptstudio.app.trained_runs import classes_of, is_asked_questions, trained_run, trained_runs
from tests.helpers.marked_projects import named_project, question_project
from tests.helpers.windows import CLASSES


def test_trainings_with_a_model_come_newest_first(opened: Session) -> None:
    first, second = opened.trainings()
    assert [run.folder for run in trained_runs(opened)] == [second, first]
    shutil.rmtree(second / "model")
    assert [run.folder for run in trained_runs(opened)] == [first]


def test_classes_come_from_the_data_and_may_be_gone(opened: Session) -> None:
    run = trained_runs(opened)[0]
    assert classes_of(run, opened) == CLASSES
    assert opened.project is not None
    shutil.rmtree(opened.project.folder / "datasets")
    assert classes_of(run, opened) == ()


def test_only_a_model_of_questions_must_be_asked_something(session: Session, tmp_path: Path) -> None:
    assert not is_asked_questions(None)
    for make, is_asked in ((named_project, False), (question_project, True)):
        session.open_project(make(tmp_path / make.__name__).folder)
        session.show_run(session.trainings()[-1])
        assert is_asked_questions(trained_run(session)) == is_asked
