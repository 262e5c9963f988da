"""What a report says of things in pictures, and what is shown of them."""

from collections.abc import Sequence

import numpy as np
import pytest

from ptstudio.core.report import BoxClasses, BoxErrors, BoxMistakes, BoxSizes, Thresholds
from ptstudio.tasks._box_evidence import FOUND, packed, unpacked, with_threshold
from ptstudio.tasks._box_metrics import best_threshold, measure
from ptstudio.tasks._box_sections import LEAST, MOST_MISTAKES, MOST_SHOWN, predictions, sections
from tests.helpers.found_things import evidence, packed_evidence, things

CLASSES = ("cat", "dog")
TRUE = [[0, 0, 100, 100, 0, 1], [200, 0, 300, 100, 1, 1], [0, 150, 100, 250, 1, 1], [200, 150, 300, 250, 0, 1]]


def rows(*of: Sequence[float]) -> np.ndarray:
    return np.array(of, np.float32).reshape(-1, 6)


def errors(found: np.ndarray, true: np.ndarray | None = None) -> dict[str, int]:
    """Those that are not 0."""
    made = packed_evidence([found], [rows(*TRUE) if true is None else true])
    (section,) = (each for each in sections(made, ["a"], CLASSES) if isinstance(each, BoxErrors))
    return {key: count for key, count in section.model_dump().items() if key != "type" and count}


def test_every_kind_of_error_is_told_from_the_others() -> None:
    right, cat = [0, 0, 100, 90, 0, 0.9], [0, 0, 100, 100, 0]
    assert errors(rows(right)) == {"right": 1, "missed": 3}
    assert errors(rows(right, [*cat[:4], 0, 0.8])) == {"right": 1, "double": 1, "missed": 3}
    assert errors(rows([0, 0, 100, 40, 0, 0.9])) == {"badly_placed": 1, "missed": 3}
    assert errors(rows([*cat[:4], 1, 0.9])) == {"other_class": 1, "missed": 3}
    assert errors(rows([0, 0, 100, 40, 1, 0.9])) == {"both_other": 1, "missed": 4}
    assert errors(rows([330, 200, 380, 290, 1, 0.9])) == {"background": 1, "missed": 4}
    assert errors(rows(*TRUE)) == {"right": 4}
    assert errors(rows()) == {"missed": 4}
    assert errors(rows([*cat, 0.4])) == {"missed": 4}


def test_what_lies_on_many_things_is_no_error() -> None:
    assert errors(rows([10, 10, 90, 90, 0, 0.9]), rows([0, 0, 100, 100, 0, 0])) == {}


def test_right_and_wrong_add_up_to_what_was_found_and_is_there() -> None:
    made = evidence(np.random.default_rng(1), 40, 2, 8, 0.0)
    counted = sections(made, [str(number) for number in range(40)], CLASSES)[3]
    assert isinstance(counted, BoxErrors)
    found = sum(int((each[:, 5] >= 0.5).sum()) for each in unpacked(made[FOUND]))
    assert sum(count for key, count in counted.model_dump().items() if key not in {"type", "missed"}) == found
    assert counted.right / found == pytest.approx(measure(made)["precision"])


def test_sections_agree_with_the_figures() -> None:
    made = evidence(np.random.default_rng(4), 30, 2, 8)
    settled = with_threshold(made, best_threshold(made))
    per_class, sizes, curves, _, _ = sections(settled, [str(number) for number in range(30)], CLASSES)
    figures = measure(settled)
    assert isinstance(per_class, BoxClasses)
    assert [row.label for row in per_class.rows] == ["cat", "dog"]
    assert np.mean([row.ap for row in per_class.rows]) == pytest.approx(figures["map"])
    assert isinstance(sizes, BoxSizes)
    assert sum(sizes.supports) == sum(row.support for row in per_class.rows)
    assert isinstance(curves, Thresholds)
    assert curves.chosen == per_class.threshold == pytest.approx(best_threshold(made))
    assert [curve.label for curve in curves.curves] == ["", "cat", "dog"]
    of_all, *single = (curve.at(curves.chosen) for curve in curves.curves)
    told = {"precision": of_all.precision, "recall": of_all.recall, "f1": of_all.f1}
    assert told == pytest.approx({key: figures[key] for key in told}, abs=1e-9)
    assert [(point.precision, point.recall) for point in single] == [
        pytest.approx((row.precision, row.recall), abs=1e-9) for row in per_class.rows
    ]
    best = max(curves.curves[0].points, key=lambda point: point.f1)
    assert best.f1 <= figures["f1"] + 1e-9
    nearest = measure(with_threshold(made, best.threshold))
    assert (best.precision, best.recall) == pytest.approx((nearest["precision"], nearest["recall"]), abs=1e-9)
    hundredths = {place / 100 for place in range(101)}
    assert [point.threshold for point in curves.curves[1].points] == sorted(hundredths | {curves.chosen})


def test_the_pictures_with_most_mistakes_come_first_and_those_without_are_left_out() -> None:
    true = [rows(*TRUE), rows(*TRUE[:1]), rows()]
    found = [rows(*TRUE[:2]), rows(*TRUE[:1]), rows(*([10, 10, 50, 50, 0, 0.9 - step / 50] for step in range(20)))]
    found[2] = np.concatenate((found[2], rows([1, 1, 2, 2, 1, 0.01])))
    mistakes = sections(packed_evidence(found, true), ["a", "b", "c"], CLASSES)[4]
    assert isinstance(mistakes, BoxMistakes)
    assert [(each.sample, each.wrong) for each in mistakes.mistakes] == [("c", 20), ("a", 2)]
    first, second = mistakes.mistakes
    assert (first.width, first.height) == (400, 300)
    assert [round(box.probability, 2) for box in first.said] == [round(0.9 - step / 50, 2) for step in range(20)]
    assert [(box.label, box.left, box.bottom, box.probability) for box in second.truth[:2]] == [
        ("cat", 0, 100, 1),
        ("dog", 200, 100, 1),
    ]


def test_neither_too_many_pictures_are_told_of_nor_too_many_things() -> None:
    dice = np.random.default_rng(3)
    many = MOST_MISTAKES + 5
    found = [things(dice, MOST_SHOWN + 20, 2) for _ in range(many)]
    made = packed_evidence(found, [rows() for _ in range(many)])
    mistakes = sections(made, [str(number) for number in range(many)], CLASSES)[4]
    assert isinstance(mistakes, BoxMistakes)
    assert len(mistakes.mistakes) == MOST_MISTAKES
    assert all(len(each.said) <= MOST_SHOWN for each in mistakes.mistakes)
    assert min(box.probability for each in mistakes.mistakes for box in each.said) >= LEAST


def test_predictions_hold_what_was_found_the_most_probable_first() -> None:
    found = rows([0, 0, 10, 10, 0, 0.3], [5, 5, 20, 20, 1, 0.7], [5, 5, 20, 20, 1, 0.02])
    made = packed_evidence([found, rows()], [rows(), rows()])
    first, second = predictions(with_threshold(made, 0.25), CLASSES)
    assert [(box.label, box.probability) for box in first.boxes] == [("dog", 0.7), ("cat", 0.3)]
    assert (first.threshold, first.width, first.height) == (0.25, 400, 300)
    assert first.said == "1 cat, 1 dog"
    assert second.boxes == ()
    assert predictions({**made, FOUND: packed([found, found])}, CLASSES)[1].found == ("dog",)
    (few, *_) = predictions(with_threshold(made, 0.01), CLASSES)
    assert len(few.given) == 3
