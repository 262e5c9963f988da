"""From what lies on disk to a dataset revision."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.dataset import ImportOptions, Split, SplitPolicy
from ptstudio.core.errors import DatasetError
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project, new_run_folder
from ptstudio.data._revision import RevisionData, known_splits
from ptstudio.engine.importing import run
from tests.helpers.corpora import add_junk, class_folders, zip_folder
from tests.helpers.pictures import save, save_bomb, save_text, save_truncated
from tests.helpers.projects import TASK, coloured_folders, done, imported


def looked_at(tmp_path: Path, source: Path, options: ImportOptions | None = None) -> dict[str, Any]:
    job = ImportJob(task=TASK, source=str(source), options=options or ImportOptions(), is_dry=True)
    folder = new_run_folder(tmp_path / "look", job)
    return done(run, job, folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


def test_a_revision_holds_every_sample_with_its_split(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours", per_class=20)
    revision = project.revision(imported(project, source))
    data = RevisionData(project, revision)
    assert revision.classes == ("blue", "green", "red")
    assert {split: len(data.rows(split)) for split in Split} == {"train": 42, "validation": 9, "test": 9}
    assert revision.counts.totals == {"train": 42, "validation": 9, "test": 9}
    row = data.rows(Split.TEST)[0]
    assert Path(row["path"]).is_file()
    assert Path(row["path"]).parent.name == revision.classes[row["label"]]
    assert project.thumbnail("colours", row["id"]).is_file()


def test_looking_writes_nothing_into_the_source_and_counts_the_same(tmp_path: Path) -> None:
    source = coloured_folders(tmp_path / "colours")
    before = sorted(source.rglob("*"))
    found = looked_at(tmp_path, source)
    assert sorted(source.rglob("*")) == before
    assert found["format"] == "image-folders"
    assert 0 < found["confidence"] <= 1
    per_class = [sum(split[label] for split in found["counts"].values()) for label in ("blue", "green", "red")]
    assert per_class == [12, 12, 12]
    assert {finding["kind"] for finding in found["findings"]} == {"few-test-samples"}
    assert [path.name for path in (tmp_path / "look").iterdir() if path.is_dir()] == []


def test_looking_divides_as_an_import_into_the_known_project_would(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours", per_class=20)
    imported(project, source)
    save(source / "blue" / "new.jpg", seed=999)
    options = ImportOptions(split=SplitPolicy(train=0.1, validation=0.1, test=0.8))
    job = ImportJob(
        task=TASK, source=str(source), dataset="colours", options=options, is_dry=True, known=str(project.folder)
    )
    before = sorted(project.folder.rglob("*"))
    found = done(run, job, new_run_folder(tmp_path / "known", job))
    assert sum(found["counts"]["train"].values()) >= 42
    assert sum(found["counts"]["test"].values()) <= 10
    assert sorted(project.folder.rglob("*")) == before


def test_importing_the_same_again_makes_no_new_revision(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    assert imported(project, source) == imported(project, source) == "colours/0001"


def test_added_pictures_make_a_revision_in_which_every_old_sample_keeps_its_split(
    tmp_path: Path, project: Project
) -> None:
    source = coloured_folders(tmp_path / "colours", per_class=10)
    first = known_splits(project.revision_folder(imported(project, source)))
    (source / "red" / "3.png").rename(source / "red" / "moved.png")
    for number in range(40, 60):
        save(source / "blue" / f"{number}.png", seed=number, colour=(40, 40, 200))
    key = imported(project, source)
    second = known_splits(project.revision_folder(key))
    assert key == "colours/0002"
    assert len(second) == 50
    assert {id_: second[id_] for id_ in first} == first


def test_bad_files_become_findings_and_the_rest_is_imported(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    add_junk(source / "red")
    save_truncated(source / "red" / "half.jpg")
    save_text(source / "red" / "letter.jpg")
    save_bomb(source / "red" / "bomb.png")
    shutil.copy(source / "red" / "0.png", source / "red" / "copy.png")
    shutil.copy(source / "red" / "1.png", source / "blue" / "contradiction.png")
    revision = project.revision(imported(project, source))
    lines = (project.revision_folder(revision.key) / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    findings = {Path(found["path"]).name: found for found in map(json.loads, lines)}
    assert {name: findings[name]["kind"] for name in ("half.jpg", "letter.jpg", "bomb.png")} == {
        "half.jpg": "truncated",
        "letter.jpg": "not-an-image",
        "bomb.png": "too-large",
    }
    assert sorted(found["kind"] for found in findings.values()).count("duplicate") == 1
    assert sorted(found["kind"] for found in findings.values()).count("contradiction") == 1
    assert all(found["reason"] and found["remedy"] for found in findings.values())
    assert revision.counts.total == 36


def test_classes_are_renamed_merged_and_left_out(tmp_path: Path, project: Project) -> None:
    options = ImportOptions(rename={"red": "warm", "green": "cold", "blue": "cold"})
    revision = project.revision(imported(project, coloured_folders(tmp_path / "colours"), options))
    assert revision.classes == ("cold", "warm")
    assert sum(split["cold"] for split in revision.counts.by_split.values()) == 24
    without = project.revision(imported(project, tmp_path / "colours", ImportOptions(leave_out=("red",))))
    assert without.classes == ("blue", "green")


def test_a_zip_is_unpacked_into_the_project_which_can_then_be_moved(tmp_path: Path, project: Project) -> None:
    archive = zip_folder(coloured_folders(tmp_path / "colours"), tmp_path / "colours.zip", inside="top")
    key = imported(project, archive)
    archive.unlink()
    project.folder.rename(tmp_path / "moved")
    moved = Project.open(tmp_path / "moved")
    rows = RevisionData(moved, moved.revision(key)).rows(Split.TRAIN)
    assert all(Path(row["path"]).is_file() for row in rows)
    assert not any(path.name.startswith("ptstudio-") for path in moved.folder.rglob("*"))


def test_groups_stay_together(tmp_path: Path, project: Project) -> None:
    source = tmp_path / "birds"
    for label in ("crow", "gull"):
        for video in range(8):
            for frame in range(3):
                save(source / label / f"video{video}-{frame}.png", seed=100 * video + frame + (label == "gull") * 50)
    options = ImportOptions(split=SplitPolicy(group_by="pattern", pattern=r"(video\d+)-"))
    data = RevisionData(project, project.revision(imported(project, source, options)))
    videos = {split: {Path(row["path"]).name.partition("-")[0] for row in data.rows(split)} for split in Split}
    assert all(videos.values())
    assert not videos[Split.TRAIN] & videos[Split.TEST]
    assert not videos[Split.TRAIN] & videos[Split.VALIDATION]


def test_a_class_too_small_for_every_split_is_said_so(tmp_path: Path) -> None:
    source = coloured_folders(tmp_path / "colours")
    save(source / "rare" / "only.png", seed=99, colour=(9, 9, 9))
    found = looked_at(tmp_path, source)
    assert any("rare" in finding["reason"] for finding in found["findings"])


@pytest.mark.parametrize(
    ("classes", "options", "message"),
    [
        ({"cat": 5}, ImportOptions(), "only one class"),
        ({"cat": 5, "dog": 5}, ImportOptions(leave_out=("dgo",)), "no class called “dgo”"),
        ({"cat": 5, "dog": 5}, ImportOptions(leave_out=("dog",)), "only one class"),
        ({"cat": 5, "dog": 5}, ImportOptions(format="no-such"), "no-such"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(
    tmp_path: Path, classes: dict[str, int], options: ImportOptions, message: str
) -> None:
    with pytest.raises(DatasetError, match=message) as caught:
        looked_at(tmp_path, class_folders(tmp_path / "source", classes), options)
    assert caught.value.hint


def test_an_import_in_which_nothing_is_readable_names_the_first_problem(tmp_path: Path) -> None:
    for label in ("a", "b"):
        save_text(tmp_path / "source" / label / "x.jpg")
    with pytest.raises(DatasetError, match=r"x\.jpg"):
        looked_at(tmp_path, tmp_path / "source")


def test_a_thousand_classes_with_names_of_every_kind(tmp_path: Path, project: Project) -> None:
    names = ["with space", "it's “quoted”", "🐈", "שלום", "naïve", *(f"class {number}" for number in range(995))]
    source = class_folders(tmp_path / "source", dict.fromkeys(names, 3), suffix=".png")
    revision = project.revision(imported(project, source))
    assert set(revision.classes) == set(names)
    assert revision.counts.totals == {"train": 1000, "validation": 1000, "test": 1000}
