"""Making a new project."""

from pathlib import Path

import pytest

from ptstudio.app.project_beginning import begin_project, begin_with_data, free_folder
from ptstudio.app.session import Session
from ptstudio.core.errors import ProjectError


def test_data_get_a_project_of_their_name(session: Session, tmp_path: Path) -> None:
    begin_with_data(session, tmp_path / "My questions.json", "question-answering")
    assert session.project is not None
    assert session.project.folder.parent == tmp_path / "user" / "PTStudio"
    assert (session.task, session.offered) == ("question-answering", tmp_path / "My questions.json")
    assert free_folder(session.project.folder.name).name == f"{session.project.folder.name}-2"


def test_where_no_project_can_be_nothing_has_changed(session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    before = session.task
    with pytest.raises(ProjectError):
        begin_project(session, tmp_path / "file", "question-answering")
    assert (session.task, session.project) == (before, None)
