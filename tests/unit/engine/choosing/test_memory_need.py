"""The memory that is estimated is what a real step takes, within a known factor."""

import json
import os
import subprocess
import sys

import pytest
import torch
from torch import nn

from ptstudio.core.amount import MB
from ptstudio.core.worker import CONDITIONS
from ptstudio.engine.choosing.memory_need import MemoryNeed, looking_mb
from ptstudio.engine.choosing.trying_steps import Learning
from ptstudio.engine.computing.device import Way
from tests.helpers.subjects import TASK, pictures, subject, tiny_network

PLAIN = Way(torch.device("cpu"))
WITHIN = 1.6
"""The factor that the estimate may be off by."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a peak that can be counted anew")
def test_the_estimate_is_about_what_a_step_of_three_networks_takes() -> None:
    program = [sys.executable, "-m", "tests.helpers.step_peak", "mobilenet_v2", "resnet18", "squeezenet1_0"]
    done = subprocess.run(program, capture_output=True, check=True, env=CONDITIONS | os.environ)
    for name, pairs in json.loads(done.stdout).items():
        for estimated, taken in pairs:
            assert estimated / WITHIN < taken < estimated * WITHIN, f"{name}: {estimated} estimated, {taken} taken"


def need(preset: str) -> MemoryNeed:
    tried_on = subject(preset)
    assert tried_on.phase is not None
    learning = Learning(TASK, tried_on.settings, tried_on.network, tried_on.phase, pictures(8))
    return learning.memory_need(PLAIN, looking_mb(tried_on.network, pictures(1), PLAIN))


def test_gradients_and_moments_are_there_once_and_activations_for_each_sample() -> None:
    found = need("thorough")
    numbers = sum(parameter.numel() for parameter in tiny_network().parameters())
    assert found.learning_mb == pytest.approx(3 * 4 * numbers / MB, rel=0.2)
    activations = 3 * 8 * 8 * 8 * 4 / MB  # what convolution, normalisation and ReLU put out
    assert found.sample_mb == pytest.approx(activations, rel=1.0)
    assert found.of_batches(20, 0) > found.of_batches(10, 0) > found.learning_mb


def test_looking_takes_less_than_learning() -> None:
    found = need("thorough")
    assert 0 < found.looking_mb < found.sample_mb


def test_a_sample_of_any_shape_is_weighed() -> None:
    class Takes(nn.Module):
        def forward(self, inputs: dict[str, torch.Tensor]) -> tuple[torch.Tensor, list[torch.Tensor]]:
            return inputs["a"], [inputs["b"]]

    batch = pictures(1)
    text = {"a": torch.zeros(1, 250_000), "b": torch.zeros(1, 250_000)}
    assert looking_mb(Takes(), type(batch)(text, None, 1), PLAIN) == pytest.approx(1.3 * 4)


def test_a_network_that_learns_its_running_statistics_is_weighed_too() -> None:
    tried_on = subject("quick", from_scratch=True)
    assert tried_on.phase is not None
    network = nn.Sequential(nn.AdaptiveAvgPool2d(1), tried_on.network)  # one value a channel for each sample
    learning = Learning(TASK, tried_on.settings, network, tried_on.phase, pictures(8))
    assert learning.memory_need(PLAIN, 0.1).sample_mb > 0
