"""Whatever is given to the command line: a message, a hint, the right exit status, no traceback, nothing lost."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ptstudio.cli.program import run
from ptstudio.core import atomic
from tests.helpers import corpora, weights
from tests.helpers.inline_worker import work_inline
from tests.helpers.pictures import jpeg_bytes, save, save_bomb, save_text, save_truncated
from tests.helpers.projects import coloured_folders

posix = pytest.mark.skipif(sys.platform == "win32", reason="names and links that Windows has not")


@dataclass
class Outcome:
    """What a command line came to."""

    status: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    def findings(self) -> dict[str, str]:
        return {Path(finding["path"]).name: finding["kind"] for finding in self.result["findings"]}


Told = Callable[..., Outcome]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Give the command line something to do; whatever happens, there is no traceback."""
    work_inline(monkeypatch)

    def tell(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        assert ("Error: " in captured.err) == (status != 0)
        assert captured.err.count("Error: ") == captured.err.count("\nHint: ") <= 1
        return Outcome(status, captured.out, captured.err)

    return tell


def refused(outcome: Outcome, *words: str) -> None:
    """What was given cannot be used, and why is said."""
    assert outcome.status == 2, outcome
    assert outcome.out == ""
    for word in words:
        assert word in outcome.err


def everything(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


# ---------------------------------------------------------------------------------------------------- folders


def empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def one_class(folder: Path) -> Path:
    return corpora.class_folders(folder, {"cat": 4})


def only_text(folder: Path) -> Path:
    for label in ("cat", "dog"):
        save_text(folder / label / "x.jpg")
    return folder


def only_junk(folder: Path) -> Path:
    folder.mkdir()
    corpora.add_junk(folder)
    return folder


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (empty, "empty"),
        (one_class, "only one class"),
        (only_text, "x.jpg"),
        (only_junk, "nothing but hidden and empty files"),
    ],
)
def test_folders_that_nothing_can_be_learned_from(
    tmp_path: Path, told: Told, make: Callable[[Path], Path], word: str
) -> None:
    source = make(tmp_path / "data")
    before = everything(source)
    refused(told("inspect", source, "--json"), word)
    refused(told("train", "--data", source, "--model", "starter", "--out", tmp_path / "project"), word)
    assert everything(source) == before


def test_a_class_with_one_image_is_pointed_out(tmp_path: Path, told: Told) -> None:
    found = told("inspect", corpora.class_folders(tmp_path / "data", {"cat": 4, "dog": 4, "rare": 1}), "--json")
    assert found.status == 0
    assert any("rare" in finding["reason"] for finding in found.result["findings"])
    assert sum(split["rare"] for split in found.result["counts"].values()) == 1


def test_classes_that_differ_only_in_case_are_pointed_out(tmp_path: Path, told: Told) -> None:
    rows = "".join(f"{number}.jpg,{label}\n" for number, label in enumerate(["cat", "Cat", "dog"] * 3))
    corpora.pictures(tmp_path, [f"{number}.jpg" for number in range(9)])
    (tmp_path / "table.csv").write_text("image,label\n" + rows)
    found = told("inspect", tmp_path / "table.csv", "--json")
    assert any("“cat”" in finding["reason"] and "“Cat”" in finding["reason"] for finding in found.result["findings"])


@posix
def test_links_in_circles_end(tmp_path: Path, told: Told) -> None:
    source = corpora.class_folders(tmp_path / "data", {"cat": 4, "dog": 4})
    (source / "cat" / "again").symlink_to(source)
    (source / "loop").symlink_to(source / "loop")
    (source / "dog" / "nowhere.jpg").symlink_to(tmp_path / "gone.jpg")
    found = told("inspect", source, "--json")
    assert found.status == 0
    assert sum(split["cat"] for split in found.result["counts"].values()) == 4


@posix
def test_folders_that_may_not_be_read(tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    source = corpora.class_folders(tmp_path / "data", {"cat": 4, "dog": 4, "locked": 4})
    scandir = os.scandir

    def guarded(path: Any = ".") -> Any:
        if not isinstance(path, int) and "locked" in os.fspath(path):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = told("inspect", source, "--json")
    assert found.status == 0
    assert set(found.result["counts"]["train"]) == {"cat", "dog"}
    assert any("locked" in finding["path"] for finding in found.result["findings"])
    refused(told("inspect", source / "locked"), "locked")


@posix
def test_names_that_are_no_unicode(tmp_path: Path, told: Told) -> None:
    source = corpora.class_folders(tmp_path / "data", {"dog": 4, "cow": 4})
    old = os.fsdecode(b"caf\xe9")
    save(source / "dog" / "x.jpg", seed=99).rename(source / "dog" / f"{old}.jpg")
    (source / old).mkdir()
    save(source / old / "1.jpg", seed=98)
    found = told("inspect", source, "--json")
    assert found.status == 0
    assert set(found.result["counts"]["train"]) == {"dog", "cow"}
    assert sorted(found.findings()) == ["caf\ufffd", "caf\ufffd.jpg", "data"]
    assert found.findings()["caf\ufffd"] == "misspelt-name"
    refused(told("inspect", source / old), "no Unicode", "Rename")


# ---------------------------------------------------------------------------------------------------- files


def test_pictures_that_are_none_become_findings(tmp_path: Path, told: Told) -> None:
    source = corpora.class_folders(tmp_path / "data", {"cat": 4, "dog": 4})
    save_truncated(source / "cat" / "half.jpg")
    save_text(source / "cat" / "letter.jpg")
    save_bomb(source / "cat" / "huge.png")
    found = told("inspect", source, "--json")
    assert found.status == 0
    expected = {"half.jpg": "truncated", "letter.jpg": "not-an-image", "huge.png": "too-large"}
    assert expected.items() <= found.findings().items()
    assert all(finding["reason"] and finding["remedy"] for finding in found.result["findings"])


def climbing(path: Path) -> Path:
    return corpora.write_zip(path, {"cat/1.jpg": jpeg_bytes(), "../escaped.jpg": jpeg_bytes(1)})


def absolute(path: Path) -> Path:
    return corpora.write_zip(path, {"cat/1.jpg": jpeg_bytes(), "/escaped.jpg": jpeg_bytes(1)})


def bomb(path: Path) -> Path:
    return corpora.zip_bomb(path, 400 * 2**20)


def cut_off(path: Path) -> Path:
    corpora.zip_folder(coloured_folders(path.parent / "colours"), path)
    path.write_bytes(path.read_bytes()[:-200])
    return path


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (climbing, "outside"),
        (absolute, "outside"),
        (corpora.zip_with_link, "link"),
        (bomb, "unpack"),
        (corpora.zip_with_password, "password"),
        (cut_off, "archive.zip"),
    ],
)
def test_archives_that_could_do_harm(tmp_path: Path, told: Told, make: Callable[[Path], Path], word: str) -> None:
    archive = make(tmp_path / "archive.zip")
    before = everything(tmp_path)
    refused(told("inspect", archive, "--json"), word)
    assert everything(tmp_path) == before
    refused(told("train", "--data", archive, "--model", "starter", "--out", tmp_path / "project"), word)
    assert not list(tmp_path.rglob("escaped*"))
    assert not (tmp_path / "project" / "datasets").exists() or not list((tmp_path / "project").rglob("*.jpg"))


def table(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    corpora.pictures(folder, [f"{number}.jpg" for number in range(8)])
    path = folder / "table.csv"
    path.write_text(content, encoding=encoding)
    return path


def rows(separator: str = ",", labels: tuple[str, str] = ("cat", "dog"), count: int = 8) -> str:
    return "".join(f"{number}.jpg{separator}{labels[number % 2]}\n" for number in range(count))


def test_tables_without_the_column_that_was_named(tmp_path: Path, told: Told) -> None:
    path = table(tmp_path, "image,label\n" + rows())
    refused(told("inspect", path, "--column", "label=clas"), "“clas”", "image, label")


def test_tables_in_which_no_column_fits(tmp_path: Path, told: Told) -> None:
    refused(told("inspect", table(tmp_path, "a,b\nx,y\nz,w\n"), "--task", "image-classification"), "a, b")


def test_tables_that_name_files_which_are_not_there(tmp_path: Path, told: Told) -> None:
    found = told("inspect", table(tmp_path, "image,label\n" + rows(count=10)), "--json")
    assert found.status == 0
    missing = [finding for finding in found.result["findings"] if finding["kind"] == "missing-file"]
    assert [finding["row"] for finding in missing] == [10, 11]


@pytest.mark.parametrize(
    ("content", "encoding", "labels"),
    [
        ("image;label\n" + rows(";")[:40] + rows(",")[40:], "utf-8", {"cat", "dog"}),
        ("image,label\n" + rows(), "utf-8-sig", {"cat", "dog"}),
        ("image;label\n" + rows(";", ("Bär", "Kuh")), "latin-1", {"Bär", "Kuh"}),
    ],
)
def test_tables_as_other_programs_write_them(
    tmp_path: Path, told: Told, content: str, encoding: str, labels: set[str]
) -> None:
    found = told("inspect", table(tmp_path, content, encoding), "--json")
    assert found.status == 0
    assert set(found.result["counts"]["train"]) == labels
    assert sum(sum(split.values()) for split in found.result["counts"].values()) == 8


# ---------------------------------------------------------------------------------------------------- weights


def malicious(path: Path) -> Path:
    return weights.save(path, {"weight": weights.Harmful(path.parent)})


def truncated(path: Path) -> Path:
    weights.save(path, weights.some_tensors())
    path.write_bytes(path.read_bytes()[:-300])
    return path


def of_another_architecture(path: Path) -> Path:
    return weights.save(path, weights.some_tensors())


def a_picture(path: Path) -> Path:
    path.write_bytes(jpeg_bytes())
    return path


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (malicious, "holds more than tensors"),
        (truncated, "weights.pth"),
        (of_another_architecture, "no network that PTStudio knows"),
        (a_picture, "weights.pth"),
    ],
)
def test_weights_that_are_refused(tmp_path: Path, told: Told, make: Callable[[Path], Path], word: str) -> None:
    path = make(tmp_path / "weights.pth")
    before = everything(tmp_path)
    refused(told("models", "add", path), word)
    source = coloured_folders(tmp_path / "colours", per_class=3)
    refused(told("train", "--data", source, "--model", path, "--out", tmp_path / "project"), word)
    assert not (tmp_path / "project").exists()
    assert before.items() <= everything(tmp_path).items()
    assert not (tmp_path / weights.HARMFUL_TRACE).exists()
    assert [model["key"] for model in json.loads(told("models", "--json").out) if model["ready"]] == ["starter"]


# ---------------------------------------------------------------------------------------------------- projects


def test_a_project_of_a_newer_version_is_left_as_it_is(tmp_path: Path, told: Told) -> None:
    source = coloured_folders(tmp_path / "colours", per_class=3)
    project = tmp_path / "project"
    atomic.write_text(project / "project.json", '{"version": 99, "name": "p", "created": ""}')
    before = everything(project)
    refused(told("train", "--data", source, "--model", "starter", "--out", project), "newer PTStudio", "Update")
    refused(told("predict", project, source / "red" / "0.png"), "newer PTStudio")
    assert everything(project) == before


def test_a_damaged_project_is_left_as_it_is(tmp_path: Path, told: Told) -> None:
    source = coloured_folders(tmp_path / "colours", per_class=3)
    atomic.write_text(tmp_path / "project" / "project.json", '{"version": 1, "na')
    refused(told("train", "--data", source, "--model", "starter", "--out", tmp_path / "project"), "damaged", "backup")


def test_a_folder_with_other_things_in_it_becomes_no_project(tmp_path: Path, told: Told) -> None:
    source = coloured_folders(tmp_path / "colours", per_class=3)
    before = everything(source)
    refused(told("train", "--data", source, "--model", "starter", "--out", source), "not empty")
    assert everything(source) == before


def test_a_project_that_may_not_be_written(tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "project"))

    source = coloured_folders(tmp_path / "colours", per_class=3)
    monkeypatch.setattr(atomic, "write_text", forbidden)
    refused(
        told("train", "--data", source, "--model", "starter", "--out", tmp_path / "project"), "may not", "permissions"
    )


@pytest.mark.parametrize("command", ["resume", "evaluate", "predict", "export"])
def test_what_is_no_run_is_named(tmp_path: Path, told: Told, command: str) -> None:
    rest = {"predict": ["x.png"], "export": ["--out", str(tmp_path / "out")]}.get(command, [])
    refused(told(command, tmp_path, *rest), "not a run", "“runs” folder")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--preset", "hasty"], "quick, balanced, thorough"),
        (["--set", "epoch=3"], "There is no setting called “epoch”"),
        (["--set", "epochs=many"], "epochs"),
        (["--set", "epochs"], "name=value"),
        (["--task", "cooking"], "image-classification"),
        (["--split", "70/30"], "70/15/15"),
        (["--column", "label"], "NAME=VALUE"),
        (["--model", "resnet-18"], "resnet18"),
        (["--model", "resnet18"], "models add"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_written(
    tmp_path: Path, told: Told, arguments: list[str], word: str
) -> None:
    source = coloured_folders(tmp_path / "colours", per_class=1)
    refused(told("train", "--data", source, "--model", "starter", "--out", tmp_path / "project", *arguments), word)
    assert not (tmp_path / "project").exists()


@posix
def test_odd_names_survive_the_whole_way_and_the_project_can_be_moved(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["two words", "it's “quoted”", "🐱 emoji", "חתול", "trailing space ", "-dash"]
    source = corpora.class_folders(tmp_path / "my data, 🐱", dict.fromkeys(names, 4), suffix=".png")
    corpora.class_folders(source, {".hidden": 4})
    project = tmp_path / "a 'project' חתול"
    small = ["--preset", "quick", "--set", "image_px=32", "--set", "head_epochs=1", "--set", "seed=3", "--json"]
    trained = told("train", "--data", source, "--model", "starter", "--out", project, *small)
    assert trained.status == 0, trained.err
    moved = project.rename(tmp_path / "moved here")
    exported = told("export", moved, "--out", tmp_path / "an export 🐱", "--json")
    assert exported.status == 0, exported.err
    labels = json.loads((tmp_path / "an export 🐱" / "labels.json").read_text(encoding="utf-8"))
    kept = labels if isinstance(labels, list) else labels["labels"]
    assert sorted(kept) == sorted(name.strip() for name in names)
    monkeypatch.undo()
    answer = told("predict", moved, source / "🐱 emoji" / "0.png", "--top", "9", "--json")
    assert {found["label"] for found in json.loads(answer.out)[0]["classes"]} == set(kept)
