"""What the figures mean, and every reason not to trust them."""

from collections.abc import Sequence

import pytest

from ptstudio.core.lengths import Unread
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.report import (
    BoxClasses,
    Calibration,
    CalibrationBin,
    ClassRow,
    MaskClasses,
    MaskClassRow,
    Report,
    SplitReport,
)
from ptstudio.core.sentence import say_all
from ptstudio.core.trust import NAMED_AT_MOST, cautions, confidence, heading, meaning
from ptstudio.tasks._box_facts import METRICS as BOX_METRICS
from ptstudio.tasks._mask_facts import METRICS as MASK_METRICS
from tests.helpers import found_reports, reports

SURE = reports.report(("cat", "dog", "owl"), per_class=400, splits=("test", "validation"))


def test_the_headline_says_value_interval_and_what_a_guess_reaches() -> None:
    said = say_all(meaning(_split(value=0.8, low=0.75, high=0.85, baseline=0.4), reports.METRICS))
    assert said.startswith("Accuracy is 80.0\N{NO-BREAK SPACE}% on 900 samples. ")
    assert "between 75.0\N{NO-BREAK SPACE}% and 85.0\N{NO-BREAK SPACE}%." in said
    assert "looks at nothing (always answering “cat”, the most frequent class) reaches 40.0\N{NO-BREAK SPACE}%." in said


def test_large_balanced_and_better_than_a_guess_needs_no_caution() -> None:
    split = SURE.splits["test"]
    assert _cautions(SURE, split, reports.METRICS) == []


def test_an_interval_that_reaches_the_baseline_comes_first() -> None:
    split = _split(value=0.5, low=0.39, high=0.6, baseline=0.4).model_copy(update={"samples": 40})
    found = _cautions(_report(split), split, reports.METRICS)
    assert found[0].startswith("It is not shown that the network does better than a guess")
    assert "only 40 samples" in found[1]
    assert "2.5 points" in found[1]


def test_texts_that_were_not_read_to_their_end_are_named() -> None:
    split = SURE.splits["test"].model_copy(update={"unread": Unread.of([100] * 30 + [300] * 10, limit=256)})
    (words,) = _cautions(SURE, split, reports.METRICS)
    assert words.startswith("25 % of the texts are longer than the 256 tokens that the network reads")
    assert "7 % of all there is to read" in words
    few = split.model_copy(update={"unread": Unread.of([100] * 99 + [300], limit=256)})
    assert _cautions(SURE, few, reports.METRICS) == []


def test_a_guess_that_does_better_by_another_metric_is_said_with_both_figures() -> None:
    split = SURE.splits["test"]
    worse = split.metrics | {"log_loss": Estimate(value=2.29, low=1.5, high=3.1)}
    (words,) = _cautions(SURE, split.model_copy(update={"metrics": worse}), reports.METRICS)
    assert "Log loss: a guess that looks at nothing does better, with 1.58 against 2.29." in words


@pytest.mark.parametrize(
    ("sure", "right", "count", "said"),
    [
        (
            0.95,
            0.54,
            300,
            "off by 41 points on average: “90 % sure” does not mean right nine times in ten. It is too sure",
        ),
        (0.5, 0.9, 300, "It is too modest"),
        (0.85, 0.8, 300, ""),
        (0.8, 0.65, 8, ""),
    ],
)
def test_a_confidence_that_is_far_off_by_more_than_chance_is_said(
    sure: float, right: float, count: int, said: str
) -> None:
    bins = (CalibrationBin(low=0, high=1, count=count, confidence=sure, accuracy=right),)
    split = SURE.splits["test"].model_copy(update={"sections": (Calibration(bins=bins),)})
    found = _cautions(SURE, split, reports.METRICS)
    assert [said in words for words in found] == ([True] if said else [])


def test_errors_up_and_down_do_not_cancel_out() -> None:
    bins = tuple(
        CalibrationBin(low=low, high=low + 0.5, count=200, confidence=0.7, accuracy=right)
        for low, right in ((0, 0.9), (0.5, 0.5))
    )
    split = SURE.splits["test"].model_copy(update={"sections": (Calibration(bins=bins),)})
    (words,) = _cautions(SURE, split, reports.METRICS)
    assert "too sure of some answers and too modest in others" in words


@pytest.mark.parametrize(("validation", "is_said"), [(0.95, True), (0.88, False)])
def test_validation_much_better_than_the_test_is_said(validation: float, is_said: bool) -> None:
    split = _split(value=0.8, low=0.75, high=0.85, baseline=0.4)
    other = _split(value=validation, low=validation - 0.04, high=1.0, baseline=0.4).model_copy(
        update={"split": "validation"}
    )
    report = SURE.model_copy(update={"splits": {"test": split, "validation": other}})
    found = _cautions(report, split, reports.METRICS)
    assert any("Validation came out clearly better (95.0\N{NO-BREAK SPACE}%)" in words for words in found) is is_said


def test_small_classes_are_named_with_their_numbers_and_the_rest_counted() -> None:
    classes = tuple(f"class {number}" for number in range(9))
    report = reports.report(classes, per_class=8)
    (words,) = [each for each in _cautions(report, report.splits["test"], reports.METRICS) if "Classes" in each]
    assert "“\u2068class 8\u2069” (2)" in words
    assert words.count("”") == NAMED_AT_MOST
    assert "and 3 more" in words


def test_equally_small_classes_are_not_listed_one_by_one() -> None:
    rows = tuple(ClassRow(label=name, precision=1, recall=1, f1=1, support=9) for name in "abc")
    split = SURE.splits["test"]
    small = split.model_copy(update={"sections": (split.sections[0].model_copy(update={"rows": rows}),)})
    assert any("Every class has only 9 samples" in words for words in _cautions(SURE, small, reports.METRICS))


def test_what_map_means_is_said_and_what_it_comes_to() -> None:
    report = found_reports.boxes()
    split = report.splits["test"]
    said = say_all(meaning(split, BOX_METRICS))
    assert said.startswith("Average precision (mAP) is ")
    assert "Average precision is no share of right answers" in said
    recall, precision = (BOX_METRICS[0].written(split.metrics[key].value) for key in ("recall", "precision"))
    assert (
        f"where what is 40 % sure counts, {recall} of the things are found, and {precision} of what is found is right"
        in said
    )


def test_what_an_iou_means_is_said() -> None:
    said = say_all(meaning(found_reports.masks().splits["test"], MASK_METRICS))
    assert said.startswith("Mean overlap (mIoU) is ")
    assert "from 90 % on hardly a pixel is off" in said


def test_few_pictures_and_small_classes_of_things_and_pixels_are_named() -> None:
    boxes, masks = found_reports.boxes(3), found_reports.masks()
    found = _cautions(boxes, boxes.splits["test"], BOX_METRICS)
    assert any("Measured on only 3 samples: a single picture can move" in words for words in found)
    assert any("Classes with fewer than 10 things here" in words for words in found)
    split = masks.splits["test"]
    table = split.sections[0]
    assert isinstance(table, MaskClasses)
    rows = (table.rows[0].model_copy(update={"support": 3}), *table.rows[1:])
    small = split.model_copy(update={"sections": (table.model_copy(update={"rows": rows}),)})
    found = _cautions(masks, small, MASK_METRICS)
    assert any("Classes in fewer than 10 pictures here: “\u2068red cell\u2069” (3)" in words for words in found)


def test_classes_of_which_nothing_is_found_are_named() -> None:
    report = found_reports.boxes()
    split = report.splits["test"]
    assert not any("Nothing of these classes" in words for words in _cautions(report, split, BOX_METRICS))
    table = split.sections[0]
    assert isinstance(table, BoxClasses)
    rows = (table.rows[0].model_copy(update={"ap50": 0.0, "support": 12}), *table.rows[1:])
    worse = split.model_copy(update={"sections": (table.model_copy(update={"rows": rows}),)})
    assert "Nothing of these classes is found: “\u2068red cell\u2069” (12)." in _cautions(report, worse, BOX_METRICS)


def test_classes_of_which_all_have_as_few_are_not_listed() -> None:
    row = MaskClassRow(label="a", iou=0, dice=0, precision=0, recall=0, boundary=None, share=0.1, support=1)
    report = found_reports.masks()
    split = report.splits["test"].model_copy(update={"sections": (MaskClasses(rows=(row,)),)})
    found = _cautions(report, split, MASK_METRICS)
    assert any("Every class is in only 1 picture" in words for words in found)
    assert any("Nothing of these classes is found: “\u2068a\u2069” (1)." in words for words in found)


def test_validation_figures_are_called_flattering() -> None:
    found = _cautions(SURE, SURE.splits["validation"], reports.METRICS)
    assert len(found) == 1
    assert "flatter" in found[0]


@pytest.mark.parametrize(
    ("sure", "right", "verdict"), [(0.95, 0.7, "too sure"), (0.6, 0.9, "too modest"), (0.81, 0.8, "at its word")]
)
def test_confidence_is_judged_against_how_often_it_is_right(sure: float, right: float, verdict: str) -> None:
    bins = (CalibrationBin(low=0, high=1, count=500, confidence=sure, accuracy=right),)
    assert verdict in say_all(confidence(Calibration(bins=bins)))


def test_without_samples_nothing_is_said_of_confidence() -> None:
    assert confidence(Calibration(bins=())) == []


def test_every_part_of_a_sentence_goes_through_the_translation() -> None:
    said = say_all(meaning(SURE.splits["test"], reports.METRICS), lambda text: f"⟦{text}⟧")
    assert said.startswith("⟦⟦Accuracy⟧ is ")
    assert " on ⟦900 samples⟧.⟧ ⟦With other samples" in said
    assert "(⟦always answering “cat”, the most frequent class⟧)" in said


def test_a_heading_says_which_samples_they_are() -> None:
    assert heading("test").say() == "Test samples, which training never saw"
    assert heading("holdout").say() == "holdout"


def test_nine_out_of_nine_are_no_proof_of_perfection() -> None:
    low, high = ClassRow(label="a", precision=1, recall=1, f1=1, support=9).recall_interval
    assert low == pytest.approx(0.7009, abs=1e-3)  # Wilson's, as R's prop.test(9, 9, correct = FALSE) gives it
    assert high == 1
    assert ClassRow(label="a", precision=0, recall=0, f1=0, support=0).recall_interval == (0, 1)


def _split(value: float, low: float, high: float, baseline: float) -> SplitReport:
    estimate = Estimate(value=value, low=low, high=high)
    changed = {"metrics": {"accuracy": estimate}, "baseline": {"accuracy": baseline}, "samples": 900}
    return SURE.splits["test"].model_copy(update=changed)


def _cautions(report: Report, split: SplitReport, metrics: Sequence[MetricFacts]) -> list[str]:
    return [each.say() for each in cautions(report, split, metrics)]


def _report(split: SplitReport) -> Report:
    return SURE.model_copy(update={"splits": {"test": split}})
