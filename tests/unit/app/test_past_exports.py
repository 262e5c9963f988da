import shutil
from pathlib import Path

from ptstudio.app.past_exports import exports_of, folder_of, is_taken, next_folder, place_for, result_of
from ptstudio.core.events import RunFinished
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from tests.helpers.exported import ended, exported, result
from tests.helpers.windows import training


def project_with_training(folder: Path) -> tuple[Project, Path]:
    project = Project.create(folder)
    return project, training(project)


def test_exports_of_a_training_come_newest_first(tmp_path: Path) -> None:
    project, trained = project_with_training(tmp_path / "p")
    other = training(project)
    old = exported(project, trained, tmp_path / "a", at=1000.0)
    new = exported(project, trained, tmp_path / "b", at=2000.0)
    exported(project, other, tmp_path / "c", at=3000.0)
    runs = [Run.open(folder) for folder in project.runs()]
    assert [run.folder for run in exports_of(trained, runs)] == [new, old]


def test_a_moved_project_finds_its_exports_and_their_files(tmp_path: Path) -> None:
    project, trained = project_with_training(tmp_path / "p")
    exported(project, trained, next_folder(trained, project))
    shutil.move(project.folder, tmp_path / "moved")
    moved = Project.open(tmp_path / "moved")
    (found,) = exports_of(moved.folder / "runs" / trained.name, [Run.open(folder) for folder in moved.runs()])
    written = result_of(found)
    assert written is not None
    assert folder_of(written, moved) == moved.folder / "exports" / trained.name
    shutil.rmtree(moved.folder / "exports")
    assert folder_of(written, moved) is None


def test_an_export_without_an_end_has_no_result(tmp_path: Path) -> None:
    project, trained = project_with_training(tmp_path / "p")
    assert result_of(Run.open(ended(project, trained, tmp_path / "a"))) is None
    odd = ended(project, trained, tmp_path / "b", RunFinished(result={"something": "else"}))
    assert result_of(Run.open(odd)) is None


def test_each_export_is_offered_a_new_folder(tmp_path: Path) -> None:
    project, trained = project_with_training(tmp_path / "p")
    first = next_folder(trained, project)
    assert first == project.folder / "exports" / trained.name
    first.mkdir(parents=True)
    assert next_folder(trained, project).name == f"{trained.name}-2"


def test_what_was_typed_becomes_a_place(tmp_path: Path) -> None:
    project, trained = project_with_training(tmp_path / "p")
    assert place_for("  ", trained, project) == next_folder(trained, project)
    assert place_for("phone", trained, project) == project.folder / "exports" / "phone"
    assert place_for(str(tmp_path / "x"), trained, project) == tmp_path / "x"
    assert place_for("~/x", trained, project) == Path.home() / "x"


def test_only_a_new_or_empty_folder_is_free(tmp_path: Path) -> None:
    assert not is_taken(tmp_path / "new")
    assert not is_taken(tmp_path)
    (tmp_path / "file").write_text("x")
    assert is_taken(tmp_path)
    assert is_taken(tmp_path / "file")


def test_the_whole_passes_with_its_main_file(tmp_path: Path) -> None:
    assert result(tmp_path, is_good=False).passed
