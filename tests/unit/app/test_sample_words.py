"""What samples are called."""

from collections.abc import Callable

import pytest

from ptstudio.app import sample_words
from ptstudio.app.sample_words import PICTURE, TEXT
from ptstudio.tasks import all_tasks


def test_counts_are_of_what_a_sample_is() -> None:
    assert [sample_words.count(PICTURE, number) for number in (1, 1200)] == ["1 picture", "1,200 pictures"]
    assert [sample_words.count(TEXT, number) for number in (1, 1200)] == ["1 text", "1,200 texts"]


def test_a_single_class_is_not_counted() -> None:
    assert sample_words.will_be_learned(TEXT, 1, 1200) == "About 1,200 texts will be learned."
    assert sample_words.will_be_learned(PICTURE, 2, 30) == "2 classes with about 30 pictures will be learned."


@pytest.mark.parametrize(
    "words",
    [
        sample_words.title, sample_words.none_here, sample_words.best_data, sample_words.where_from,
        sample_words.look_and_go_on, sample_words.class_shown, sample_words.split_shown,
        sample_words.look_hint, sample_words.mistakes_hint, sample_words.stands_alone, sample_words.of_one_group,
        sample_words.of_one_pattern, sample_words.why_groups, sample_words.no_pattern, sample_words.one,
        sample_words.time_for_one, sample_words.try_own,
        sample_words.others_alike, lambda kind: sample_words.takes_for_one(kind, "1 s"),
        lambda kind: sample_words.of_training(kind, 3, 3), lambda kind: sample_words.of_training(kind, 2, 3),
        lambda kind: sample_words.corrected_wait(kind, 1), lambda kind: sample_words.corrected_wait(kind, 2),
        lambda kind: sample_words.take_corrected(kind, 1), lambda kind: sample_words.take_corrected(kind, 2),
        lambda kind: sample_words.with_corrected(kind, "data"),
        lambda kind: sample_words.still_finding(kind, 3), lambda kind: sample_words.will_be_learned(kind, 2, 30),
        *(lambda kind, split=split: sample_words.seen_before(kind, split) for split in ("train", "validation", "test")),
    ],
)  # fmt: skip
def test_texts_are_never_called_pictures_nor_pictures_texts(words: Callable[[str], str]) -> None:
    assert "pictur" not in words(TEXT).lower()
    assert "text" not in words(PICTURE).lower()
    assert words(TEXT)


def test_nothing_is_said_of_a_sample_that_is_new() -> None:
    assert sample_words.read_in_windows(1) == ""
    assert "it was read in 12 parts that overlap" in sample_words.read_in_windows(12)
    assert sample_words.read_in_windows(12, has_words=True).endswith("looked for in the first of them.")
    assert (sample_words.seen_before(TEXT, ""), sample_words.seen_before(PICTURE, "")) == ("", "")


def test_there_are_words_for_the_samples_of_every_task() -> None:
    assert {task.icon for task in all_tasks().values()} <= {PICTURE, TEXT}
