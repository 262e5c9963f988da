"""Splits and groups in words."""

from ptstudio.app import split_words
from ptstudio.core.dataset import Split, SplitPolicy

NAMES = ["patient1_a.jpg", "patient1_b.jpg", "patient2_a.jpg", "other.jpg"]


def test_shares_are_told_as_they_will_be_since_they_need_not_add_up() -> None:
    policy = SplitPolicy(train=0.5, validation=0.25, test=0.25)
    assert split_words.shares_words(policy) == "50 % for training, 25 % for validation, 25 % for test"
    odd = SplitPolicy(train=1, validation=1, test=0)
    assert split_words.shares_words(odd) == "50 % for training, 50 % for validation, 0 % for test"


def test_a_pattern_is_shown_on_real_names_with_a_group_each() -> None:
    words = split_words.pattern_example(NAMES, "(patient[0-9]+)").splitlines()
    assert words == [
        "patient1_a.jpg → patient1",
        "patient2_a.jpg → patient2",
        "3 of 4 file names match, in 2 groups.",
    ]


def test_a_pattern_that_cannot_be_used_or_finds_nothing_says_so() -> None:
    assert split_words.pattern_problem("(a") != ""
    assert split_words.pattern_problem("") != ""
    assert split_words.pattern_problem("a") == ""
    assert "No file name matches" in split_words.pattern_example(NAMES, "x[0-9]")
    assert "not a regular expression" in split_words.pattern_example(NAMES, "(")


def test_what_the_source_gives_is_told() -> None:
    assert split_words.given_words({}) == "The source says nothing of splits."
    assert split_words.given_words({Split.TRAIN: 1200, Split.TEST: 3}) == (
        "The source gives: 1,200 for training, 3 for test."
    )
    assert "no groups" in split_words.folder_example({})
    assert split_words.folder_example({"a/b": 3, "c": 9}) == "2 groups, for instance c (9 samples), b (3 samples)."
