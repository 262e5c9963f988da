"""From what lies on disk to a dataset revision."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.dataset import Admitted, Finding, ImportOptions, Revision, Sample, Split, SplitPolicy
from ptstudio.core.errors import DatasetError
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project, new_run_folder
from ptstudio.data._revision import RevisionData, known_splits
from ptstudio.engine.importing import run
from ptstudio.tasks.image_classification import ImageClassification
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


# ------------------------------------------------------------------ what a person has corrected


def corrected_import(project: Project, source: Path, options: ImportOptions | None = None) -> Revision:
    job = ImportJob(task=TASK, source=str(source), dataset="colours", options=options or ImportOptions(),
                    takes_inbox=True)  # fmt: skip
    return project.revision(done(run, job, project.new_run(job))["revision"])


def rows_of(project: Project, revision: Revision) -> dict[str, tuple[Path, str, Split]]:
    """File, class and split of every sample, by id."""
    data = RevisionData(project, revision)
    rows = [(split, row) for split in Split for row in data.rows(split)]
    return {row["id"]: (Path(row["path"]), revision.classes[row["label"]], split) for split, row in rows}


def test_what_a_person_has_corrected_counts_and_keeps_its_split(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    before = rows_of(project, project.revision(imported(project, source)))
    wrong = source / "red" / "3.png"
    waiting = project.inbox_folder() / "blue" / "mine.png"
    waiting.parent.mkdir(parents=True)
    shutil.copy(wrong, waiting)
    new = save(project.inbox_folder() / "violet" / "new.png", seed=77)
    shutil.copy(new, new.with_name("twice.png"))
    revision = corrected_import(project, source)
    after = rows_of(project, revision)
    (changed,) = [key for key in before if after[key][1] != before[key][1]]
    assert before[changed][0] == wrong
    assert after[changed][1:] == ("blue", before[changed][2])
    assert after[changed][0].parent == project.corrected_folder("colours") / "0002" / "blue"
    assert after[changed][0].is_file()
    (added,) = after.keys() - before.keys()
    assert after[added][1] == "violet"
    assert not project.inbox_folder().exists()
    findings = (project.revision_folder(revision.key) / "findings.jsonl").read_text(encoding="utf-8")
    assert '"corrected"' in findings
    assert "you have corrected it to “blue”" in findings


def test_corrections_are_part_of_every_later_revision_and_move_with_the_project(
    tmp_path: Path, project: Project
) -> None:
    source = coloured_folders(tmp_path / "colours")
    imported(project, source)
    save(project.inbox_folder() / "blue" / "mine.png", seed=78)
    second = corrected_import(project, source)
    save(source / "red" / "one more.png", seed=79)
    third = project.revision(imported(project, source))
    assert (second.counts.total, third.counts.total) == (37, 38)
    project.folder.rename(tmp_path / "moved")
    moved = Project.open(tmp_path / "moved")
    (file,) = [file for file, _, _ in rows_of(moved, third).values() if file.is_relative_to(moved.folder)]
    assert file.is_file()
    assert file.name.startswith("mine-")


def test_the_latest_correction_of_a_picture_counts(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    imported(project, source)
    for place, label in enumerate(("blue", "green", "red", "blue")):
        corrected = save(project.inbox_folder() / label / f"{place}.png", seed=80)
        os.utime(corrected, (place, place))
        if place in (1, 3):
            revision = corrected_import(project, source)
            (found,) = [row for row in rows_of(project, revision).values() if row[0].is_relative_to(project.folder)]
            assert found[1] == label
            assert not project.inbox_folder().exists()


def test_a_correction_names_a_class_as_it_is_called_once_renamed(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    options = ImportOptions(rename={"red": "blue", "blue": "cold"})
    imported(project, source, options)
    save(project.inbox_folder() / "blue" / "really what was red.png", seed=81)
    save(project.inbox_folder() / "green" / "as ever.png", seed=82)
    revision = corrected_import(project, source, options)
    mine = [row for row in rows_of(project, revision).values() if row[0].is_relative_to(project.folder)]
    assert sorted(label for _, label, _ in mine) == ["blue", "green"]


def test_a_dry_import_looks_at_the_inbox_and_leaves_it(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    imported(project, source)
    shutil.copy(source / "red" / "3.png", save(project.inbox_folder() / "blue" / "mine.png", seed=83))
    save(project.inbox_folder() / "green" / "new.png", seed=84)
    (source / "red" / "4.png").unlink()
    before = sorted(project.folder.rglob("*"))
    job = ImportJob(task=TASK, source=str(source), dataset="colours", is_dry=True, known=str(project.folder),
                    takes_inbox=True)  # fmt: skip
    found = done(run, job, new_run_folder(tmp_path / "dry", job))
    assert sorted(project.folder.rglob("*")) == before
    assert found["change"] == {
        "added": {"green": 1},
        "removed": {"red": 1},
        "moves": [{"before": "red", "after": "blue", "count": 1}],
        "new_classes": [],
        "gone_classes": [],
    }


def test_what_cannot_be_read_stays_in_the_inbox(tmp_path: Path, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    broken = project.inbox_folder() / "blue" / "broken.jpg"
    broken.parent.mkdir(parents=True)
    save_truncated(broken)
    unwanted = save(project.inbox_folder() / "red" / "unwanted.png", seed=85)
    revision = corrected_import(project, source, ImportOptions(leave_out=("red",)))
    assert revision.counts.total == 24
    assert broken.is_file()
    assert unwanted.is_file()


# ------------------------------------------------------------------ looking again


def test_looking_again_opens_no_file_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    source = coloured_folders(tmp_path / "colours")
    save_truncated(source / "red" / "half.jpg")
    shutil.copy(source / "red" / "1.png", source / "blue" / "contradiction.png")
    opened: list[Path] = []

    def look(name: str, options: ImportOptions) -> dict[str, Any]:
        opened.clear()
        job = ImportJob(task=TASK, source=str(source), options=options, is_dry=True, memory=str(tmp_path / "memory"))
        return done(run, job, new_run_folder(tmp_path / name, job))

    def admit(self: ImageClassification, sample: Sample) -> Admitted | Finding:
        opened.append(sample.path)
        return admitted(self, sample)

    admitted = ImageClassification.admit
    monkeypatch.setattr(ImageClassification, "admit", admit)
    first = look("first", ImportOptions())
    assert len(opened) == 38
    assert look("second", ImportOptions()) == first
    assert opened == []
    options = ImportOptions(rename={"red": "warm"}, leave_out=("green",), split=SplitPolicy(train=0.2))
    again = look("third", options)
    assert opened == []
    assert again["counts"] == looked_at(tmp_path, source, options)["counts"]
    assert again["counts"].keys() == {"train", "validation", "test"}
    (tmp_path / "memory" / "first.jsonl").write_text('{"key": "00", "admi')
    assert look("fourth", ImportOptions()) == first
    assert len(opened) == 38
    assert not project.runs()
