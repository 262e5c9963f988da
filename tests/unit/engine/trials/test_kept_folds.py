"""Folds on disk."""

from pathlib import Path

import numpy as np

from ptstudio.engine.trials.kept_folds import KeptFold, KeptFolds, together


def fold(*places: int) -> KeptFold:
    values = np.array(places, dtype=np.float32)
    return KeptFold(np.array(places), {"probabilities": np.stack([values, -values], axis=1), "truths": values}, 1.5)


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    folds = KeptFolds(tmp_path / "checkpoints")
    folds.keep(0, fold(2, 5))
    found = folds.find(0)
    assert found is not None
    assert found.seconds == 1.5
    assert found.places.tolist() == [2, 5]
    assert found.evidence["probabilities"].tolist() == [[2, -2], [5, -5]]


def test_what_is_absent_or_damaged_is_not_there(tmp_path: Path) -> None:
    folds = KeptFolds(tmp_path)
    assert folds.find(1) is None
    for content in (b"", b"PK", b"nonsense"):
        (tmp_path / "fold-02.npz").write_bytes(content)
        assert folds.find(1) is None


def test_all_together_are_in_the_order_of_the_samples() -> None:
    places, evidence = together([fold(3, 1), fold(0, 2)])
    assert places == [0, 1, 2, 3]
    assert evidence["truths"].tolist() == [0, 1, 2, 3]
