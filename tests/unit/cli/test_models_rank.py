"""`ptstudio models rank`: where its data may lie, what it prints, and what it leaves behind."""

import json
import tempfile
from pathlib import Path

import pytest

from ptstudio.cli.models_rank import ranking_lines
from ptstudio.cli.program import run
from ptstudio.core.project import Project
from ptstudio.core.ranking import LeftOutModel, Ranking
from tests.helpers.inline_worker import work_inline
from tests.helpers.projects import coloured_folders, coloured_project, imported
from tests.helpers.rankings import ranked, ranking


@pytest.fixture(autouse=True)
def _inline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    work_inline(monkeypatch)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ranking:
    """What the command prints as JSON."""
    capsys.readouterr()
    assert run(["models", "rank", *map(str, arguments), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["recommended"] == found["models"][0]["key"] == "starter"
    assert found["verdict"].startswith("Only Starter was tried")
    return Ranking.model_validate(found)


def test_a_folder_is_imported_for_the_time_being(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = coloured_folders(tmp_path / "colours")
    found = said(capsys, "--data", source, "--samples", "15", "--folds", "3", "--leave-out", "blue")
    assert (found.samples, found.folds, found.dataset) == (15, 3, "colours/0001")
    assert found.baseline > 0.4, "two classes are left"
    assert list((tmp_path / "temporary").glob("ptstudio-*")) == []


def test_a_named_project_keeps_the_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "starter", "--data", coloured_folders(tmp_path / "colours"), "--out", tmp_path / "project")
    project = Project.open(tmp_path / "project")
    assert project.datasets() == ["colours"]
    assert list(project.cache_folder().glob("features/*.npy"))


def test_a_project_or_a_revision_in_it_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, first = coloured_project(tmp_path)
    second = imported(project, coloured_folders(tmp_path / "more", per_class=14))
    assert said(capsys, "--data", project.folder).dataset == second == "colours/0002"
    assert said(capsys, "--data", project.revision_folder(first)).dataset == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "nowhere"], "There is nothing at “nowhere”."),
        (["startr", "--data", "."], "There is no pretrained model called “startr”."),
        (["resnet50", "--data", "."], "ptstudio models get resnet50"),
        (["--data", ".", "--task", "cooking"], "There is no task “cooking”."),
        (["--data", ".", "--folds", "1"], "--folds"),
    ],
)
def test_what_cannot_be_used_is_said_before_any_work(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", "rank", *arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""
    assert list((tmp_path / "temporary").glob("ptstudio-*")) == []


def test_a_failure_keeps_its_log_says_where_and_leaves_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr("ptstudio.engine.ranking.run", broken)
    source = coloured_folders(tmp_path / "colours", per_class=4)
    assert run(["models", "rank", "--data", str(source)]) == 1
    log = Path(capsys.readouterr().err.rpartition("The log: ")[2].strip())
    assert "unforeseen" in log.read_text(encoding="utf-8")
    assert list((tmp_path / "temporary").glob("ptstudio-*")) == []


def test_an_empty_project_holds_nothing_to_rank_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Project.create(tmp_path / "project")
    assert run(["models", "rank", "--data", str(tmp_path / "project")]) == 2
    assert "holds no data to learn from" in capsys.readouterr().err


def test_people_get_a_row_a_model_the_reasons_and_the_verdict() -> None:
    found = ranking(ranked("vit", 0.9, 9.04), ranked("starter", 0.5, 1)).model_copy(
        update={"left_out": (LeftOutModel(key="swin", title="Swin", reason="It is damaged.", hint="Add it again."),)}
    )
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in ranking_lines(found)]
    assert lines[0] == "On 60 of 60 training samples, in 5 folds; it took 16 s."
    row = " ".join(lines[2].split())
    assert row == "vit 90.0 % 85.0 % – 95.0 % ± 2.0 % 9.0 ms 1.0 M 12 MB quick 9 s, balanced 5 min, thorough 9 min"
    assert lines[1].index("training") == lines[2].index("quick")
    assert lines[3].startswith("  starter ")
    assert lines[-3] == "  Baseline: 25.0 %, always answering “glass”"
    assert lines[-2] == "  Left out: swin: It is damaged. Add it again."
    assert lines[-1] == found.verdict.say()
