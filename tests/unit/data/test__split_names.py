"""Splits are known by the names people give them."""

import pytest

from ptstudio.core.dataset import SPLITS, Split
from ptstudio.data._split_names import named_split, split_in_name

TRAIN, VALIDATION, TEST = SPLITS


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("train.csv", TRAIN), ("SST_dev.tsv", VALIDATION), ("cooking.test", TEST), ("train-0-of-2.parquet", TRAIN),
        ("train_5500.label", TRAIN), ("train_test.csv", None), ("latest.csv", None), ("notes.txt", None),
        ("eng.testa", VALIDATION), ("eng.testb", TEST),
    ],
)  # fmt: skip
def test_a_file_names_its_split(name: str, split: Split | None) -> None:
    assert split_in_name(name) is split


def test_a_cell_names_its_split() -> None:
    assert [named_split(name) for name in ("Train", "test_set", "cat")] == [TRAIN, TEST, None]
