"""Spans of settings as a search takes them, and values as a person writes them."""

from optuna.distributions import CategoricalDistribution, FloatDistribution

from ptstudio.core.events import TrialEnded
from ptstudio.core.training import TrainingSettings
from ptstudio.engine.trials.search_space import KeptTrial, as_optuna_knows, known_values, rounded, space_of

TUNED = TrainingSettings(trainable="last", weight_decay=0.05, warmup=0.5)


def test_spans_become_distributions() -> None:
    space = space_of(TUNED)
    assert space["learning_rate"] == FloatDistribution(3e-5, 1e-2, log=True)
    assert space["layer_decay"] == FloatDistribution(0.5, 1.0)
    assert space["trainable"] == CategoricalDistribution(("last", "all"))


def test_the_draft_is_known_as_far_as_it_lies_in_the_space() -> None:
    known = known_values(TUNED, space_of(TUNED))
    assert known["weight_decay"] == 0.05
    assert known["trainable"] == "last"
    assert "learning_rate" not in known, "it is automatic"
    assert "warmup" not in known, "it lies outside"


def test_values_have_three_digits_and_stay_within_their_span() -> None:
    values = rounded({"learning_rate": 0.00123456, "layer_decay": 0.99999, "trainable": "all"}, TUNED)
    assert values == {"learning_rate": 0.00123, "layer_decay": 1.0, "trainable": "all"}
    assert rounded({"weight_decay": 0.00010004}, TUNED) == {"weight_decay": 0.0001}


def test_a_trial_survives_the_disk() -> None:
    space = space_of(TUNED)
    ended = TrialEnded(number=3, settings={"warmup": 0.1}, value=0.8, state="pruned", seconds=2)
    kept = KeptTrial(ended=ended, values={"warmup": 0.1001, "trainable": "all"}, score=0.79, curve={0: 0.5, 4: 0.79})
    again = KeptTrial.from_text(kept.to_text())
    assert again == kept
    frozen = as_optuna_knows(again, space)
    assert (frozen.params, frozen.intermediate_values) == ({"warmup": 0.1001, "trainable": "all"}, {0: 0.5, 4: 0.79})
    failed = kept.model_copy(
        update={"ended": ended.model_copy(update={"state": "failed", "value": None}), "score": None}
    )
    assert as_optuna_knows(failed, space).value is None
