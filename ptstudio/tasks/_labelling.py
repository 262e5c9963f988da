"""Verbs of every task that gives each sample labels, as many as fit or none; does not know what a sample is.

Targets are the numbers of the labels (N, most), filled up with −1: how many labels there are, outputs tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import override

from ptstudio.core.errors import DatasetError
from ptstudio.core.sample_classes import in_words
from ptstudio.core.settings import setting
from ptstudio.core.training import TrainingSettings
from ptstudio.tasks._label_metrics import METRICS
from ptstudio.tasks._task import Arrays, Baseline, Evidence, Row, Task

if TYPE_CHECKING:
    import numpy as np
    import torch

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.prediction import Prediction
    from ptstudio.core.report import Section
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._revision import SplitRows

NONE = -1
MOST_WEIGHT = 100.0
"""However rare a label is, a sample that has it counts no more than so many that have not."""


class LabellerSettings(TrainingSettings):
    """Of every task with labels."""

    class_weights: Literal["none", "balanced"] = setting(
        "none",
        "Weights of the labels",
        "With “balanced”, overlooking a rare label counts more, so that rare labels are given more often.",
        advanced=True,
    )


class Labelling(Task):
    """A network says how probable each label is, whatever it says of the others; outputs are (N, labels)."""

    metrics = METRICS
    best_metric = "micro_f1"
    settles = True

    @override
    def refuse_few_classes(self, classes: Sequence[str]) -> None:
        """A single label can be learned, too: some samples have it and others have not."""
        if not classes:
            raise DatasetError("No sample has a label.", "Check which column holds the labels.")

    def outputs(self, classes: Sequence[str]) -> int:
        """One for each label."""
        return len(classes)

    def targets(self, rows: SplitRows, places: Sequence[int]) -> torch.Tensor:
        """The numbers of the labels."""
        import torch

        return torch.from_numpy(rows.number_lists("label", NONE)[list(places)]).long()

    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Samples with each label, and behind them how many samples there are."""
        import numpy as np

        numbers = [number for each in labels for number in each]
        counts = np.bincount(np.asarray(numbers, dtype=np.int64), minlength=len(classes))
        return np.append(counts, len(labels))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """Binary cross-entropy, over all labels of all samples alike."""
        from torch.nn import functional

        weights = None if class_counts is None else _positive_weights(settings, class_counts)
        truths = _marked(targets, outputs.shape[1]).to(outputs.device)
        return functional.binary_cross_entropy_with_logits(outputs.float(), truths, pos_weight=weights)

    @override
    def settle(self, evidence: Evidence, trained: TrainedModel) -> dict[str, Any]:
        """From what probability on each label is given."""
        from ptstudio.tasks._thresholds import chosen_thresholds

        del trained
        return {"thresholds": chosen_thresholds(evidence["probabilities"], evidence["truths"])}

    @override
    def as_settled(self, evidence: Evidence, trained: TrainedModel) -> Evidence:
        """With the labels that are given so."""
        from ptstudio.tasks import _label_evidence as labels

        chosen = trained.settled.get("thresholds")
        return labels.with_thresholds(evidence, chosen) if chosen else evidence

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """Probabilities and true labels; those that are likelier than not are given."""
        from ptstudio.tasks import _label_evidence as labels

        truths = _marked(targets, outputs.shape[1]).bool().cpu().numpy()
        return labels.evidence(outputs.float().sigmoid().cpu().numpy(), truths)

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _label_evidence as labels

        return labels.measure(evidence)

    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """All metrics, by counting."""
        from ptstudio.tasks import _label_evidence as labels

        return labels.measure_resamples(evidence, chosen)

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Always giving the labels that do best in the training split, where nothing but that is known."""
        from ptstudio.tasks import _label_guess

        return _label_guess.guess(class_counts[:-1], int(class_counts[-1]), evidence["truths"], classes)

    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """Per label, mistakes."""
        from ptstudio.tasks import _label_evidence as labels

        return labels.sections(evidence, ids, classes)

    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> Sequence[Prediction]:
        """The labels that are given, and the most probable others."""
        from ptstudio.tasks import _label_evidence as labels

        return labels.predictions(evidence, classes, top)

    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """The labels."""
        return in_words(sorted(classes[number] for number in row["label"]))

    def said(self, outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> Evidence:
        """Probabilities, and which labels are given; what was true is not known."""
        import numpy as np

        from ptstudio.tasks import _label_evidence as labels

        del rows
        probabilities = np.concatenate([output["probabilities"] for output in outputs])
        found = {"probabilities": probabilities, "given": probabilities >= labels.THRESHOLD}
        return self.as_settled(found, trained)

    def compare(
        self,
        reference: Sequence[Arrays],
        outputs: Sequence[Arrays],
        rows: Sequence[Row],
        trained: TrainedModel,
        tolerance: float,
    ) -> Agreement:
        """Probabilities against probabilities, and what is given by them."""
        import torch

        from ptstudio.tasks import _label_evidence as labels

        one, other = (self.said(each, rows, trained) for each in (reference, outputs))
        targets = torch.nn.utils.rnn.pad_sequence([target(row) for row in rows], True, NONE)
        truths = _marked(targets, len(trained.classes)).bool().numpy()
        return labels.compare(one, other, truths, tolerance)


def target(row: Row) -> torch.Tensor:
    """The numbers of a row's labels."""
    import torch

    return torch.tensor(row["label"], dtype=torch.long)


def _marked(targets: torch.Tensor, labels: int) -> torch.Tensor:
    """Numbers of labels (N, most) as a 1 for each label that is there, (N, labels)."""
    import torch

    marked = torch.zeros(len(targets), labels + 1, device=targets.device)
    return marked.scatter_(1, torch.where(targets == NONE, labels, targets), 1.0)[:, :labels]


def _positive_weights(settings: TrainingSettings, class_counts: torch.Tensor) -> torch.Tensor | None:
    """How much a sample with each label counts beside one without (labels,); None where all count the same."""
    if _own(settings).class_weights == "none":
        return None
    having, samples = class_counts[:-1].clamp(min=1), class_counts[-1]
    return ((samples - having) / having).clamp(1 / MOST_WEIGHT, MOST_WEIGHT)


def _own(settings: TrainingSettings) -> LabellerSettings:
    if not isinstance(settings, LabellerSettings):
        raise TypeError(f"Settings of labels expected, not {type(settings).__name__}")
    return settings
