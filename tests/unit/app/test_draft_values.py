"""What differs from a preset, and only that."""

import pytest

from ptstudio.app.draft_values import differing, preset_values, shown_values
from ptstudio.core.errors import SettingsError
from ptstudio.tasks import all_tasks

TASK = all_tasks()["image-classification"]


def test_a_preset_sets_its_own_values_and_leaves_the_others() -> None:
    values = preset_values(TASK, "thorough", {})
    assert values["trainable"] == "all"
    assert values["epochs"] == 30
    assert values["seed"] == 0
    assert set(values) == {facts.name for facts in TASK.settings.facts()}


def test_from_scratch_brings_its_own_number_of_epochs() -> None:
    assert preset_values(TASK, "balanced", {"from_scratch": True})["epochs"] == 60
    assert shown_values(TASK, "balanced", {"from_scratch": True, "epochs": 5})["epochs"] == 5


def test_only_what_differs_is_kept() -> None:
    assert differing(TASK, "balanced", {"epochs": 15, "seed": 3, "batch_size": None}) == {"seed": 3}
    assert differing(TASK, "thorough", {"epochs": 15}) == {"epochs": 15}


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(SettingsError, match="crop"):
        differing(TASK, "balanced", {"crop": 7.0})
