"""The `predict.py` of labelled texts, run as a user runs it: by itself, on a model whose thresholds were chosen."""

import csv
import io
import json
from pathlib import Path

import pytest
import torch

from ptstudio.exporters._conversion import convert
from ptstudio.exporters._exporter import Exportable
from ptstudio.tasks import all_tasks
from tests.helpers.programs import run_alone
from tests.helpers.tasks import trained_by

TASK = all_tasks()["text-labelling"]
LABELS = ("a “quoted” 'name'", "😀 שלום", "c")
THRESHOLDS = [0.0, 1.0, 0.5]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model and what it needs beside it; of its labels one is always given, one never."""
    network, trained = trained_by(TASK, LABELS, tmp_path_factory.mktemp("model"))
    torch.nn.init.constant_(network.get_parameter("head.weight"), 0.0)
    torch.nn.init.constant_(network.get_parameter("head.bias"), 1.0)
    made: Exportable = TASK.exportable(network, trained.model_copy(update={"settled": {"thresholds": THRESHOLDS}}))
    folder = tmp_path_factory.mktemp("an export")
    convert(made, {**made.facts, "labels": json.dumps(LABELS)}, folder / "model.onnx")
    (folder / "predict.py").write_text(TASK.program(), encoding="utf-8")
    for asset in made.assets:
        (folder / asset.name).write_bytes(asset.read_bytes())
    return folder


def test_what_is_given_is_marked(export: Path) -> None:
    done = run_alone(export, "the cat", " ", "--top", "1")
    assert done.returncode == 1, "one text is empty"
    assert done.stdout.splitlines() == ["the cat", f"  *  73.11%  {LABELS[0]}", "  *  73.11%  c"]
    assert "it is empty" in done.stderr


def test_a_long_text_is_read_to_its_end(export: Path) -> None:
    done = run_alone(export, "rain falls " * 100, "--json")
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert [each["probability"] for each in answer["labels"]] == pytest.approx([0.7311] * 3, abs=1e-4)
    assert [each["label"] for each in answer["labels"] if each["is_given"]] == [LABELS[0], "c"]
    assert answer["windows"] > 1
    assert f"read in {answer['windows']} parts that overlap" in done.stderr


def test_json_tells_all_of_each_label(export: Path) -> None:
    done = run_alone(export, "the cat", "--pair", "a dog", "--json")
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert (answer["text"], answer["pair"]) == ("the cat", "a dog")
    assert {each["label"]: (each["threshold"], each["is_given"]) for each in answer["labels"]} == {
        LABELS[0]: (0.0, True),
        LABELS[1]: (1.0, False),
        "c": (0.5, True),
    }


def test_a_table_gets_the_labels_and_a_column_for_each(export: Path, tmp_path: Path) -> None:
    (tmp_path / "texts.csv").write_text("c;text\n1;the cat\n2;\n", encoding="utf-8")
    done = run_alone(export, "--csv", str(tmp_path / "texts.csv"), "--column", "text", cwd=tmp_path)
    assert done.returncode == 1, "one row has no text"
    header, first, second = csv.reader(io.StringIO(done.stdout), delimiter=";")
    assert header == ["c", "text", "labels", LABELS[0], LABELS[1], "c_"]
    assert first == ["1", "the cat", f"{LABELS[0]}; c", "0.7311", "0.7311", "0.7311"]
    assert second == ["2", "", "", "", "", ""]
