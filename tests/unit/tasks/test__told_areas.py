"""What is said of pixels is what the plain definition says, class by class or all at once."""

import pytest
import torch

from ptstudio.tasks._told_areas import told, upsampled

SIZES = ((8, 8), (32, 20), (3, 5))


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_it_is_the_best_of_the_probabilities(rows: int, columns: int) -> None:
    torch.manual_seed(0)
    logits = 3 * torch.randn(2, 5, 8, 8)
    found = told(logits, rows, columns)
    best = upsampled(logits, rows, columns).softmax(dim=1).topk(2, dim=1)
    assert found.classes.dtype == torch.uint8
    assert found.classes.shape == (2, rows, columns)
    assert torch.equal(found.classes.long(), best.indices[:, 0])
    torch.testing.assert_close(found.probabilities, best.values[:, 0])
    torch.testing.assert_close(found.margins, best.values[:, 0] - best.values[:, 1])


def test_numbers_that_are_far_apart_overflow_nothing() -> None:
    logits = torch.tensor([1e4, -1e4, 0.0]).view(1, 3, 1, 1).expand(1, 3, 2, 2)
    found = told(logits, 4, 4)
    assert (found.classes == 0).all()
    assert (found.probabilities == 1).all()
    assert (found.margins == 1).all()
