"""The rule by which models are recommended, and the reasons that it gives."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ptstudio.app.model_advice import Advice, DataFacts, advise, best_first, proposed, quick_enough
from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_costs import Speed
from ptstudio.app.model_fit import Room, Verdict
from ptstudio.core.folders import resources
from ptstudio.core.ranking import Ranking
from ptstudio.library.library import Library
from ptstudio.models import all_families
from tests.helpers.pretrained import model, put_into
from tests.helpers.rankings import ranked, ranking

FEW, MANY = DataFacts(252, 480), DataFacts(8_000, 480)


@pytest.fixture(scope="module")
def known() -> list[Listed]:
    return all_listed("image-classification", Library.standard(), Room(16_000))


def chosen(known: list[Listed], advised: Mapping[str, Advice]) -> list[Listed]:
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
    recommended = [
        listed for listed in chosen(known, advise(known, data, has_card=has_card)) if listed.key != "starter"
    ]
    assert {listed.speed for listed in recommended} <= speeds


def test_the_most_accurate_ones_that_suit_come_first_and_what_there_is_till_then_last(known: list[Listed]) -> None:
    found = chosen(known, advise(known, MANY, has_card=False))
    accuracies = [listed.model.accuracy or 0.0 for listed in found]
    assert accuracies == sorted(accuracies, reverse=True)
    assert [listed.is_here for listed in found] == [False, False, False, True]
    assert found[-1].key == "starter"


def test_what_knows_only_drawings_is_not_recommended_for_photographs_but_named_as_all_there_is(
    known: list[Listed],
) -> None:
    advised = advise(known, FEW, has_card=False)
    best = chosen(known, advised)[0].model
    assert advised["starter"].is_stopgap
    assert advised["starter"].words == "only this is ready"
    assert advised["starter"].reason.startswith(f"It has never seen a photograph. Better get {best.title} (")
    assert [one.is_stopgap for one in advised.values()] == [False, False, False, True]
    assert proposed(known, advised) == "starter"


def test_what_learned_from_photographs_and_is_ready_is_recommended_and_proposed(tmp_path: Path) -> None:
    mobilenet = next(one for family in all_families().values() for one in family.catalogue if one.key == "mobilenet_v2")
    put_into(tmp_path, mobilenet, model(key="birds", licence="CC-BY-NC-4.0", size_mb=0.02))
    known = all_listed("image-classification", Library([tmp_path, resources() / "library"]), Room(16_000))
    advised = advise(known, FEW, has_card=False)
    assert "starter" not in advised
    assert not advised["mobilenet_v2"].is_stopgap
    assert proposed(known, advised) == "mobilenet_v2"


def test_a_stopgap_may_be_sold_if_anything_ready_may(tmp_path: Path) -> None:
    put_into(tmp_path, model(key="birds", licence="CC-BY-NC-4.0", size_mb=0.02, parameters=5_000))
    known = all_listed("image-classification", Library([tmp_path, resources() / "library"]), Room(16_000))
    advised = advise(known, FEW, has_card=False)
    assert proposed(known, advised) == "starter"
    assert advised["starter"].words == "nothing better is ready"
    assert "birds" not in advised


def test_what_must_not_be_sold_is_not_recommended(known: list[Listed]) -> None:
    best = chosen(known, advise(known, MANY, has_card=False))[0]
    others = [listed for listed in known if listed != best]
    assert best.key not in advise([replace(best, is_non_commercial=True), *others], MANY, has_card=False)


def test_only_what_fits_comfortably_is_recommended(known: list[Listed]) -> None:
    small = all_listed("image-classification", Library.standard(), Room(4_000))
    assert {listed.fit.verdict for listed in chosen(small, advise(small, FEW, has_card=False))} == {Verdict.FITS}
    assert list(advise(small, FEW, has_card=False)) != list(advise(known, FEW, has_card=False))


def test_tiny_pictures_are_not_blown_up(known: list[Listed]) -> None:
    found = advise(known, DataFacts(1_200, 8), has_card=False)
    assert {key: advice.is_stopgap for key, advice in found.items()} == {"starter": True}
    digits = advise(known, DataFacts(1_200, 28), has_card=False)
    assert {key: advice.is_stopgap for key, advice in digits.items()} == {"starter": False}
    assert digits["starter"].reason.endswith("It has learned from pictures as small as yours.")


def test_the_reason_names_the_samples_and_the_accuracy(known: list[Listed]) -> None:
    first = next(iter(advise(known, MANY, has_card=False).values())).reason
    assert first.startswith("With 8,000 training samples and no graphics card, a quick network")
    assert re.search(r"best published accuracy: \d\d\.\d % on ", first)


@pytest.fixture
def two(tmp_path: Path) -> list[Listed]:
    """The starter and a model of one's own, both on this machine, and all that are only known."""
    put_into(tmp_path, model(key="oak", title="Oak"))
    return all_listed("image-classification", Library([tmp_path, resources() / "library"]), Room(16_000))


def test_of_several_of_which_nothing_is_published_none_is_called_the_best(two: list[Listed]) -> None:
    found = advise(two, FEW, has_card=False)
    assert not {key for key, advice in found.items() if not advice.is_stopgap} & {"oak", "starter"}
    assert found["oak"].words == "nothing better is ready"
    assert "How well it does on pictures like yours is not known." in found["oak"].reason


def test_by_recommendation_come_the_recommended_the_measured_and_then_the_others_by_rule(tmp_path: Path) -> None:
    birds = model(key="birds", licence="CC-BY-NC-4.0", size_mb=0.02, parameters=5_000)
    put_into(tmp_path, model(key="oak"), model(key="elm"), birds)
    known = all_listed("image-classification", Library([tmp_path, resources() / "library"]), Room(16_000))
    found = ranking(ranked("oak", 0.9, 9), ranked("elm", 0.5, 1), ranked("starter", 0.3, 1))
    advised = advise(known, FEW, has_card=False, ranking=found)
    keys = best_first(known, advised, FEW, has_card=False, ranking=found)
    assert keys[:3] == ["oak", "elm", "starter"]
    listed = {one.key: one for one in known}
    others = [listed[key] for key in keys[3:] if listed[key].does_task]
    quick = [one for one in others if one.speed is Speed.QUICK and one.fit.verdict is Verdict.FITS]
    assert others[: len(quick)] == quick
    free = [one for one in quick if one.may_be_sold]
    assert quick[: len(free)] == free
    accuracies = [one.model.accuracy or 0.0 for one in free]
    assert accuracies == sorted(accuracies, reverse=True)
    assert keys.index("regnet_y_400mf") < keys.index("alexnet") < keys.index("birds")


def said(known: list[Listed], found: Ranking) -> dict[str, str]:
    texts = advise(known, FEW, has_card=False, ranking=found)
    return {key: advice.reason.replace("\N{NO-BREAK SPACE}", " ") for key, advice in texts.items()}


def test_what_was_measured_counts_more_than_what_is_published(two: list[Listed]) -> None:
    found = ranking(ranked("oak", 0.9, 9), ranked("starter", 0.5, 1))
    assert said(two, found) == {"oak": "Best of 2 on a sample of your data: 90.0 % (85.0–95.0)."}


def test_the_quickest_of_equals_comes_first_with_the_reason(two: list[Listed]) -> None:
    found = said(two, ranking(ranked("oak", 0.9, 9), ranked("starter", 0.88, 1)))
    assert list(found) == ["starter", "oak"]
    assert found["starter"].startswith("On a sample of your data the quickest of those that cannot be told apart")
    assert "but is slower: 90.0 %" in found["oak"]


def test_a_ranking_that_compares_nothing_or_names_a_model_that_is_gone_is_passed_over(two: list[Listed]) -> None:
    plain = {key: advice.reason for key, advice in advise(two, FEW, has_card=False).items()}
    assert said(two, ranking(ranked("oak", 0.9, 9))) == plain
    assert said(two, ranking(ranked("gone", 0.9, 9), ranked("starter", 0.5, 1))) == plain
