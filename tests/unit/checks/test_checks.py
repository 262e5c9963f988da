"""Every check stays silent where all is well, and speaks in real counts and with a remedy where it is not."""

from collections.abc import Sequence

import pytest

from ptstudio.checks import all_checks
from ptstudio.checks._check import SampleTable
from ptstudio.core.dataset import SPLITS, Finding, Split

TRAIN, VALIDATION, TEST = SPLITS
Kind = tuple[str, int, int, int]


def samples(*classes: Kind, groups: Sequence[str] | None = None) -> SampleTable:
    """So many samples of each class for training, validation and test."""
    rows = [
        (label, split)
        for label, *counts in classes
        for split, count in zip(SPLITS, counts, strict=True)
        for _ in range(count)
    ]
    return SampleTable(
        source="photos",
        ids=[str(number) for number in range(len(rows))],
        paths=[f"{number}.jpg" for number in range(len(rows))],
        labels=[(label,) for label, _ in rows],
        groups=groups or [""] * len(rows),
        splits=[split for _, split in rows],
    )


def found(key: str, table: SampleTable) -> list[Finding]:
    return list(all_checks()[key].examine(table))


def only(key: str, table: SampleTable) -> Finding:
    [finding] = found(key, table)
    assert (finding.severity, finding.path) == ("warning", "photos")
    assert finding.remedy.endswith(".")
    return finding


@pytest.mark.parametrize("key", sorted(all_checks()))
def test_good_data_and_no_data_raise_no_finding(key: str) -> None:
    assert found(key, samples(("cat", 70, 15, 15), ("dog", 60, 15, 15))) == []
    assert found(key, samples()) == []
    assert all_checks()[key].title


def test_a_class_with_one_image_is_named() -> None:
    finding = only("tiny-classes", samples(("cat", 70, 15, 15), ("dog", 1, 0, 0)))
    assert finding.kind == "tiny-class"
    assert "“dog” has 1 sample (1 for train) and none for validation and test" in finding.reason


def test_a_split_that_nothing_has_is_no_fault_of_a_class() -> None:
    assert found("tiny-classes", samples(("cat", 70, 0, 15), ("dog", 2, 0, 1))) == []


@pytest.mark.parametrize("twin", ["cat", "CAT", "C a t", "c-a_t"])
def test_classes_that_look_alike_can_be_merged(twin: str) -> None:
    finding = only("case-twins", samples(("Cat", 9, 1, 1), (twin, 2, 0, 0), ("dog", 5, 1, 1)))
    assert "“Cat” (11 samples)" in finding.reason
    assert f"rename “{twin}” to “Cat”" in finding.remedy


def test_imbalance_is_said_in_numbers() -> None:
    assert found("imbalance", samples(("cat", 100, 0, 0), ("dog", 10, 0, 0))) == []
    finding = only("imbalance", samples(("cat", 110, 0, 0), ("dog", 10, 0, 0), ("cow", 50, 0, 0)))
    assert "“cat” has 110 samples, “dog” only 10: 11 times fewer" in finding.reason


def test_divided_groups_are_named() -> None:
    table = samples(("cat", 2, 1, 1), groups=["film", "b", "film", ""])
    finding = only("straddling-groups", table)
    assert "1 group lies in several splits: “film” (train, validation)" in finding.reason
    whole = samples(("cat", 2, 1, 1), groups=["a", "a", "b", "c"])
    assert found("straddling-groups", whole) == []


def test_many_divided_groups_are_counted() -> None:
    table = samples(("cat", 10, 10, 0), groups=[str(number) for number in range(10)] * 2)
    assert only("straddling-groups", table).reason.startswith("10 groups lie in several splits")


def test_a_small_test_split_is_said() -> None:
    assert "There is no test split" in only("few-test-samples", samples(("cat", 9, 1, 0))).reason
    assert "Only 10 samples are for test" in only("few-test-samples", samples(("cat", 9, 1, 10))).reason
    assert "Only 1 sample is for test" in only("few-test-samples", samples(("cat", 9, 1, 1))).reason
    uneven = only("few-test-samples", samples(("cat", 90, 10, 40), ("dog", 9, 1, 4)))
    assert "fewer than 5 test samples: “dog” (4)" in uneven.reason
    many: list[Kind] = [(f"class {number}", 9, 1, 4) for number in range(20)]
    assert "and 15 more" in only("few-test-samples", samples(*many)).reason


def test_splits_are_named_as_people_call_them() -> None:
    assert [split.value for split in Split] == ["train", "validation", "test"]
