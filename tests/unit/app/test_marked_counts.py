"""What is marked in samples is said in plain words, and what holds nothing too."""

from ptstudio.app.marked_counts import counts_words, empty_words, marked_words
from ptstudio.app.sample_words import PICTURE, TEXT
from ptstudio.core.dataset import Counts, Split


def test_things_are_counted_in_all_and_of_each_class_the_most_frequent_first() -> None:
    assert marked_words(PICTURE, {"dog": 3, "cat": 90, "cow": 3}) == "96 things are marked: 90 cat, 3 cow, 3 dog"
    assert marked_words(PICTURE, {"dog": 1}, are_areas=True) == "1 area is drawn: 1 dog"
    assert marked_words(TEXT, {"place": 2}) == "2 places are marked: 2 place"
    assert marked_words(PICTURE, {}) == marked_words(PICTURE, {"cat": 0}) == ""
    assert marked_words(PICTURE, {str(number): 1 for number in range(20)}).endswith("1 14, 1 15, …")


def test_what_holds_nothing_is_worth_something() -> None:
    assert empty_words(PICTURE, 0) == ""
    assert empty_words(PICTURE, 1).startswith("1 picture holds none of them: it teaches")
    assert empty_words(TEXT, 2000).startswith("2,000 texts hold none of them: they teach")


def test_counts_say_both_and_nothing_where_each_sample_has_one_class() -> None:
    counts = Counts(
        by_split={Split.TRAIN: {"cat": 2}},
        marked={Split.TRAIN: {"cat": 5}, Split.TEST: {"cat": 2}},
        empty={Split.TRAIN: 1, Split.TEST: 2},
    )
    assert counts_words(PICTURE, counts) == (
        "7 things are marked: 7 cat. 3 pictures hold none of them: they teach what is not to be found."
    )
    assert counts_words(PICTURE, Counts(by_split={Split.TRAIN: {"cat": 2}})) == ""
