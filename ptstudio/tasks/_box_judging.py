"""Verbs of a task that finds things in pictures: how good that is, and from what probability on a thing counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ptstudio.core.prediction import Boxes
from ptstudio.core.sample_classes import counted
from ptstudio.tasks._box_facts import METRICS
from ptstudio.tasks._task import Baseline, Evidence, Row, Task

if TYPE_CHECKING:
    import numpy as np

    from ptstudio.core.events import Watched
    from ptstudio.core.report import Section
    from ptstudio.core.trained import TrainedModel

THRESHOLD = "threshold"
LEAST_WATCHED = 0.2


class BoxJudging(Task):
    """Things that were found are compared with those that are there, as COCO does."""

    metrics = METRICS
    best_metric = "map"
    settles = True

    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Count the boxes."""
        import numpy as np

        numbers = np.array([number for each in labels for number in each], dtype=np.int64)
        return np.bincount(numbers, minlength=len(classes))

    # ------------------------------------------------------------------ settling

    @override
    def settle(self, evidence: Evidence, trained: TrainedModel) -> dict[str, Any]:
        """From what probability on a thing counts as found."""
        from ptstudio.tasks import _box_metrics

        del trained
        return {THRESHOLD: _box_metrics.best_threshold(evidence)}

    @override
    def as_settled(self, evidence: Evidence, trained: TrainedModel) -> Evidence:
        """With that probability."""
        from ptstudio.tasks._box_evidence import USUAL, with_threshold

        return with_threshold(evidence, trained.settled.get(THRESHOLD, USUAL))

    # ------------------------------------------------------------------ judging

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """What was found, and what is there."""
        from ptstudio.tasks import _box_evidence, _found, _true_boxes
        from ptstudio.tasks._box_matching import with_fates

        sizes = targets["sizes"].cpu().numpy()
        found = _found.in_pixels(_found.found(outputs), sizes)
        true = _true_boxes.in_pixels(targets)
        return with_fates(
            {
                _box_evidence.FOUND: _box_evidence.packed(found),
                _box_evidence.TRUE: _box_evidence.packed(true),
                _box_evidence.SIZES: sizes,
            }
        )

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _box_metrics

        return _box_metrics.measure(evidence)

    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """All metrics, by counting."""
        from ptstudio.tasks import _box_metrics

        return _box_metrics.measure_resamples(evidence, chosen)

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Finding nothing."""
        from ptstudio.tasks import _box_metrics

        del class_counts, evidence, classes
        return _box_metrics.baseline()

    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """Per class and size, thresholds, kinds of error, the worst pictures."""
        from ptstudio.tasks import _box_sections

        return _box_sections.sections(evidence, ids, classes)

    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> list[Boxes]:
        """All that was found."""
        from ptstudio.tasks import _box_sections

        del top
        return _box_sections.predictions(evidence, classes)

    @override
    def watch(self, rows: Sequence[Row], evidence: Evidence, classes: Sequence[str]) -> tuple[Watched, ...]:
        """Without what is improbable, of which there is much while a network learns."""
        return tuple(
            each.model_copy(update={"prediction": each.prediction.without_improbable(LEAST_WATCHED)})
            for each in super().watch(rows, evidence, classes)
            if isinstance(each.prediction, Boxes)
        )

    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """How many of each class there are."""
        return counted([classes[number] for number in row["label"]])
