"""Labelling texts: what is admitted, how rare labels weigh, and that thresholds hold wherever a network answers."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from ptstudio.core.dataset import Admitted, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.prediction import Labels, WordWeights
from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import all_tasks
from tests.helpers.tasks import trained_by

TASK = all_tasks()["text-labelling"]
CLASSES = ("animals", "food", "weather")


def test_a_text_without_labels_is_a_sample() -> None:
    found = TASK.admit(Sample(path=Path("a.csv"), fields={"text": "nobody minds", "labels": ()}))
    assert isinstance(found, Admitted)
    assert found.labels == ()
    assert TASK.truth({"label": []}, CLASSES) == "—"
    assert TASK.truth({"label": [2, 0]}, CLASSES) == "animals, weather"


def test_a_single_label_can_be_learned_but_not_none() -> None:
    TASK.refuse_few_classes(["urgent"])
    with pytest.raises(DatasetError, match="No sample has a label"):
        TASK.refuse_few_classes([])


def test_counts_tell_how_many_samples_there_are() -> None:
    assert TASK.class_counts([[0, 2], [], [2]], CLASSES).tolist() == [1, 0, 2, 3]


def test_the_loss_is_that_of_each_label_apart() -> None:
    outputs, targets = torch.tensor([[2.0, -1.0, 0.5], [0.0, 0.0, -3.0]]), torch.tensor([[0, 2], [-1, -1]])
    truths = torch.tensor([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    wanted = torch.nn.functional.binary_cross_entropy_with_logits(outputs, truths)
    assert TASK.loss(outputs, targets, TASK.settings(), None) == pytest.approx(float(wanted))


def test_balanced_weights_count_overlooking_a_rare_label_more() -> None:
    settings, counts = TASK.settings.from_values({"class_weights": "balanced"}), torch.tensor([10.0, 90.0, 0.0, 100.0])
    none = torch.full((1, 1), -1)

    def cost(label: int, *, is_there: bool) -> float:
        outputs = torch.full((1, 3), -20.0)
        outputs[0, label] = 0.0
        targets = torch.tensor([[label]]) if is_there else none
        return float(TASK.loss(outputs, targets, settings, counts))

    assert cost(0, is_there=True) == pytest.approx(9 * cost(0, is_there=False), rel=1e-4)
    assert cost(1, is_there=True) == pytest.approx(cost(1, is_there=False) / 9, rel=1e-4)
    assert cost(2, is_there=True) == pytest.approx(99 * cost(2, is_there=False), rel=1e-4)


def test_thresholds_are_chosen_once_and_hold_everywhere(tmp_path: Path) -> None:
    network, trained = trained_by(TASK, CLASSES, tmp_path)
    outputs = torch.tensor([[-1.0, 0.2, 3.0]] * 20 + [[-2.0, 0.1, -3.0]] * 20)
    targets = torch.tensor([[0, 2]] * 20 + [[-1, -1]] * 20)
    evidence = TASK.evidence(outputs, targets)
    settled = trained.model_copy(update={"settled": TASK.settle(evidence, trained)})
    assert settled.settled["thresholds"] == pytest.approx([0.194, 0.5, 0.5], abs=1e-3)
    assert TASK.measure(evidence)["exact_match"] == 0
    assert TASK.as_settled(evidence, trained) is evidence, "nothing was settled yet"
    assert TASK.as_settled(evidence, settled)["given"][:, 0].sum() == 20

    probabilities = outputs.sigmoid().numpy()[:1]
    (said,) = TASK.predictions(TASK.said([{"probabilities": probabilities}], [{}], settled), CLASSES, 3)
    assert isinstance(said, Labels)
    assert said.said == "animals, food, weather"
    for known, wanted in ((trained, [0.5] * 3), (settled, settled.settled["thresholds"])):
        assert json.loads(TASK.exportable(network, known).facts["thresholds"]) == wanted


def test_what_explains_is_the_most_probable_label(tmp_path: Path) -> None:
    network, trained = trained_by(TASK, CLASSES, tmp_path)
    found = TASK.explain(network, trained, {"text": "the cat sleeps", "pair": ""}, tmp_path / "why.png")
    assert isinstance(found, WordWeights)
    (said,) = TASK.predictions(TASK.said([_outputs(network, trained)], [{}], trained), CLASSES, 1)
    assert isinstance(said, Labels)
    assert found.answer == said.labels[0].label
    assert [(word.start, word.end) for word in found.words] == [(0, 3), (4, 7), (8, 14)]


def _outputs(network: nn.Module, trained: TrainedModel) -> dict[str, np.ndarray]:
    raw = TASK.raw({"text": "the cat sleeps", "pair": ""}, trained)
    with torch.inference_mode():
        said = TASK.exportable(network, trained).module(*(torch.from_numpy(array) for array in raw.values()))
    return {"probabilities": said.numpy()}
