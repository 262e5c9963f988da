"""Settings that describe themselves."""

from typing import Literal

import pytest

from ptstudio.core.errors import SettingsError
from ptstudio.core.settings import Settings, Span, parse_assignments, setting


class Oven(Settings):
    """A few settings of every kind."""

    minutes: int | None = setting(None, "Time", "How long.", unit="minutes", at_least=1, at_most=90)
    heat: float = setting(180.0, "Heat", "How hot.", above=0)
    mode: Literal["fan", "grill"] = setting("fan", "Mode", "Which way.", titles={"fan": "moving air"})
    has_light: bool = setting(True, "Light", "Whether one sees.", advanced=True)


def test_facts_say_everything_that_a_form_needs() -> None:
    minutes, heat, mode, light = Oven.facts()
    assert (minutes.label, minutes.kind, minutes.automatic, minutes.unit) == ("Time", "whole", True, "minutes")
    assert (minutes.minimum, minutes.maximum) == (1, 90)
    assert (heat.kind, heat.default, heat.minimum) == ("number", 180.0, 0)
    assert (mode.kind, mode.choices) == ("choice", ("fan", "grill"))
    assert mode.titles == ("moving air", "grill"), "a choice without a title is called by its name"
    assert (light.kind, light.advanced) == ("switch", True)


def test_values_may_come_as_text() -> None:
    oven = Oven.from_values(parse_assignments(["minutes=20", "has_light=false", "heat = 200", "mode=grill"]))
    assert (oven.minutes, oven.heat, oven.mode, oven.has_light) == (20, 200.0, "grill", False)


def test_auto_means_that_the_program_chooses() -> None:
    assert Oven.from_values(parse_assignments(["minutes=auto"])).minutes is None


@pytest.mark.parametrize(
    ("assignment", "message", "hint"),
    [
        ("minutes=0", "“minutes” cannot be '0'", "at least 1 and at most 90 minutes, or “auto”"),
        ("minutes=soon", "“minutes” cannot be 'soon'", "a whole number"),
        ("mode=steam", "“mode” cannot be 'steam'", "one of: fan, grill"),
        ("has_light=perhaps", "“has_light” cannot be", "true or false"),
        ("colour=red", "no setting called “colour”", "has_light, heat, minutes, mode"),
        ("heat=nan", "“heat” cannot be 'nan'", "a number"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_can_be(assignment: str, message: str, hint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Oven.from_values(parse_assignments([assignment]))
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["minutes", "=3", " =3"])
def test_what_is_no_assignment_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="name=value"):
        parse_assignments([text])


class Searched(Settings):
    """Settings that a search may vary, one of which another switches off."""

    has_top: bool = setting(True, "Top", "Whether there is heat from above.")
    top_heat: float = setting(100.0, "Top heat", "How hot.", searched=Span(low=50, high=200, is_log=True))
    heat: float = setting(180.0, "Heat", "How hot.", searched=Span(low=100, high=250))
    mode: Literal["fan", "grill", "off"] = setting("fan", "Mode", "Which.", searched=Span(choices=("fan", "grill")))

    def idle(self) -> frozenset[str]:
        return frozenset() if self.has_top else frozenset({"top_heat"})


def test_facts_say_where_a_search_looks() -> None:
    top, top_heat, _, mode = Searched.facts()
    assert top.searched is None
    assert top_heat.searched == Span(low=50, high=200, is_log=True)
    assert mode.searched == Span(choices=("fan", "grill"))


def test_what_changes_nothing_is_not_searched() -> None:
    assert list(Searched().searched()) == ["top_heat", "heat", "mode"]
    assert list(Searched(has_top=False).searched()) == ["heat", "mode"]


def test_a_choice_is_searched_only_among_its_own_kind() -> None:
    assert "mode" not in Searched(mode="off").searched()
