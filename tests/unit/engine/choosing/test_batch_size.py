"""Batches are as large as teaches well and fits."""

import pytest

from ptstudio.core.training import TrainingSettings
from ptstudio.engine.choosing.batch_size import batch_sizes
from ptstudio.engine.choosing.memory_need import MemoryNeed

SMALL = MemoryNeed(learning_mb=50, sample_mb=10, looking_mb=2)


@pytest.mark.parametrize(("samples", "expected"), [(10_000, 32), (252, 16), (200, 16), (64, 8), (20, 8)])
def test_a_pass_makes_enough_adjustments(samples: int, expected: int) -> None:
    assert batch_sizes(TrainingSettings(), SMALL, 8000, samples, 32).training == expected


@pytest.mark.parametrize(("free_mb", "expected"), [(1000, 32), (400, 16), (180, 4), (10, 4)])
def test_what_does_not_fit_is_halved_and_the_reason_says_so(free_mb: float, expected: int) -> None:
    found = batch_sizes(TrainingSettings(), SMALL, free_mb, 10_000, 32)
    assert found.training == expected
    assert ("would not fit" in found.choice.reason) == (expected < 32)


def test_looking_has_a_batch_of_its_own() -> None:
    found = batch_sizes(TrainingSettings(batch_size=2), SMALL, 100, 10_000, 64)
    assert (found.training, found.looking) == (2, 32)
    assert found.choice.reason == "As you asked."


def test_where_nothing_but_a_last_layer_learns_only_looks_need_room() -> None:
    need = MemoryNeed(looking_mb=10)
    assert need.of_batches(1000, 8) == 80
    assert batch_sizes(TrainingSettings(), need, 100, 10_000, 32).training == 32
