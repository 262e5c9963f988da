"""What epochs say about a training that does not go well, and when they say nothing."""

import pytest

from ptstudio.core.metric import MetricFacts
from ptstudio.engine.learning.diagnosis import Measure, PastEpoch, diagnose, quality

ACCURACY = MetricFacts(key="accuracy", title="Accuracy", help="Share of right answers.")
ERROR = MetricFacts(key="error", title="Error", help="How far off.", higher_is_better=False, scale="number")
AGAINST_HALF = Measure(ACCURACY, 0.5)


def epochs(*rows: tuple[float, float, float], phase: str = "head") -> list[PastEpoch]:
    """Rows of training loss, validation loss, metric."""
    return [PastEpoch(phase=phase, train_loss=t, validation_loss=v, value=m) for t, v, m in rows]


STUCK = epochs(*[(0.69, 0.69, 0.55)] * 6)
AT_BASELINE = epochs(*[(0.7 - 0.05 * n, 0.7, 0.5) for n in range(6)])
DRIFTING = epochs(*[(0.7 - 0.1 * n, 0.5 + 0.05 * n, 0.8) for n in range(6)])
ON_ITS_WAY = epochs(*[(0.7 - 0.05 * n, 0.7 - 0.04 * n, 0.5) for n in range(6)])
GOOD = epochs(*[(0.7 - 0.1 * n, 0.7 - 0.09 * n, 0.6 + 0.05 * n) for n in range(6)])
LEARNED_ALREADY = epochs(*[(0.01, 0.02, 0.99)] * 8)


@pytest.mark.parametrize(
    ("past", "key"),
    [
        (STUCK, "loss-stuck"),
        (AT_BASELINE, "metric-at-baseline"),
        (DRIFTING, "drifting-apart"),
        (ON_ITS_WAY, None),
        (GOOD, None),
        (LEARNED_ALREADY, None),
        (STUCK[:4], None),
        ([], None),
    ],
)
def test_each_trouble_is_named_and_what_goes_well_is_not_spoken_of(past: list[PastEpoch], key: str | None) -> None:
    found = diagnose(past, AGAINST_HALF, ())
    assert (found.key if found else None) == key
    if found is not None:
        assert found.message.endswith(".")
        assert found.hint.endswith((".", "?"))
        assert diagnose(past, AGAINST_HALF, (found.key,)) is None, "once is enough"


def test_epochs_of_another_phase_are_no_sign_of_learning_by_heart() -> None:
    earlier = epochs(*[(0.9, 0.1, 0.8)] * 4)
    later = epochs(*[(0.3, 0.6, 0.8)] * 4, phase="all")
    assert diagnose(earlier + later, AGAINST_HALF, ()) is None


def test_where_nothing_is_known_of_a_guess_only_losses_count() -> None:
    found = diagnose(epochs(*[(3.0, 3.0, 3.0)] * 6), Measure(ERROR), ())
    assert found is not None
    assert found.key == "loss-stuck"
    assert diagnose(AT_BASELINE, Measure(ERROR), ()) is None


def test_a_metric_of_which_less_is_better_has_its_baseline_too() -> None:
    fewer_is_better = MetricFacts(key="missed", title="Missed", help="Share missed.", higher_is_better=False)
    at_baseline = epochs(*[(0.7 - 0.05 * n, 0.7, 0.4) for n in range(6)])
    found = diagnose(at_baseline, Measure(fewer_is_better, 0.4), ())
    assert found is not None
    assert "missed is no better" in found.message


def test_a_share_of_next_to_nothing_leaves_it_to_the_loss() -> None:
    found = MetricFacts(key="f1", title="F1", help="")
    assert quality(found, 0.007) == quality(found, 0.0) == 0.0
    assert quality(found, 0.04) == 0.04
    loss = MetricFacts(key="log_loss", title="Log loss", help="", higher_is_better=False, scale="number")
    assert quality(loss, 0.007) == -0.007
