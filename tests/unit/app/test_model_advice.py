"""The rule by which models are recommended, and the reasons that it gives."""

import pytest

from ptstudio.app.model_advice import DataFacts, advise, quick_enough
from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_costs import Speed
from ptstudio.app.model_fit import Room, Verdict
from ptstudio.library.library import Library

FEW, MANY = DataFacts(252, 480), DataFacts(8_000, 480)


@pytest.fixture(scope="module")
def known() -> list[Listed]:
    return all_listed("image-classification", Library.standard(), Room(16_000))


def chosen(known: list[Listed], advised: dict[str, str]) -> list[Listed]:
    return [next(listed for listed in known if listed.key == key) for key in advised]


def test_without_data_nothing_is_recommended(known: list[Listed]) -> None:
    assert advise(known, None, has_card=False) == {}
    assert advise(known, DataFacts(0), has_card=False) == {}


@pytest.mark.parametrize(
    ("data", "has_card", "speeds"),
    [
        (FEW, False, {Speed.QUICK, Speed.MEDIUM}),
        (MANY, False, {Speed.QUICK}),
        (FEW, True, {Speed.QUICK, Speed.MEDIUM}),
        (MANY, True, set(Speed)),
    ],
)
def test_what_is_quick_enough_goes_by_samples_and_graphics_card(
    known: list[Listed], data: DataFacts, has_card: bool, speeds: set[Speed]
) -> None:
    assert set(quick_enough(data, has_card=has_card)) == speeds
    assert {listed.speed for listed in chosen(known, advise(known, data, has_card=has_card))} <= speeds


def test_the_most_accurate_ones_that_suit_come_first_and_one_that_is_here_is_among_them(known: list[Listed]) -> None:
    found = chosen(known, advise(known, MANY, has_card=False))
    accuracies = [listed.model.accuracy or 0.0 for listed in found]
    assert accuracies == sorted(accuracies, reverse=True)
    assert [listed.is_here for listed in found] == [False, False, False, True]
    assert found[-1].key == "starter"


def test_only_what_fits_comfortably_is_recommended(known: list[Listed]) -> None:
    small = all_listed("image-classification", Library.standard(), Room(4_000))
    assert {listed.fit.verdict for listed in chosen(small, advise(small, FEW, has_card=False))} == {Verdict.FITS}
    assert list(advise(small, FEW, has_card=False)) != list(advise(known, FEW, has_card=False))


def test_tiny_pictures_are_not_blown_up(known: list[Listed]) -> None:
    found = chosen(known, advise(known, DataFacts(1_200, 8), has_card=False))
    assert found == []
    digits = chosen(known, advise(known, DataFacts(1_200, 28), has_card=False))
    assert [listed.key for listed in digits] == ["starter"]


def test_the_reason_names_the_samples_and_the_accuracy(known: list[Listed]) -> None:
    first, *_, last = advise(known, MANY, has_card=False).values()
    assert first.startswith("With 8,000 training samples and no graphics card, only a quick network")
    assert "best published accuracy: 79.8 % on ImageNet-1k" in first
    assert "Of those on this machine" in last
