"""`ptstudio predict RUN PICTURE…` of a model that says where something is: what is written, and where it says so."""

from pathlib import Path

import pytest

from ptstudio.cli.program import run
from ptstudio.engine.computing.network import keep
from ptstudio.tasks import all_tasks
from tests.helpers.things import drawn, scenes
from tests.helpers.trainings import project_for, setup_for


def finder(key: str, folder: Path) -> Path:
    """A run of the task with this key, whose model finds what its random weights have it find."""
    task = all_tasks()[key]
    project, dataset = project_for(task, folder)
    setup = setup_for(project, dataset, task.key)
    keep(setup.network, setup.trained, setup.folder / "model")
    return setup.folder


@pytest.mark.parametrize("key", ["object-detection", "semantic-segmentation"])
def test_it_is_said_where_files_were_written(key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pictures, maps, place = (tmp_path / name for name in ("pictures", "maps", "found"))
    for folder in (pictures, maps):
        folder.mkdir()
    for number, scene in enumerate(scenes(2)):
        drawn(scene).save(pictures / f"{number}.png")
    (maps / "mine.txt").write_text("was there before")
    trained = finder(key, tmp_path / "project")
    assert run(["predict", str(trained), str(pictures), "--heat-maps", str(maps), "--save", str(place)]) == 0
    said = capsys.readouterr().out.splitlines()
    count = len([file for file in place.rglob("*") if file.is_file()])
    assert count == 4, "a file for each picture, and two about all of them"
    assert said[-2:] == [f"Heat maps: {maps.resolve()} (2 files)", f"What was found: {place.resolve()} (4 files)"]


def test_who_names_a_folder_whose_subfolders_hold_pictures_is_told_of_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trained, inner = finder("object-detection", tmp_path / "project"), tmp_path / "photos" / "may"
    for folder in (tmp_path / "photos" / "april", inner):
        folder.mkdir(parents=True)
    assert run(["predict", str(trained), str(tmp_path / "photos")]) == 2
    assert "Name files, or another folder." in capsys.readouterr().err
    drawn(scenes(1)[0]).save(inner / "a.png")
    assert run(["predict", str(trained), str(tmp_path / "photos")]) == 2
    assert f"There are pictures in “{inner}”" in capsys.readouterr().err


def test_nothing_is_told_of_what_was_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trained = finder("object-detection", tmp_path / "project")
    assert run(["predict", str(trained), str(tmp_path / "gone.png"), "--save", str(tmp_path / "found")]) == 2
    assert "What was found" not in capsys.readouterr().out
