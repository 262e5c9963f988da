"""The list of all models: searched, filtered, sorted."""

from dataclasses import replace
from pathlib import Path

import pytest

from ptstudio.app.model_badges import place_badge
from ptstudio.app.model_browsing import (
    Filters,
    Listed,
    Order,
    Size,
    Terms,
    all_listed,
    dividing,
    loosening,
    shown,
    with_arrived,
)
from ptstudio.app.model_fit import Room
from ptstudio.app.model_words import work
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into

TASK = "image-classification"
ROOM = Room(4_000)


@pytest.fixture
def known(tmp_path: Path) -> list[Listed]:
    huge = model(key="huge", title="Huge", parameters=10**11, size_mb=900.0, licence="CC-BY-NC-4.0", accuracy=90.0)
    unclear = model(key="unclear", title="Unclear", summary="", licence="unknown")
    put_into(tmp_path, model(key="oak", title="Oak"), huge, unclear)
    known = all_listed(TASK, Library([tmp_path]), ROOM)
    other = model(key="other", title="Other", summary="Of another task.")
    return [*known, replace(known[0], model=other, entry=None, does_task=False)]


def keys(found: list[Listed]) -> list[str]:
    return [listed.key for listed in found]


def test_it_holds_those_that_are_here_and_those_that_are_known_each_once(known: list[Listed]) -> None:
    assert keys(known)[:3] == ["oak", "unclear", "huge"]
    assert [listed.is_here for listed in known[:4]] == [True, True, True, False]
    assert len(set(keys(known))) == len(known) > 70
    absent = [listed.model for listed in known if not listed.is_here and listed.does_task]
    assert absent == sorted(absent, key=work)


def test_a_model_says_whether_it_can_learn_the_task(tmp_path: Path) -> None:
    put_into(tmp_path, model(key="oak"), model(key="later", family="a-family-of-a-newer-version"))
    listed = all_listed("another-task", Library([tmp_path]), ROOM)
    assert "later" not in keys(listed)
    assert {one.does_task for one in listed} == {False}
    able = {one.model.input.type for one in all_listed(TASK, Library([tmp_path]), ROOM) if one.does_task}
    assert able == {"image"}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(is_here=True), ["oak", "unclear", "huge"]),
        (Filters(words="imagenet-21k"), ["microsoft-beit-base-patch16-224", "google-vit-base-patch16-224"]),
        (Filters(is_here=True, terms=Terms.ALLOWED), ["oak"]),
        (Filters(is_here=True, terms=Terms.NOT_FORBIDDEN), ["oak", "unclear"]),
        (Filters(words="of another task"), ["other"]),
        (Filters(words="of another task", this_task=True), []),
        (Filters(is_here=True, fits=True), ["oak", "unclear"]),
        (Filters(is_here=True, size=Size.LARGE), ["huge"]),
        (Filters(words="LEAVES oak"), ["oak"]),
        (Filters(words="microsoft/resnet-18"), ["microsoft-resnet-18"]),
        (Filters(words="microsoft-resnet-18"), ["microsoft-resnet-18"]),
        (Filters(words="one weird trick"), ["alexnet"]),
        (Filters(words="oak zzz"), []),
    ],
)
def test_each_filter_leaves_out_what_it_says(known: list[Listed], filters: Filters, found: list[str]) -> None:
    assert keys(shown(known, filters, Order.RECOMMENDED, [])) == found


def test_by_recommendation_they_stand_as_they_are_recommended(known: list[Listed]) -> None:
    found = keys(shown(known, Filters(), Order.RECOMMENDED, ["resnet50", "huge"]))
    assert found[:4] == ["resnet50", "huge", "oak", "unclear"]


def test_the_list_is_sorted_by_whatever_is_asked_for(known: list[Listed]) -> None:
    by_name = shown(known, Filters(), Order.NAME, [])
    titles = [listed.model.title.casefold() for listed in by_name]
    assert titles == sorted(titles)
    sizes = [listed.model.size_mb for listed in shown(known, Filters(), Order.SIZE, [])]
    assert sizes == sorted(sizes)
    assert keys(shown(known, Filters(), Order.ACCURACY, []))[0] == "huge"
    assert shown(known, Filters(), Order.ACCURACY, [])[-1].model.accuracy is None
    assert keys(shown(known, Filters(), Order.SPEED, []))[0] == "shufflenet_v2_x0_5"


def test_only_filters_that_divide_the_list_are_worth_showing(known: list[Listed]) -> None:
    assert dividing(known) == {"this_task", "size", "terms", "is_here", "fits"}
    alike = [
        replace(listed, entry=None)
        for listed in known
        if listed.does_task and listed.may_be_sold and listed.size is Size.SMALL
    ]
    assert dividing(alike) <= {"fits"}


def test_it_is_known_which_filter_to_loosen(known: list[Listed]) -> None:
    filters = Filters(words="swin", is_here=True)
    assert shown(known, filters, Order.NAME, []) == []
    assert loosening(known, filters) == [("is_here", 7), ("words", 3)]
    assert filters.without("is_here") == Filters(words="swin")
    assert loosening(known, Filters(words="zzz", is_here=True, size=Size.SMALL)) == [("words", 2)]


def test_what_is_on_its_way_is_told_once_for_each_share(known: list[Listed]) -> None:
    (changed,) = with_arrived(known, {"resnet18": 40})
    assert (changed.key, changed.arrived) == ("resnet18", 40)
    assert place_badge(changed).text == "getting 40 %"
    now = [changed if listed.key == "resnet18" else listed for listed in known]
    assert with_arrived(now, {"resnet18": 40}) == []
    (ended,) = with_arrived(now, {})
    assert place_badge(ended).text == "download 47 MB"
