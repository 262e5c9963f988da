"""Every kind of network that reads learns to answer questions, the whole way: train, stop, resume, measure, predict,
export; and the program beside the exported file answers the same.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ptstudio.core.jobs import ExportJob
from ptstudio.core.prediction import Answers, WordWeights
from ptstudio.core.project import Project
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.exporting import run as run_export
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.tasks import all_tasks
from tests.helpers.encoders import TINY, reader_in_library
from tests.helpers.interrupted import measured_again_is_the_same, train_with_an_interruption
from tests.helpers.projects import done
from tests.helpers.trainings import project_for

TASK = all_tasks()["question-answering"]
QUESTIONS = ("who is it?", "What — and when?", "😀 שלום 北京?", "how so " * 40)
TEXTS = ("the cat sleeps", "Hail and thunder!", "x" * 300, "snow falls and nobody minds " * 20, "😀 שלום naïve 北京")


@pytest.fixture
def questions(tmp_path: Path) -> tuple[Project, str]:
    """A project with a few questions, some of which have no answer."""
    return project_for(TASK, tmp_path)


@pytest.mark.parametrize("kind", TINY)
def test_a_kind_of_network_goes_the_whole_way(
    questions: tuple[Project, str], tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = train_with_an_interruption(*questions, reader_in_library(kind), "balanced")
    measured_again_is_the_same(questions[0], run)

    monkeypatch.setattr(OnnxExporter, "variants", ())  # they are the exporter's own tests' business
    exporting = ExportJob(run=str(run), out=str(tmp_path / "export"))
    result = done(run_export, exporting, questions[0].new_run(exporting))
    (certificate,) = result["certificates"]
    assert certificate["passed"]
    assert certificate["agreement"]["metric"] == "f1"
    assert "(dynamo)" in certificate["made_with"]

    predictor = Predictor(open_trained(run))
    for text in TEXTS:
        assert answered_by_the_program(tmp_path / "export", text) == [
            answered(predictor, text, one) for one in QUESTIONS
        ]
    explained = predictor.predict({"text": "the cat sleeps", "pair": "who?"}, 1, tmp_path / "why.png").explanation
    assert isinstance(explained, WordWeights)
    assert {(word.text, word.start, word.end) for word in explained.words} == {
        (1, 0, 3), (1, 3, 4), (0, 0, 3), (0, 4, 7), (0, 8, 14),
    }  # fmt: skip


def answered(predictor: Predictor, text: str, question: str) -> tuple[str, object]:
    found = predictor.predict({"text": text, "pair": question}, 5).prediction
    assert isinstance(found, Answers)
    return "" if found.best is None else found.best.text, pytest.approx(found.confidence, abs=2e-3)


def answered_by_the_program(folder: Path, text: str) -> list[tuple[str, float]]:
    program = [sys.executable, str(folder / "predict.py"), "--json", text]
    program += [part for question in QUESTIONS for part in ("--question", question)]
    said = subprocess.run(program, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    best = [json.loads(line)["answers"][0] for line in said.splitlines()]
    return [(one["text"] or "", one["probability"]) for one in best]
