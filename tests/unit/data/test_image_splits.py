"""Folders for the splits are recognised by their usual names, and kept."""

from collections import Counter
from pathlib import Path

import pytest

from ptstudio.core.dataset import SPLITS, Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data.image_splits import ImageSplits
from tests.helpers import corpora

FORMAT = ImageSplits()
TRAIN, VALIDATION, TEST = SPLITS


def read(path: Path) -> tuple[list[Sample], list[Finding]]:
    found = list(FORMAT.read(path, ImportOptions()))
    return [one for one in found if isinstance(one, Sample)], [one for one in found if isinstance(one, Finding)]


@pytest.mark.parametrize(
    "names", [("train", "val", "test"), ("Train", "VALID", "Test"), ("training", "dev", "test_set")]
)
def test_splits_are_read_by_their_usual_names(tmp_path: Path, names: tuple[str, ...]) -> None:
    corpora.split_folders(tmp_path, dict(zip(names, (4, 2, 1), strict=True)))
    recognition = FORMAT.recognises(tmp_path)
    assert recognition.confidence > 0.95
    assert "2 class folders: cat, dog" in recognition.reason
    samples, findings = read(tmp_path)
    assert findings == []
    assert Counter(sample.split for sample in samples) == {TRAIN: 8, VALIDATION: 4, TEST: 2}
    assert {sample.fields["label"] for sample in samples} == {"cat", "dog"}


@pytest.mark.parametrize("other", ["val", "test"])
def test_one_of_the_two_may_be_missing(tmp_path: Path, other: str) -> None:
    corpora.split_folders(tmp_path / "wrapped", {"train": 2, other: 1})
    assert FORMAT.recognises(tmp_path).confidence > 0.9
    assert len(read(tmp_path)[0]) == 6


def test_a_test_folder_without_classes_is_one_finding(tmp_path: Path) -> None:
    corpora.split_folders(tmp_path, {"train": 2, "val": 1})
    corpora.pictures(tmp_path / "test", ["1.jpg", "2.jpg"])
    samples, [finding] = read(tmp_path)
    assert len(samples) == 6
    assert (finding.kind, finding.path) == ("missing-label", str(tmp_path / "test"))


def test_a_folder_of_another_name_is_named(tmp_path: Path) -> None:
    corpora.split_folders(tmp_path, {"train": 2, "val": 1, "extra": 1})
    _, [finding] = read(tmp_path)
    assert (finding.kind, finding.severity) == ("unknown-split", "warning")


def test_groups_lie_below_the_class(tmp_path: Path) -> None:
    corpora.split_folders(tmp_path, {"train": 1, "test": 1})
    corpora.pictures(tmp_path / "train" / "cat" / "film 7", ["1.jpg"])
    assert [sample.group for sample in read(tmp_path)[0] if sample.group] == ["film 7"]


def test_other_folders_are_not_recognised(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path / "classes", {"cat": 1, "dog": 1})
    corpora.class_folders(tmp_path / "no classes", {"train": 1, "test": 1})
    corpora.split_folders(tmp_path / "only train", {"train": 1})
    for path in tmp_path.iterdir():
        assert FORMAT.recognises(path).confidence == 0
        with pytest.raises(DatasetError):
            FORMAT.read(path, ImportOptions())
