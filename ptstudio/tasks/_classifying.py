"""Verbs of every task that gives each sample one of several classes; does not know what a sample is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import override

from ptstudio.core.settings import setting
from ptstudio.core.training import TrainingSettings
from ptstudio.tasks._class_weights import class_weights
from ptstudio.tasks._classification_metrics import METRICS
from ptstudio.tasks._smoothing import SmoothedSettings
from ptstudio.tasks._task import Arrays, Baseline, Evidence, Probe, Row, Task

if TYPE_CHECKING:
    import numpy as np
    import torch

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.prediction import Prediction
    from ptstudio.core.report import Section
    from ptstudio.core.trained import TrainedModel
    from ptstudio.data._revision import SplitRows


class ClassifierSettings(SmoothedSettings):
    """Of every task with one class for each sample."""

    class_weights: Literal["none", "balanced"] = setting(
        "none",
        "Weights of the classes",
        "With “balanced”, mistakes on rare classes count more, so that they are not overlooked.",
        advanced=True,
    )


class Classifying(Task):
    """A network says how probable each class is; outputs are (N, classes)."""

    metrics = METRICS
    best_metric = "accuracy"
    ranks_models = True

    def outputs(self, classes: Sequence[str]) -> int:
        """One for each class."""
        return len(classes)

    def target(self, row: Row) -> torch.Tensor:
        """The number of the class, a scalar."""
        import torch

        return torch.tensor(row["label"], dtype=torch.long)

    def targets(self, rows: SplitRows, places: Sequence[int]) -> torch.Tensor:
        """The numbers of the classes, (N,)."""
        import torch

        return torch.from_numpy(rows.numbers("label")[list(places)]).long()

    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Count the labels."""
        import numpy as np

        return np.bincount(np.asarray(labels, dtype=np.int64), minlength=len(classes))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """Cross-entropy."""
        from torch.nn import functional

        own = _own(settings)
        if class_counts is None:
            return functional.cross_entropy(outputs.float(), targets)
        weights = class_weights(own.class_weights, class_counts)
        return functional.cross_entropy(outputs.float(), targets, weight=weights, label_smoothing=own.label_smoothing)

    @override
    def loss_weight(self, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor) -> float:
        """The samples, or the sum of their classes' weights."""
        weights = class_weights(_own(settings).class_weights, class_counts)
        return float(len(targets) if weights is None else weights[targets].sum())

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """Probabilities and true classes."""
        from ptstudio.tasks import _classification as classification

        return classification.evidence(outputs.float().softmax(dim=1).cpu().numpy(), targets.cpu().numpy())

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _classification as classification

        return classification.measure(evidence)

    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """All metrics, by counting."""
        from ptstudio.tasks._resampled_metrics import resampled_metrics

        return resampled_metrics(evidence, chosen)

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Always saying the most frequent class of the training split."""
        from ptstudio.tasks import _classification as classification

        values = classification.measure(classification.prior_evidence(class_counts, evidence["truths"]))
        del values["calibration_error"]  # a guess as sure as classes are frequent is calibrated, and of no use
        answer = classes[int(class_counts.argmax())]
        rivals = int((class_counts == class_counts.max()).sum())
        rank = "the most frequent class" if rivals == 1 else "one of the most frequent classes"
        return Baseline(values, f"always answering “{answer}”, {rank} in training")

    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """Per class, confusion, mistakes, calibration."""
        from ptstudio.tasks import _classification as classification

        return classification.sections(evidence, ids, classes)

    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> Sequence[Prediction]:
        """The most probable classes."""
        from ptstudio.tasks import _classification as classification

        return classification.predictions(evidence, classes, top)

    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """The class."""
        return classes[row["label"]]

    def probe(self) -> Probe:
        """Logistic regression."""
        from ptstudio.tasks import _linear_probe as linear_probe

        return linear_probe.probe

    def said(self, outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> Evidence:
        """Probabilities; what was true is not known."""
        del rows, trained
        return {"probabilities": _probabilities(outputs)}

    def compare(
        self,
        reference: Sequence[Arrays],
        outputs: Sequence[Arrays],
        rows: Sequence[Row],
        trained: TrainedModel,
        tolerance: float,
    ) -> Agreement:
        """Probabilities against probabilities."""
        import numpy as np

        from ptstudio.tasks import _classification as classification

        del trained
        truths = np.array([row["label"] for row in rows])
        return classification.compare(_probabilities(reference), _probabilities(outputs), truths, tolerance)


def _probabilities(outputs: Sequence[Arrays]) -> np.ndarray:
    """Those of all samples, (N, classes)."""
    import numpy as np

    return np.concatenate([output["probabilities"] for output in outputs])


def _own(settings: TrainingSettings) -> ClassifierSettings:
    if not isinstance(settings, ClassifierSettings):
        raise TypeError(f"Settings of a classifier expected, not {type(settings).__name__}")
    return settings
