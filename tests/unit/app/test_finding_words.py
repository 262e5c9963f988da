"""Findings in words, filtered, read and exported."""

import csv
from pathlib import Path

import pytest

from ptstudio.app import finding_words
from ptstudio.core.dataset import Finding
from ptstudio.core.errors import PTStudioError

BROKEN = Finding(kind="truncated", severity="error", path="/a/cat/1.jpg", reason="Too short, “half”", remedy="Copy it.")
ROW = Finding(kind="bad-row", severity="error", path="/a/labels.csv", row=7, reason="Odd.", remedy="Mend it.")
SMALL = Finding(kind="tiny-class", severity="warning", path="/a", reason="Only two hens.", remedy="Add some.")


def test_every_word_must_be_found_somewhere_whatever_its_case() -> None:
    assert finding_words.matches(BROKEN, "CAT short")
    assert not finding_words.matches(BROKEN, "cat long")
    assert finding_words.matches(BROKEN, "cut off")


def test_severity_and_kind_filter_too() -> None:
    found = [finding for finding in (BROKEN, ROW, SMALL) if finding_words.matches(finding, "", "error", "bad-row")]
    assert found == [ROW]


def test_places_and_kinds_are_told_as_a_person_says_them() -> None:
    assert finding_words.place_words(ROW) == "labels.csv, row 7"
    assert finding_words.place_words(ROW.model_copy(update={"row_is": "annotation"})) == "labels.csv, annotation 7"
    assert finding_words.place_words(BROKEN) == "1.jpg"
    assert finding_words.kind_words("tiny-class") == "Tiny class"
    assert finding_words.kind_words("never-seen") == "Never seen"
    assert finding_words.summary([BROKEN, ROW, SMALL]) == "2 kept a sample out, 1 to take note of."


def test_what_a_revision_holds_is_read_back(tmp_path: Path) -> None:
    assert finding_words.read_findings(tmp_path) == []
    (tmp_path / "findings.jsonl").write_text(BROKEN.to_line() + "\n" + SMALL.to_line() + "\n", encoding="utf-8")
    assert finding_words.read_findings(tmp_path) == [BROKEN, SMALL]


def test_the_export_is_a_table_that_spreadsheets_read(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    finding_words.export_findings(path, [BROKEN, ROW])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == [BROKEN.path, ROW.path]
    assert rows[0]["reason"] == BROKEN.reason
    assert rows[1]["row"] == "7"


def test_an_export_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PTStudioError):
        finding_words.export_findings(tmp_path / "file" / "findings.csv", [BROKEN])
