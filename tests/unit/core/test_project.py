"""Projects: made, opened, moved, refused."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from ptstudio.core.errors import JobFailure, ProjectError
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.project import Project, dataset_name


def test_a_project_is_made_and_opened_again(tmp_path: Path) -> None:
    made = Project.create(tmp_path / "my birds")
    assert made.name == "my birds"
    assert Project.open(tmp_path / "my birds") == made
    assert Project.open_or_create(tmp_path / "my birds") == made


def test_a_moved_project_opens_with_its_runs(tmp_path: Path) -> None:
    run = Project.create(tmp_path / "a").new_run(ProbeJob())
    shutil.move(tmp_path / "a", tmp_path / "b")
    moved = Project.open(tmp_path / "b")
    assert [folder.name for folder in moved.runs()] == [run.name]
    assert Project.of_run(moved.runs()[0]) == moved


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a")
    assert len({project.new_run(ProbeJob()) for _ in range(5)}) == 5


def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = iter(["probe-1", "probe-1", "probe-2"])
    monkeypatch.setattr("ptstudio.core.project.run_name", lambda _: next(names))
    project = Project.create(tmp_path / "a")
    assert [project.new_run(ProbeJob()).name for _ in range(2)] == ["probe-1", "probe-2"]


def test_a_run_that_a_dying_program_has_not_finished_making_is_none(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a")
    run = project.new_run(ProbeJob())
    shutil.copytree(run, run.with_name(f".{run.name}.half"))
    assert project.runs() == [run]


def test_a_folder_with_other_things_is_not_made_a_project(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ProjectError, match="not empty"):
        Project.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_project_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    Project.create(tmp_path)
    file = tmp_path / "project.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"version": 99}))
    with pytest.raises(ProjectError, match=r"newer PTStudio \(project version 99") as caught:
        Project.open(tmp_path)
    assert "Update" in caught.value.hint


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1}', '{"version": "x", "name": 3}'])
def test_a_damaged_project_file_is_said_to_be_damaged(tmp_path: Path, content: str) -> None:
    (tmp_path / "project.json").write_text(content)
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(tmp_path)


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no project"):
        Project.open(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_project_opens_but_takes_no_run(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a")
    (tmp_path / "a").chmod(0o555)
    try:
        assert Project.open(tmp_path / "a") == project
        with pytest.raises(ProjectError, match="may not write"):
            project.new_run(ProbeJob())
    finally:
        (tmp_path / "a").chmod(0o755)


def test_a_system_that_refuses_to_write_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.create(tmp_path / "a")

    def refuse(*_: object, **__: object) -> str:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(ProjectError, match="may not write"):
        project.new_run(ProbeJob())


@pytest.mark.parametrize(
    ("source", "name"),
    [("my photos", "my-photos"), ("..", "data"), (".hidden", "hidden"), ("Vögel „2024“", "Vögel-2024"), ("🐈", "data")],
)
def test_a_dataset_is_named_after_its_source(source: str, name: str) -> None:
    assert dataset_name(Path(source)) == name


def test_a_discarded_run_lies_in_the_trash_and_comes_back(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a")
    run = project.new_run(ProbeJob())
    discarded = project.discard_run(run)
    assert project.runs() == []
    assert discarded == project.folder / "trash" / run.name
    assert project.restore_run(discarded) == run
    assert project.runs() == [run]
    with pytest.raises(JobFailure, match="bringing the run back"):
        project.restore_run(discarded)
