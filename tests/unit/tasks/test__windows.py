"""Long texts are read to their end, in windows that overlap, and what is said of them becomes one answer."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ptstudio.core.prediction import Answers, Spans
from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import _windows, all_tasks
from ptstudio.tasks._answer_chances import joined
from ptstudio.tasks._tags import Marked
from ptstudio.tasks._task import Task
from tests.helpers.encoders import MOST_TOKENS
from tests.helpers.tasks import trained_by

LONG = " ".join(f"{'cat' if number % 7 else 'dog'} number {number} sleeps." for number in range(40))
TEXTS = [key for key, task in all_tasks().items() if task.icon == "text"]
Known = Callable[[str], tuple[Task, TrainedModel]]


@pytest.fixture
def known(tmp_path: Path) -> Known:
    def make(key: str) -> tuple[Task, TrainedModel]:
        task = all_tasks()[key]
        return task, trained_by(task, ("a", "b"), tmp_path)[1]

    return make


def covered(found: list[Any], number: int) -> set[int]:
    """The characters of one of the texts that are in any window."""
    return {
        place
        for window in found
        for part, (start, end) in zip(window.sequence_ids, window.offsets, strict=True)
        if part == number
        for place in range(start, end)
    }


def letters(text: str) -> set[int]:
    return {place for place, letter in enumerate(text) if not letter.isspace()}


def test_windows_hold_the_whole_text_and_overlap(known: Known) -> None:
    _, trained = known("text-classification")
    found = _windows.encodings(trained, LONG)
    assert len(found) > 3
    assert all(len(window.ids) <= MOST_TOKENS for window in found)
    assert all(window.tokens[0] == "[CLS]" and window.tokens[-1] == "[SEP]" for window in found)
    assert letters(LONG) <= covered(found, 0)
    shared = [covered([one], 0) & covered([other], 0) for one, other in pairwise(found)]
    assert all(len(each) > 10 for each in shared)
    assert len(_windows.encodings(trained, "the cat sleeps")) == 1


def test_of_two_texts_the_longer_one_is_cut_up_and_the_other_one_read_each_time(known: Known) -> None:
    _, trained = known("text-classification")
    for texts, number in (((LONG, "the cat"), 0), (("the cat", LONG), 1)):
        found = _windows.encodings(trained, *texts)
        assert len(found) > 3
        assert letters(LONG) <= covered(found, number)
        assert all(letters("the cat") <= covered([window], 1 - number) for window in found)


def test_two_long_texts_are_cut_off(known: Known) -> None:
    _, trained = known("text-classification")
    assert len(_windows.encodings(trained, LONG, LONG)) == 1
    assert len(_windows.encodings(trained, "the cat", LONG, windows_of=0)) == 1


@pytest.mark.parametrize("key", TEXTS)
def test_what_is_short_is_read_as_it_ever_was(known: Known, key: str) -> None:
    task, trained = known(key)
    row = {"text": "the cat sleeps", "pair": "who?"}
    (only,) = task.windows(row, trained)
    assert {name: array.tolist() for name, array in only.items()} == {
        name: array.tolist() for name, array in task.raw(row, trained).items()
    }


@pytest.mark.parametrize("key", TEXTS)
def test_windows_can_be_computed_together(known: Known, key: str) -> None:
    task, trained = known(key)
    windows = task.windows({"text": LONG, "pair": "who?"}, trained)
    assert len(windows) > 3
    assert all(array.shape == (len(windows), array.shape[1]) for array in task.together(windows, trained).values())


@pytest.mark.parametrize("key", ["text-classification", "text-labelling"])
def test_what_is_said_of_whole_texts_is_the_mean(known: Known, key: str) -> None:
    task, trained = known(key)
    row = {"text": LONG, "pair": ""}
    sizes = [window["input_ids"].size for window in task.windows(row, trained)]
    said = [np.array([[share, 1 - share]], dtype=np.float32) for share in np.linspace(0.1, 0.9, len(sizes))]
    found = task.joined([{"probabilities": each} for each in said], row, trained)["probabilities"]
    assert found.dtype == np.float32
    assert found[0, 0] == pytest.approx(np.average([each[0, 0] for each in said], weights=sizes))
    assert found.sum() == pytest.approx(1)


def test_marks_come_from_the_window_where_they_stand_farther_from_an_edge(known: Known) -> None:
    task, trained = known("token-classification")
    row = {"text": LONG}
    windows = task.windows(row, trained)
    outputs = []
    for number, window in enumerate(windows):
        said = np.zeros((1, window["input_ids"].shape[1], 5), dtype=np.float32)
        said[:, :, 1 + 2 * (number % 2)] = 0.5 + number / 100
        outputs.append({"probabilities": said})
    (found,) = task.predictions(task.joined(outputs, row, trained), ("even", "odd"), 1)
    assert isinstance(found, Spans)
    assert [LONG[span.start : span.end] for span in found.spans] == LONG.replace(".", " .").split()
    numbers = [round(100 * (span.probability - 0.5)) for span in found.spans]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(windows)))
    assert all(
        span.label == ("odd" if number % 2 else "even") for span, number in zip(found.spans, numbers, strict=True)
    )


def test_a_mark_across_a_seam_is_one_mark(known: Known) -> None:
    task, trained = known("token-classification")
    row = {"text": LONG}
    windows = task.windows(row, trained)
    outputs = [{"probabilities": np.zeros((1, each["input_ids"].shape[1], 5), dtype=np.float32)} for each in windows]
    for output in outputs:
        output["probabilities"][:, :, 2] = 0.9
    (found,) = task.predictions(task.joined(outputs, row, trained), ("even", "odd"), 1)
    assert isinstance(found, Spans)
    assert [(span.start, span.end) for span in found.spans] == [(0, len(LONG))]


def test_windows_without_a_word_have_none() -> None:
    words, nothing = np.array([[0, 3], [0, 0], [4, 8]]), np.zeros((2, 2), dtype=np.int64)
    found = _windows.own_words([words, nothing, np.array([[4, 8], [9, 12]])])
    assert found[0].tolist() == [[0, 3], [0, 0], [0, 0]]
    assert not found[1].any()
    assert found[2].tolist() == [[4, 8], [9, 12]]


def test_answers_of_all_windows_are_put_in_order() -> None:
    none, there, same, within, later = (
        Marked(0, 0, 0, 0.9), Marked(10, 20, 0, 0.7), Marked(10, 20, 0, 0.4), Marked(12, 15, 0, 0.5),
        Marked(30, 40, 0, 0.6),
    )  # fmt: skip
    found = joined([[none, same], [there, within, none._replace(probability=0.2)], [none, later]])
    assert found == [there, later, none._replace(probability=0.2)]


def test_the_answer_at_the_end_of_a_long_text_is_found_there(known: Known) -> None:
    task, trained = known("question-answering")
    row = {"text": LONG, "pair": "who?"}
    windows = task.windows(row, trained)
    outputs = []
    for number, window in enumerate(windows):
        said = np.zeros((1, window["input_ids"].shape[1], 2), dtype=np.float32)
        at = np.flatnonzero(window["allowed"][0])[-1] if number == len(windows) - 1 else 0
        said[0, at] = 1.0
        outputs.append({"probabilities": said})
    (found,) = task.predictions(task.joined(outputs, row, trained), trained.classes, 3)
    found = task.quoted(found, row)
    assert isinstance(found, Answers)
    assert found.none == 0
    assert [(place.start, place.text) for place in found.places] == [(len(LONG) - 1, ".")]
