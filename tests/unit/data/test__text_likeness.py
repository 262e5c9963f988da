"""Texts that say the same but for capitals, numbers and punctuation are known to be alike."""

import pytest

from ptstudio.data._text import likeness, sameness


@pytest.mark.parametrize(
    "other",
    [
        "where is my order 1234",
        "Where is my order, 99?",
        "WHERE  is\tmy order!",
        "Where is my order (no. 7)".replace("no.", ""),
    ],
)
def test_alike(other: str) -> None:
    assert likeness(other) == likeness("Where is my order 17?")


@pytest.mark.parametrize("other", ["Where is your order?", "Where is my", "Wo ist meine Bestellung?"])
def test_not_alike(other: str) -> None:
    assert likeness(other) != likeness("Where is my order?")


def test_other_scripts_have_words_too() -> None:
    assert likeness("أريد إرجاع هذا المنتج!") == likeness("أريد إرجاع هذا المنتج 12")
    assert likeness("我要退货。") != likeness("我要付款。")


def test_what_has_no_words_is_like_nothing() -> None:
    assert likeness("12 34 … 🎉") == ""


@pytest.mark.parametrize("other", ["where is  my order 1.7", "Where is my order: 1.7?!"])
def test_the_same(other: str) -> None:
    assert sameness(other) == sameness("Where is my order (1.7)?")


@pytest.mark.parametrize("other", ["order 17", "order -1.7", "order 1.70", "order", "1.7 order", "orders 1.7"])
def test_other_numbers_are_not_the_same(other: str) -> None:
    assert sameness(other) != sameness("Order 1.7")
