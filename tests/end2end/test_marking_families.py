"""Every kind of network that reads learns to mark places, the whole way: train, stop, resume, measure, predict, export;
and the program beside the exported file marks the same.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ptstudio.core.jobs import ExportJob
from ptstudio.core.prediction import Spans, WordWeights
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

TASK = all_tasks()["token-classification"]
TEXTS = ("the cat sleeps", "Hail and thunder!", "x" * 300, "snow falls and nobody minds " * 20, "😀 שלום naïve 北京")


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Project, str]:
    """A project with a few texts, the first word of each marked."""
    return project_for(TASK, tmp_path)


@pytest.mark.parametrize("kind", TINY)
def test_a_kind_of_network_goes_the_whole_way(
    texts: tuple[Project, str], tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = train_with_an_interruption(*texts, reader_in_library(kind), "balanced")
    measured_again_is_the_same(texts[0], run)

    monkeypatch.setattr(OnnxExporter, "variants", ())  # they are the exporter's own tests' business
    exporting = ExportJob(run=str(run), out=str(tmp_path / "export"))
    result = done(run_export, exporting, texts[0].new_run(exporting))
    (certificate,) = result["certificates"]
    assert certificate["passed"]
    assert certificate["agreement"]["metric"] == "f1"
    assert "(dynamo)" in certificate["made_with"]

    predictor = Predictor(open_trained(run))
    assert marked_by_the_program(tmp_path / "export") == [marked(predictor, text) for text in TEXTS]
    explained = predictor.predict({"text": "the cat sleeps"}, 1, tmp_path / "why.png").explanation
    assert isinstance(explained, WordWeights)
    assert [(word.start, word.end) for word in explained.words] == [(0, 3), (4, 7), (8, 14)]


def marked(predictor: Predictor, text: str) -> list[tuple[int, int, str, str]]:
    found = predictor.predict({"text": text}, 1).prediction
    assert isinstance(found, Spans)
    return [(span.start, span.end, span.label, span.text) for span in found.spans]


def marked_by_the_program(folder: Path) -> list[list[tuple[int, int, str, str]]]:
    program = [sys.executable, str(folder / "predict.py"), "--json", *TEXTS]
    done = subprocess.run(program, capture_output=True, text=True, check=True, encoding="utf-8")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.stderr.splitlines() == [
        f"Text {number} is longer than the model reads at once: read in {line['windows']} parts that overlap."
        for number, line in enumerate(lines, 1)
        if line.get("windows")
    ]
    answers = [line["spans"] for line in lines]
    return [[(one["start"], one["end"], one["label"], one["text"]) for one in spans] for spans in answers]
