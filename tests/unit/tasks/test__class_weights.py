import pytest
import torch

from ptstudio.tasks._class_weights import class_weights


def test_all_classes_together_count_the_same() -> None:
    counts = torch.tensor([30.0, 10.0, 20.0])
    weights = class_weights("balanced", counts)
    assert weights is not None
    torch.testing.assert_close(weights * counts, torch.full((3,), 20.0))


def test_a_class_without_samples_counts_as_one_of_a_single_sample() -> None:
    weights = class_weights("balanced", torch.tensor([3.0, 0.0]))
    assert weights is not None
    assert weights.tolist() == pytest.approx([2 / 3, 2])


def test_samples_count_the_same_unless_it_is_wanted() -> None:
    assert class_weights("none", torch.tensor([3.0, 1.0])) is None
