"""Models that read, as the window tells of them: facts, costs, comparison, and which is recommended."""

from dataclasses import replace
from pathlib import Path

import pytest

from ptstudio.app.model_advice import DataFacts, advise, best_first, proposed
from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_choice import Choice
from ptstudio.app.model_comparison import compared
from ptstudio.app.model_costs import Speed, cost_of, effort_of, speed_of
from ptstudio.app.model_facts import details_of
from ptstudio.app.model_fit import Room, reason
from ptstudio.app.model_words import facts_of
from ptstudio.core.pretrained import TextInput
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into, reading_model

TASK = "text-classification"
DATA = DataFacts(400)
MINILM = "all-minilm-l6-v2"


def listed(folder: Path, task: str = TASK) -> list[Listed]:
    return all_listed(task, Library([folder]), Room(16_000))


def test_its_facts_speak_of_texts(tmp_path: Path) -> None:
    put_into(tmp_path, reading_model())
    found = next(one for one in listed(tmp_path) if one.key == "reader")
    facts = dict(details_of(found))
    assert facts["Texts"] == "up to 256 tokens (about 190 words)"
    assert facts["Languages"] == "English"
    assert facts["Speed"] == "quick"
    assert facts["Memory to train"].startswith("at least ")
    assert "Pictures" not in facts
    assert "32 texts at a time" in reason(found.fit)
    assert [fact.value for fact in facts_of(found.model) if fact.name == "Texts"] == [facts["Texts"]]


def test_no_cost_is_claimed_and_the_effort_goes_by_what_computes() -> None:
    small, deep = (
        reading_model(),
        reading_model(parameters=117_505_920, config={"vocab_size": 250_037, "hidden_size": 384}),
    )
    assert cost_of(reading_model(architecture="resnet18")) is None
    assert effort_of(deep) == pytest.approx(2 * effort_of(small), rel=0.01)
    assert effort_of(reading_model(input=TextInput(most_tokens=64, tokenizer=""))) == pytest.approx(
        effort_of(small) / 2
    )
    assert speed_of(small) is Speed.QUICK
    assert speed_of(reading_model(parameters=335_000_000, config={"hidden_size": 1024})) is Speed.SLOW


def test_a_comparison_has_a_row_for_each_kind_of_input(tmp_path: Path) -> None:
    put_into(tmp_path, reading_model(), model(key="leaf"))
    both = [one for one in listed(tmp_path) if one.key in ("reader", "leaf")]
    rows = {fact.name: fact.values for fact in compared(both, {})}
    assert sorted(rows["Texts"]) == ["", "up to 256 tokens (about 190 words)"]
    assert sorted(rows["Pictures"]) == ["", "224 × 224 pixels"]
    assert sorted(rows["Languages"]) == ["", "English"]


def test_the_small_quick_one_comes_first_and_is_proposed_once_it_is_here(tmp_path: Path) -> None:
    known = listed(tmp_path)
    advised = advise(known, DATA, has_card=False)
    assert next(iter(advised)) == MINILM
    assert "It is the only one that suits this; it reads English." in advised[MINILM].reason
    with_card = advise(known, DATA, has_card=True)
    assert "it is the quickest; it reads English" in with_card[MINILM].reason
    assert best_first(known, advised, DATA, has_card=False)[0] == MINILM
    assert proposed(known, advised) == ""
    catalogued = next(one.model for one in known if one.key == MINILM)
    put_into(tmp_path, catalogued, model(key="leaf"))
    here = listed(tmp_path)
    assert proposed(here, advise(here, DATA, has_card=False)) == MINILM


def test_a_stopgap_says_what_to_get_instead(tmp_path: Path) -> None:
    put_into(tmp_path, reading_model(parameters=335_000_000, config={"hidden_size": 1024}))
    advised = advise(listed(tmp_path), DATA, has_card=False)
    assert "Better get all-MiniLM-L6-v2" in advised["reader"].reason
    assert advised["reader"].is_stopgap


def test_networks_that_see_are_never_recommended_for_texts(tmp_path: Path) -> None:
    put_into(tmp_path, model(key="leaf"))
    families = {one.key: one.model.family for one in listed(tmp_path)}
    for has_card in (False, True):
        advised = advise(listed(tmp_path), replace(DATA, samples=9_000), has_card=has_card)
        assert {families[key] for key in advised} == {"hf-text-encoder"}


def test_without_any_model_for_the_task_the_choice_says_so() -> None:
    choice = Choice("", None, is_by_person=False)
    assert choice.words == "No model for this task is on this machine yet: get one from the list below."
    assert not choice.can_start
    assert choice.mark == ""
