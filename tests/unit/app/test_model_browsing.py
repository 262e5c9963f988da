"""The list of all models: searched, filtered, sorted."""

from dataclasses import replace
from pathlib import Path

import pytest

from ptstudio.app.model_browsing import Filters, Listed, Order, Size, all_listed, dividing, loosening, shown
from ptstudio.app.model_fit import Room
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into

TASK = "image-classification"
ROOM = Room(4_000)


@pytest.fixture
def known(tmp_path: Path) -> list[Listed]:
    huge = model(key="huge", title="Huge", parameters=10**11, size_mb=900.0, licence="CC-BY-NC-4.0", accuracy=90.0)
    put_into(tmp_path, model(key="oak", title="Oak"), huge)
    return all_listed(TASK, Library([tmp_path]), ROOM)


def keys(found: list[Listed]) -> list[str]:
    return [listed.key for listed in found]


def test_it_holds_those_that_are_here_and_those_that_are_known_each_once(known: list[Listed]) -> None:
    assert keys(known)[:2] == ["oak", "huge"]
    assert [listed.is_here for listed in known[:3]] == [True, True, False]
    assert len(set(keys(known))) == len(known) > 40


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(is_here=True), ["oak", "huge"]),
        (Filters(is_here=True, may_be_sold=True), ["oak"]),
        (Filters(is_here=True, fits=True), ["oak"]),
        (Filters(is_here=True, size=Size.LARGE), ["huge"]),
        (Filters(words="LEAVES oak"), ["oak"]),
        (Filters(words="oak zzz"), []),
    ],
)
def test_each_filter_leaves_out_what_it_says(known: list[Listed], filters: Filters, found: list[str]) -> None:
    assert keys(shown(known, filters, Order.RECOMMENDED, {})) == found


def test_what_is_here_comes_first_and_what_is_recommended_before_the_rest(known: list[Listed]) -> None:
    found = keys(shown(known, Filters(), Order.RECOMMENDED, {"resnet50": "because", "huge": "because"}))
    assert found[:3] == ["huge", "oak", "resnet50"]


def test_the_list_is_sorted_by_whatever_is_asked_for(known: list[Listed]) -> None:
    by_name = shown(known, Filters(), Order.NAME, {})
    titles = [listed.model.title.casefold() for listed in by_name]
    assert titles == sorted(titles)
    sizes = [listed.model.size_mb for listed in shown(known, Filters(), Order.SIZE, {})]
    assert sizes == sorted(sizes)
    assert keys(shown(known, Filters(), Order.ACCURACY, {}))[0] == "huge"
    assert keys(shown(known, Filters(), Order.ACCURACY, {}))[-1] == "oak"
    assert keys(shown(known, Filters(), Order.SPEED, {}))[0] == "mobilenet_v3_small"


def test_only_filters_that_divide_the_list_are_worth_showing(known: list[Listed]) -> None:
    assert dividing(known) == {"size", "may_be_sold", "is_here", "fits"}
    alike = [replace(listed, entry=None) for listed in known if listed.may_be_sold and listed.size is Size.SMALL]
    assert dividing(alike) <= {"fits"}


def test_it_is_known_which_filter_to_loosen(known: list[Listed]) -> None:
    filters = Filters(words="swin", is_here=True)
    assert shown(known, filters, Order.NAME, {}) == []
    assert loosening(known, filters) == [("is_here", 6), ("words", 2)]
    assert filters.without("is_here") == Filters(words="swin")
    assert loosening(known, Filters(words="zzz", is_here=True, size=Size.SMALL)) == [("words", 1)]
