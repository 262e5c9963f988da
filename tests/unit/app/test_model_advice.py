"""The rule by which models are recommended, and the reasons that it gives."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ptstudio.app.model_advice import DataFacts, advise, quick_enough
from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_costs import Speed
from ptstudio.app.model_fit import Room, Verdict
from ptstudio.core.folders import resources
from ptstudio.core.ranking import Ranking
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into
from tests.helpers.rankings import ranked, ranking

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
        (FEW, False, {Speed.QUICK}),
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


def test_what_must_not_be_sold_is_not_recommended_unless_it_is_here(known: list[Listed]) -> None:
    best = chosen(known, advise(known, MANY, has_card=False))[0]
    others = [listed for listed in known if listed != best]
    assert best.key not in advise([replace(best, is_non_commercial=True), *others], MANY, has_card=False)
    here = next(listed for listed in known if listed.is_here)
    others = [listed for listed in known if listed != here]
    assert here.key in advise([replace(here, is_non_commercial=True), *others], MANY, has_card=False)


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
    assert first.startswith("With 8,000 training samples and no graphics card, a quick network")
    assert re.search(r"best published accuracy: \d\d\.\d % on ", first)
    assert "Of those on this machine" in last


@pytest.fixture
def two(tmp_path: Path) -> list[Listed]:
    """The starter and a model of one's own, both on this machine, and all that are only known."""
    put_into(tmp_path, model(key="oak", title="Oak"))
    return all_listed("image-classification", Library([tmp_path, resources() / "library"]), Room(16_000))


def test_of_several_of_which_nothing_is_published_none_is_called_the_best(two: list[Listed]) -> None:
    found = advise(two, FEW, has_card=False)
    assert found
    assert not {"oak", "starter"} & set(found)


def said(known: list[Listed], found: Ranking) -> dict[str, str]:
    texts = advise(known, FEW, has_card=False, ranking=found)
    return {key: text.replace("\N{NO-BREAK SPACE}", " ") for key, text in texts.items()}


def test_what_was_measured_counts_more_than_what_is_published(two: list[Listed]) -> None:
    found = ranking(ranked("oak", 0.9, 9), ranked("starter", 0.5, 1))
    assert said(two, found) == {"oak": "Best of 2 on a sample of your data: 90.0 % (85.0–95.0)."}


def test_the_quickest_of_equals_comes_first_with_the_reason(two: list[Listed]) -> None:
    found = said(two, ranking(ranked("oak", 0.9, 9), ranked("starter", 0.88, 1)))
    assert list(found) == ["starter", "oak"]
    assert found["starter"].startswith("On a sample of your data the quickest of those that cannot be told apart")
    assert "but is slower: 90.0 %" in found["oak"]


def test_a_ranking_that_compares_nothing_or_names_a_model_that_is_gone_is_passed_over(two: list[Listed]) -> None:
    plain = advise(two, FEW, has_card=False)
    assert said(two, ranking(ranked("oak", 0.9, 9))) == plain
    assert said(two, ranking(ranked("gone", 0.9, 9), ranked("starter", 0.5, 1))) == plain
