"""The confusion matrix in an order of classes."""

from itertools import pairwise

import pytest

from ptstudio.app.confusion_order import Matrix, by_confusion, by_name, matrix
from ptstudio.core.report import Confusion, ConfusionCell

CELLS = {(0, 0): 9, (0, 2): 1, (1, 1): 2, (1, 3): 7, (2, 2): 5, (3, 3): 6, (3, 1): 2, (3, 0): 3}
CLASSES = ("owl", "Cat", "dog", "bee")


@pytest.fixture
def confusion() -> Confusion:
    """Cats and bees are mixed up most; bees also with owls, owls with dogs."""
    cells = tuple(
        ConfusionCell(truth=truth, predicted=said, samples=tuple(f"{truth}{said}{place}" for place in range(number)))
        for (truth, said), number in CELLS.items()
    )
    return Confusion(classes=CLASSES, cells=cells)


def test_the_most_confused_come_first_and_beside_what_they_are_mixed_up_with(confusion: Confusion) -> None:
    order = by_confusion(confusion)
    assert [CLASSES[label] for label in order] == ["bee", "Cat", "owl", "dog"]


def test_a_thousand_classes_are_ordered_each_once() -> None:
    cells = tuple(ConfusionCell(truth=at, predicted=(7 * at) % 1000, samples=("x",)) for at in range(1000))
    thousand = Confusion(classes=tuple(f"class {at}" for at in range(1000)), cells=cells)
    order = by_confusion(thousand)
    assert sorted(order) == list(range(1000))
    beside = sum((7 * first) % 1000 == second or (7 * second) % 1000 == first for first, second in pairwise(order))
    assert beside > 700


def test_names_are_sorted_whatever_their_case(confusion: Confusion) -> None:
    assert [CLASSES[label] for label in by_name(confusion)] == ["bee", "Cat", "dog", "owl"]


def test_samples_follow_their_classes_into_any_order(confusion: Confusion) -> None:
    shown = matrix(confusion, by_name(confusion))
    bee, cat = 0, 1
    assert len(shown.samples(cat, bee)) == 7
    assert shown.samples(bee, cat) == ("310", "311")
    assert shown.samples(cat, 2) == ()
    assert shown.totals == (11, 9, 5, 10)


def test_cells_are_written_as_counts_or_as_part_of_their_row(confusion: Confusion) -> None:
    shown = matrix(confusion, range(4))
    assert shown.text(1, 3, is_percent=False) == "7"
    assert shown.text(1, 3, is_percent=True) == "78 %"
    assert shown.text(2, 0, is_percent=True) == ""
    assert shown.words(1, 3) == "7 of 9 samples of “Cat” were taken for “bee”"
    assert shown.words(0, 0) == "9 of 10 samples of “owl” were recognised"


def test_a_rare_error_is_not_rounded_away() -> None:
    shown = Matrix(("a", "b"), {(0, 1): ("x",), (0, 0): tuple(map(str, range(999)))}, (1000, 0))
    assert shown.text(0, 1, is_percent=True) == "<1 %"
    assert shown.share(1, 0) == 0


def test_the_worst_cell_is_wrong_and_the_largest(confusion: Confusion) -> None:
    assert matrix(confusion, range(4)).worst() == (1, 3)
    right = tuple(cell for cell in confusion.cells if cell.truth == cell.predicted)
    assert matrix(confusion.model_copy(update={"cells": right}), range(4)).worst() is None


def test_a_class_without_samples_keeps_its_place(confusion: Confusion) -> None:
    larger = confusion.model_copy(update={"classes": (*CLASSES, "ant")})
    assert [larger.classes[label] for label in by_confusion(larger)][-1] == "ant"
    assert len(matrix(larger, by_confusion(larger)).classes) == 5
