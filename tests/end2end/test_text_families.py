"""Every kind of network that reads goes the whole way: train, stop, resume, measure, predict, export; and the exported
file says the same.

What runs here is the worker's own code in this process, on random weights and a few short texts.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from ptstudio.core.jobs import ExportJob
from ptstudio.core.prediction import WordWeights
from ptstudio.core.project import Project
from ptstudio.engine.computing.network import TrainedNetwork, open_trained
from ptstudio.engine.exporting import run as run_export
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.tasks import all_tasks
from tests.helpers.answers import classes_in
from tests.helpers.encoders import MOST_TOKENS, SUBJECTS, TINY, reader_in_library
from tests.helpers.interrupted import measured_again_is_the_same, train_with_an_interruption
from tests.helpers.projects import done
from tests.helpers.trainings import project_for

TASK = all_tasks()["text-classification"]
TEXTS = ("the cat sleeps", "Hail and thunder!", "x" * 300, "snow falls and nobody minds " * 20, "😀 שלום \x00 naïve")


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Project, str]:
    """A project with a few texts of three classes."""
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
    assert certificate["agreement"]["label_agreement"] == 1.0
    assert "(dynamo)" in certificate["made_with"]
    assert "tokenizer.json" in result["files"]

    model = open_trained(run)
    says_of_a_batch_what_it_says_of_each(model, tmp_path / "export")
    explains_itself(model, tmp_path)


@pytest.mark.parametrize("kind", TINY)
def test_everything_can_learn_in_a_kind_of_network(texts: tuple[Project, str], kind: str) -> None:
    run = train_with_an_interruption(*texts, reader_in_library(kind), "thorough")
    measured_again_is_the_same(texts[0], run)


def says_of_a_batch_what_it_says_of_each(model: TrainedNetwork, folder: Path) -> None:
    """The exported file, asked of all texts at once by the files beside it alone, says what prediction says of each."""
    import onnxruntime

    session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    facts = session.get_modelmeta().custom_metadata_map
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(int(facts["most_tokens"]))
    side = "left" if facts["pads_left"] == "True" else "right"
    tokenizer.enable_padding(pad_id=int(facts["pad"]), direction=side)
    found = tokenizer.encode_batch(list(TEXTS))
    assert max(len(text.ids) for text in found) <= MOST_TOKENS
    inputs = {
        "input_ids": np.array([text.ids for text in found]),
        "attention_mask": np.array([text.attention_mask for text in found]),
        "token_type_ids": np.array([text.type_ids for text in found]),
    }
    (probabilities,) = session.run(["probabilities"], inputs)
    predictor = Predictor(model)
    for text, said in zip(TEXTS, probabilities, strict=True):
        row = {"text": text}
        outputs = predictor.outputs(model.task.raw(row, model.trained))
        wanted = classes_in(predictor.answer(row, [outputs], len(SUBJECTS)))
        labels = json.loads(facts["labels"])
        assert dict(zip(labels, said.tolist(), strict=True)) == pytest.approx(
            {each.label: each.probability for each in wanted}, abs=1e-3
        )


def explains_itself(model: TrainedNetwork, folder: Path) -> None:
    """Every word that was read has its weight."""
    row = {"text": "the cat sleeps", "pair": "a dog barks"}
    explanation = Predictor(model).predict(row, 1, folder / "why.png").explanation
    assert isinstance(explanation, WordWeights)
    words = [(word.text, row[("text", "pair")[word.text]][word.start : word.end]) for word in explanation.words]
    assert words == [(number, word) for number, text in enumerate(row.values()) for word in text.split()]
    assert all(np.isfinite(word.weight) for word in explanation.words)
