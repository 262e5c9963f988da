"""Which settings of a training change anything, and which are searched."""

import pytest

from ptstudio.core.jobs import SettingValue
from ptstudio.core.training import TrainingSettings


@pytest.mark.parametrize(
    ("values", "idle"),
    [
        ({}, {"epochs", "learning_rate", "layer_decay"}),
        ({"trainable": "last"}, set()),
        ({"trainable": "adapters"}, set()),
        ({"trainable": "all", "head_epochs": 0}, {"head_learning_rate", "head_variations"}),
        (
            {"from_scratch": True},
            {"trainable", "head_epochs", "head_variations", "head_learning_rate", "layer_decay"},
        ),
    ],
)
def test_what_no_phase_heeds_is_idle(values: dict[str, SettingValue], idle: set[str]) -> None:
    assert TrainingSettings.from_values(values).idle() == idle


@pytest.mark.parametrize(
    ("values", "name", "said"),
    [
        ({}, "epochs", "“epochs” changes nothing here: only the new last layer learns. Set “head_epochs” instead."),
        ({}, "layer_decay", "“layer_decay” changes nothing here: only the new last layer learns."),
        ({"from_scratch": True}, "head_learning_rate", "from scratch. Set “learning_rate” instead."),
        ({"trainable": "all", "head_epochs": 0}, "head_learning_rate", "as “head_epochs” is 0."),
        ({}, "crop", "“crop” changes nothing here, as the other settings are."),
    ],
)
def test_it_is_said_why_a_setting_is_idle_and_what_to_set_instead(
    values: dict[str, SettingValue], name: str, said: str
) -> None:
    assert said in TrainingSettings.from_values(values).about_idle(name)


def test_every_span_lies_within_the_limits_of_its_setting() -> None:
    searched = [facts for facts in TrainingSettings.facts() if facts.searched is not None]
    assert {"learning_rate", "head_learning_rate", "weight_decay", "warmup", "trainable"} < {
        one.name for one in searched
    }
    for facts in searched:
        span = facts.searched
        assert span is not None
        if span.choices:
            assert set(span.choices) <= set(facts.choices)
        else:
            assert span.low < span.high
            assert (facts.minimum or 0) <= span.low
            assert span.high <= (facts.maximum or span.high)
            assert not span.is_log or span.low > 0


def test_how_far_the_network_learns_is_searched_only_where_more_than_the_last_layer_does() -> None:
    assert "trainable" not in TrainingSettings().searched()
    assert "trainable" in TrainingSettings(trainable="all").searched()
