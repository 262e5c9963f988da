"""What a training that finds things heeds of its settings."""

from typing import get_args

from ptstudio.models._detectors import DESIGNS, DesignKey
from ptstudio.tasks import all_tasks
from ptstudio.tasks._detection_settings import DetectionSettings

QUICK = all_tasks()["object-detection"].preset("quick")


def test_every_design_can_be_chosen_by_its_title() -> None:
    (design,) = (facts for facts in DetectionSettings.facts() if facts.name == "design")
    assert design.choices == get_args(DesignKey)
    assert design.titles == tuple(DESIGNS[key].title for key in get_args(DesignKey))
    assert design.automatic


def test_pictures_are_also_shown_from_farther_away() -> None:
    assert DetectionSettings(shrink=0.4).variation.shrink == 0.4


def test_a_new_head_alone_sees_varied_pictures_too() -> None:
    assert QUICK is not None
    settings = DetectionSettings.from_values(QUICK.values)
    assert isinstance(settings, DetectionSettings)
    assert settings.is_varied()
    ways = {"crop", "rotate", "colour", "mirror", "upside_down", "shrink", "augment"}
    assert not settings.idle() & ways
    assert "head_variations" in settings.idle(), "nothing is looked at beforehand"


def test_what_varies_is_idle_where_nothing_is_varied() -> None:
    idle = DetectionSettings(augment=False).idle()
    assert {"crop", "rotate", "colour", "mirror", "upside_down", "shrink"} <= idle
    assert "augment" not in idle
