"""The `predict.py` of questions, run as a user runs it: by itself, on a model of random weights."""

import csv
import io
import json
from pathlib import Path

import pytest

from ptstudio.exporters._conversion import convert
from ptstudio.exporters._exporter import Exportable
from ptstudio.tasks import all_tasks
from tests.helpers.programs import run_alone
from tests.helpers.tasks import trained_by

TASK = all_tasks()["question-answering"]
TEXT = "the cat sleeps in the garden"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model and what it needs beside it."""
    network, trained = trained_by(TASK, ("answer",), tmp_path_factory.mktemp("model"))
    made: Exportable = TASK.exportable(network, trained)
    folder = tmp_path_factory.mktemp("an export")
    convert(made, made.facts, folder / "model.onnx")
    (folder / "predict.py").write_text(TASK.program(), encoding="utf-8")
    for asset in made.assets:
        (folder / asset.name).write_bytes(asset.read_bytes())
    return folder


def test_a_text_is_asked_several_questions(export: Path) -> None:
    done = run_alone(export, TEXT, "--question", "who?", "--question", " ", "--question", "where?", "--json")
    assert done.returncode == 1, "one question is empty"
    assert "A question was left out: it is empty." in done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["question"] for one in found] == ["who?", "where?"]
    for one in found:
        assert set(one) == {"question", "answers"}
        assert all(each["text"] in (None, TEXT[each.get("start", 0) : each.get("end", 0)]) for each in one["answers"])


def test_a_long_text_is_read_to_its_end(export: Path) -> None:
    done = run_alone(export, f"{TEXT} " * 40, "--question", "who?", "--json")
    (found,) = map(json.loads, done.stdout.splitlines())
    assert found["windows"] > 1
    told = f"The text is longer than the model reads at once: read in {found['windows']} parts that overlap.\n"
    assert done.stderr == told


def test_a_table_is_answered(export: Path, tmp_path: Path) -> None:
    rows = [("who?", TEXT), ("", TEXT), ("where?", f"{TEXT} " * 40)]
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("asked", "text"), *rows])
    where = ("--csv", str(tmp_path / "table.csv"), "--column", "text", "--question-column", "asked")
    done = run_alone(export, *where)
    assert done.returncode == 1
    header, *found = csv.reader(io.StringIO(done.stdout))
    assert header == ["asked", "text", "answer", "probability"]
    assert found[1][2:] == ["", ""]
    assert all(answer in text for _, text, answer, _ in found)
    assert done.stderr.splitlines() == [
        "Rows longer than the model reads at once, read in parts that overlap: 1",
        "1 rows were left out: they lack a question or a text.",
    ]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--question", "who?"), "name either a text, or --file, or --csv"),
        ((TEXT,), "ask at least one question: --question"),
        (("--csv", "labels.json", "--column", "text"), "--csv needs --column NAME and --question-column NAME"),
        ((" ", "--question", "who?"), "The text is empty."),
    ],
)
def test_what_cannot_be_done_is_said_in_words(export: Path, arguments: tuple[str, ...], reason: str) -> None:
    done = run_alone(export, *arguments)
    assert done.returncode in (1, 2)
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
