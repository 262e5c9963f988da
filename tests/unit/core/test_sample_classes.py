"""Classes by what a sample holds: one, several, or those of marked places."""

from collections.abc import Mapping

import pytest

from ptstudio.core.sample_classes import are_answers, classes_of, in_one, in_words, rarest, renamed, without
from ptstudio.core.spans import Span

ONE: Mapping[str, object] = {"label": "cat"}
SEVERAL: Mapping[str, object] = {"labels": ("cat", "dog")}
MARKED: Mapping[str, object] = {"text": "a cat, a dog", "spans": (Span(2, 5, "cat"), Span(9, 12, "dog"))}


@pytest.mark.parametrize(("fields", "classes"), [(ONE, ("cat",)), (SEVERAL, ("cat", "dog")), (MARKED, ("cat", "dog"))])
def test_the_classes_are_found(fields: Mapping[str, object], classes: tuple[str, ...]) -> None:
    assert classes_of(fields) == classes


@pytest.mark.parametrize("fields", [{"labels": ()}, {"text": "nothing", "spans": ()}])
def test_a_sample_may_have_none(fields: Mapping[str, object]) -> None:
    assert classes_of(fields) == ()
    assert without(fields, {"cat"}) == fields


def test_classes_get_other_names_and_equal_ones_become_one() -> None:
    assert renamed(ONE, {"cat": "pet"}) == {"label": "pet"}
    assert renamed(SEVERAL, {"cat": "pet", "dog": "pet"}) == {"labels": ("pet",)}
    assert renamed(MARKED, {"dog": "pet"})["spans"] == (Span(2, 5, "cat"), Span(9, 12, "pet"))
    assert renamed(ONE, {"dog": "pet"}) is ONE


def test_what_is_not_wanted_goes_and_the_sample_only_with_its_only_class() -> None:
    assert without(ONE, {"cat"}) is None
    assert without(ONE, {"dog"}) is ONE
    assert without(SEVERAL, {"cat", "dog"}) == {"labels": ()}
    left = without(MARKED, {"cat"})
    assert left is not None
    assert left["spans"] == (Span(9, 12, "dog"),)


def test_samples_are_divided_by_their_rarest_class() -> None:
    kinds = {("cat",): 3, ("cat", "owl"): 1, ("dog", "cat"): 1, (): 2, ("dog",): 1}
    assert list(rarest(kinds, "").values()) == ["cat", "owl", "dog", "", "dog"]
    assert rarest({(0,): 1, (0, 1): 1, (): 1}, 7) == {(0,): 0, (0, 1): 1, (): 7}


def test_classes_in_a_text_that_tells_them_apart() -> None:
    assert in_one(("cat",)) == "cat"
    assert len({in_one(each) for each in ((), ("cat, dog",), ("cat", "dog"), ("dog", "cat"))}) == 4


def test_classes_in_words() -> None:
    assert in_words(("cat", "dog", "cat")) == "cat, dog"
    assert in_words(()) == "—"


def test_the_classes_of_questions_tell_nothing_apart() -> None:
    assert are_answers(("answer",))
    assert are_answers(("answer", "no answer"))
    assert not are_answers(("answer", "remark"))
    assert not are_answers(())
