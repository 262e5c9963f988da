"""`ptstudio predict RUN --table FILE`: what it takes and what it prints."""

import json
from pathlib import Path

import pytest

from ptstudio.cli.program import run
from tests.helpers.inline_worker import work_inline
from tests.helpers.readers import reading_run
from tests.helpers.texts import table

ROWS = [("1", "rain all day"), ("2", ""), ("3", "cold milk")]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose model reads texts."""
    return reading_run(tmp_path_factory.mktemp("reader"))


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table, and a worker in this process."""
    work_inline(monkeypatch)
    return table(tmp_path / "mails.csv", ROWS, "id,message")


def test_a_table_is_answered_beside_itself(reader: Path, mails: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["predict", str(reader), "--table", str(mails)]) == 0
    said = capsys.readouterr().out.splitlines()
    place = mails.with_name("mails-answers.csv")
    assert said[0].startswith("2 of 3 rows answered, by “message”, in ")
    assert said[-2] == "Rows with nothing to answer, which keep an empty answer: 1"
    assert said[-1] == f"Answers: {place.resolve()}"
    assert place.read_text("utf-8-sig").splitlines()[0] == "id,message,answer,probability"
    assert run(["predict", str(reader), "--table", str(mails)]) == 0
    assert mails.with_name("mails-answers-2.csv").is_file()


def test_column_and_place_can_be_named(reader: Path, mails: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = mails.with_name("out.tsv")
    for column in ("id", "text=id"):
        assert (
            run(["predict", str(reader), "--table", str(mails), "--column", column, "--out", str(out), "--json"]) == 0
        )
        found = json.loads(capsys.readouterr().out)
        assert found["columns"] == {"text": "id"}
        assert (found["rows"], sum(found["classes"].values()), found["file"]) == (3, 3, str(out.resolve()))
        out.unlink()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--table", "MAILS", "--text", "hello"], "A table is answered by itself."),
        (["--text", "hello", "--out", "new.csv"], "There is no table"),
        (["--table", "MAILS", "--column", "body"], "There is no column “body”"),
        (["--table", "MAILS", "--out", "MAILS"], "There is something at"),
        (["--table", "gone.csv"], "There is nothing at"),
    ],
)
def test_what_makes_no_sense_is_refused(
    reader: Path, mails: Path, capsys: pytest.CaptureFixture[str], more: list[str], message: str
) -> None:
    assert run(["predict", str(reader), *(part.replace("MAILS", str(mails)) for part in more)]) == 2
    assert message in capsys.readouterr().err
    assert list(mails.parent.glob("*.csv")) == [mails]
