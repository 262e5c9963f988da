"""What trainings on texts can set, and those on pictures cannot: small additions to the layers."""

import pytest

from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import SettingValue
from ptstudio.core.settings import SettingFacts
from ptstudio.core.training import USUAL_RANK
from ptstudio.tasks import all_tasks

TEXTS, PICTURES = (all_tasks()[key] for key in ("text-classification", "image-classification"))


def facts(task: str, name: str) -> SettingFacts:
    return next(one for one in all_tasks()[task].settings.facts() if one.name == name)


def test_small_additions_are_offered_for_texts_only() -> None:
    offered = facts("text-classification", "trainable")
    assert offered.choices == ("head", "last", "adapters", "all")
    assert offered.titles[2] == "small additions (LoRA)"
    assert facts("image-classification", "trainable").choices == ("head", "last", "all")
    assert "adapter_rank" not in {one.name for one in PICTURES.settings.facts()}
    with pytest.raises(SettingsError, match="“trainable” cannot be 'adapters'"):
        PICTURES.settings.from_values({"trainable": "adapters"})


@pytest.mark.parametrize(
    ("values", "is_idle"),
    [
        ({"trainable": "adapters"}, False),
        ({"trainable": "adapters", "from_scratch": True}, True),
        ({"trainable": "last"}, True),
        ({}, True),
    ],
)
def test_their_size_matters_only_where_there_are_some(values: dict[str, SettingValue], is_idle: bool) -> None:
    assert ("adapter_rank" in TEXTS.settings.from_values(values).idle()) is is_idle


def test_their_size_is_what_is_asked_for() -> None:
    assert TEXTS.settings.from_values({"adapter_rank": 4}).rank_of_adapters() == 4
    assert TEXTS.settings().rank_of_adapters() == PICTURES.settings().rank_of_adapters() == USUAL_RANK
    with pytest.raises(SettingsError, match="adapter_rank"):
        TEXTS.settings.from_values({"adapter_rank": 0})


def test_a_search_leaves_the_kind_of_learning_alone_where_additions_learn() -> None:
    preset = TEXTS.preset("balanced")
    assert preset is not None
    assert "trainable" not in TEXTS.settings.from_values(preset.values).searched()
    assert "learning_rate" in TEXTS.settings.from_values(preset.values).searched()
