"""`ptstudio predict RUN --text TEXT --question QUESTION`, and a table of questions."""

import csv
import json
import re
from pathlib import Path

import pytest

from ptstudio.cli import predict
from ptstudio.cli.program import run
from ptstudio.core.prediction import Answers, FoundSpan
from ptstudio.engine.computing.network import keep
from ptstudio.tasks import all_tasks
from tests.helpers.inline_worker import work_inline
from tests.helpers.readers import reading_run
from tests.helpers.texts import table
from tests.helpers.trainings import project_for, setup_for

TASK = all_tasks()["question-answering"]
TEXT = "the cat sleeps in the garden"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose model answers questions, as its random weights have it."""
    project, dataset = project_for(TASK, tmp_path_factory.mktemp("reader"))
    setup = setup_for(project, dataset, TASK.key)
    keep(setup.network, setup.trained, setup.folder / "model")
    return setup.folder


def test_one_text_is_asked_several_questions(reader: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--text", TEXT, "--question", "who?", "--question", "where?"]
    assert run(["predict", str(reader), *asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["text"], one["pair"]) for one in found] == [(TEXT, "who?"), (TEXT, "where?")]
    for one in found:
        answers = Answers(places=one["places"], none=one["none"])
        assert all(TEXT[place.start : place.end] == place.text for place in answers.places)


def test_a_long_text_is_read_to_its_end(reader: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--text", f"{TEXT} " * 50, "--question", "who?"]
    assert run(["predict", str(reader), *asked]) == 0
    assert re.search(r"\(read in \d+ parts that overlap\)", capsys.readouterr().out)
    assert run(["predict", str(reader), *asked, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["windows"] > 3


def test_a_text_without_a_question_is_no_question(reader: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["predict", str(reader), "--text", TEXT]) != 0
    assert f"“{TEXT}”: There is no question." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("shares", "none", "said"),
    [
        ((0.7, 0.2, 0.05, 0.01), 0.04, "“w0” (70.0 %), “w1” (20.0 %), “w2” (5.0 %), no answer (4.0 %)"),
        ((0.2,), 0.8, "no answer (80.0 %), “w0” (20.0 %)"),
        ((0.004,), 0.001, "the model does not know; nothing is as probable as 1 %: “w0” (0.4 %), no answer (0.1 %)"),
        ((), 0.0, "the model does not know; nothing is as probable as 1 %: no answer (0.0 %)"),
    ],
)
def test_the_next_answers_are_named_and_that_a_model_does_not_know(
    shares: tuple[float, ...], none: float, said: str
) -> None:
    places = [
        FoundSpan(start=at, end=at + 1, label="answer", probability=share, text=f"w{at}")
        for at, share in enumerate(shares)
    ]
    assert predict.answer_words(Answers(places=tuple(places), none=none)) == said


@pytest.mark.parametrize("option", ["--question", "--pair"])
def test_a_model_of_single_texts_is_asked_nothing_about_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    assert run(["predict", str(reading_run(tmp_path)), "--text", TEXT, option, "who?"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "it takes no second text and no question" in said.err
    assert "Leave out --pair and --question." in said.err


def test_a_model_of_pairs_takes_second_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = reading_run(tmp_path, has_pairs=True)
    assert run(["predict", str(pairs), "--text", TEXT, "--pair", "it sleeps", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["text"], found["pair"]) == (TEXT, "it sleeps")


def test_a_table_of_questions_is_answered(reader: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_inline(monkeypatch)
    rows = [("who?", TEXT), ("", TEXT), ("who barks?", "a dog barks")]
    path = table(tmp_path / "faq.csv", rows, "question,context")
    assert run(["predict", str(reader), "--table", str(path)]) == 0
    with path.with_name("faq-answers.csv").open(encoding="utf-8-sig", newline="") as file:
        answers = [row["answer"] for row in csv.DictReader(file)]
    assert answers[1] == ""
    assert all(said == "no answer" or said in text for said, (_, text) in zip(answers, rows, strict=True))
