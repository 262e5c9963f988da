"""Every generator can be put back to where it was, and a step's dice depend on the step alone."""

import io
import random
from typing import Any

import numpy as np
import torch

from ptstudio.engine.computing.randomness import random_state, restore_random_state, sow, sow_step

CPU = torch.device("cpu")


def thrown() -> tuple[float, float, float]:
    return random.random(), float(np.random.random()), float(torch.rand(()))


def test_every_generator_goes_on_from_a_state_that_was_written_down() -> None:
    sow(5)
    thrown()
    file = io.BytesIO()
    torch.save(random_state(), file)
    expected = thrown()
    sow(6)
    file.seek(0)
    state: dict[str, Any] = torch.load(file, weights_only=True)
    restore_random_state(state)
    assert thrown() == expected


def test_a_step_has_dice_of_its_own() -> None:
    def dice(*parts: int) -> float:
        sow_step(CPU, *parts)
        return float(torch.rand(()))

    assert dice(1, 2, 3) == dice(1, 2, 3)
    assert len({dice(seed, epoch, step) for seed in range(3) for epoch in range(3) for step in range(3)}) == 27
