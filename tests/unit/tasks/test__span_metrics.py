"""The figures of marked places are those of seqeval."""

import random
import warnings

import numpy as np
import pytest
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from ptstudio.tasks._span_evidence import FOUND, TRUE, packed, unpacked
from ptstudio.tasks._span_metrics import by_class, counts, measure, resampled
from ptstudio.tasks._tags import Marked, places_of

NAMES = ("PER", "LOC", "ORG")


def tag_name(tag: int) -> str:
    return "O" if tag == 0 else f"{'BI'[tag % 2 == 0]}-{NAMES[(tag - 1) // 2]}"


def valid(tags: list[int]) -> list[int]:
    """The same tags, none of which goes on with what was not begun."""
    before = 0
    made = []
    for tag in tags:
        before = tag - 1 if tag and tag % 2 == 0 and before not in (tag, tag - 1) else tag
        made.append(before)
    return made


def places(tags: list[list[int]]) -> list[list[Marked]]:
    return [places_of([(2 * n, 2 * n + 1) for n in range(len(each))], each, [1.0] * len(each)) for each in tags]


def texts(seed: int, count: int = 60) -> tuple[list[list[int]], list[list[int]]]:
    """True tags, and guesses that are right rather often."""
    dice = random.Random(seed)
    true = [valid([dice.choice((0, 0, 0, 1, 2, 3, 4, 5, 6)) for _ in range(dice.randint(1, 12))]) for _ in range(count)]
    guesses = [valid([tag if dice.random() < 0.8 else dice.randint(0, 6) for tag in each]) for each in true]
    return true, guesses


@pytest.mark.parametrize("seed", range(5))
def test_the_figures_are_those_of_seqeval(seed: int) -> None:
    true, guesses = texts(seed)
    table = counts({FOUND: packed(places(guesses)), TRUE: packed(places(true))}, len(NAMES))
    found, rows = measure(table.sum(axis=0)), by_class(table)
    named = [[[tag_name(tag) for tag in each] for each in tags] for tags in (true, guesses)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = classification_report(*named, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    micro = wanted["micro avg"]
    for ours, theirs in (("f1", "f1-score"), ("precision", "precision"), ("recall", "recall")):
        assert found[ours] == pytest.approx(micro[theirs])
    assert found["macro_f1"] == pytest.approx(wanted["macro avg"]["f1-score"])
    for number, name in enumerate(NAMES):
        of_class = wanted[name]
        assert rows[number].tolist() == pytest.approx(
            [of_class["precision"], of_class["recall"], of_class["f1-score"], of_class["support"]]
        )


def test_nothing_marked_and_nothing_there_is_no_division_by_zero() -> None:
    table = counts({FOUND: packed([[], []]), TRUE: packed([[], []])})
    assert {key: float(value) for key, value in measure(table.sum(axis=0)).items()} == {
        "f1": 0.0, "precision": 0.0, "recall": 0.0, "macro_f1": 0.0,
    }  # fmt: skip


def test_resamples_are_measured_as_one_by_one() -> None:
    true, guesses = texts(7)
    table = counts({FOUND: packed(places(guesses)), TRUE: packed(places(true))})
    chosen = np.random.default_rng(0).integers(0, len(true), (10, len(true)))
    together = resampled(table, chosen)
    for number, each in enumerate(chosen):
        alone = measure(table[each].sum(axis=0))
        assert {key: float(values[number]) for key, values in together.items()} == pytest.approx(
            {key: float(value) for key, value in alone.items()}
        )


def test_places_survive_being_packed_and_put_together() -> None:
    one, other = [[Marked(0, 4, 2, 0.5)], []], [[Marked(3, 17, 0), Marked(20, 21, 1, 0.125)]]
    assert unpacked(np.concatenate([packed(one), packed(other)])) == [*one, *other]
