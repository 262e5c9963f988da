"""What a person says of a run."""

from pathlib import Path

import pytest

from ptstudio.core.errors import PTStudioError
from ptstudio.core.run_notes import RunNotes, keep_notes, name_of, notes_of, usual_name


def test_they_are_kept_beside_the_run(tmp_path: Path) -> None:
    assert notes_of(tmp_path) == RunNotes()
    keep_notes(RunNotes(name="the good one", note="Two lines.\nOf it.", is_starred=True), tmp_path)
    assert notes_of(tmp_path) == RunNotes(name="the good one", note="Two lines.\nOf it.", is_starred=True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.json"]


def test_damaged_notes_are_none(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("no JSON", encoding="utf-8")
    assert notes_of(tmp_path) == RunNotes()


def test_a_folder_that_is_gone_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("no folder")
    with pytest.raises(PTStudioError, match="what you said of the run"):
        keep_notes(RunNotes(), tmp_path / "runs" / "one")


def test_a_run_that_nobody_named_is_called_by_its_kind() -> None:
    folder = Path("runs") / "20260101-120000-train-b1c5"
    assert usual_name(folder) == "train b1c5"
    assert usual_name(Path("something")) == "something"
    assert name_of(folder, RunNotes(name="best")) == "best"
    assert name_of(folder) == "train b1c5"
    assert usual_name(Path("20260101-120000-cross-validate-b1c5")) == "cross validate b1c5"
