"""A column of few different values is a sequence like any other, and small."""

import sys

import pytest

from ptstudio.data._coded import Coded

WORDS = ["a", "b", "a", "c", "a"]


def test_it_says_what_was_put_into_it() -> None:
    column = Coded(WORDS)
    assert list(column) == WORDS
    assert [column[place] for place in range(-5, 5)] == WORDS + WORDS
    assert column.values == ("a", "b", "c")
    assert ("c" in column, "d" in column) == (True, False)
    column[1] = "d"
    assert list(column) == ["a", "d", "a", "c", "a"]


def test_a_column_of_one_value_takes_nothing_and_can_still_change() -> None:
    column = Coded(["x"] * 3)
    assert (list(column), len(column), column[2], column[-3]) == (["x"] * 3, 3, "x", "x")
    for place in (3, -4):
        with pytest.raises(IndexError):
            column[place]
    column[1] = "x"
    assert column.values == ("x",)
    column[1] = "y"
    column.append("x")
    assert list(column) == ["x", "y", "x", "x"]


def test_an_empty_one_is_empty() -> None:
    column: Coded[str] = Coded()
    assert (list(column), len(column), column.values) == ([], 0, ())
    with pytest.raises(IndexError):
        column[0]


def test_an_entry_takes_four_bytes() -> None:
    column = Coded("ab" * 50_000)
    assert column._numbers is not None
    assert sys.getsizeof(column._numbers) < 5 * len(column)


def test_what_a_function_makes_of_each_value_stands_in_its_place() -> None:
    column = Coded([1, 2, 1, 3])
    assert list(column.mapped(lambda value: value % 2 == 1)) == [True, False, True, True]
    assert list(Coded(["a", "a"]).mapped(str.upper)) == ["A", "A"]
    assert list(Coded[str]().mapped(str.upper)) == []
