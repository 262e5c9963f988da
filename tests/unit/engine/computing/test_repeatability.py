"""How far a training can be repeated is promised as it is."""

import os
from collections.abc import Iterator

import pytest
import torch

from ptstudio.core.training import TrainingSettings
from ptstudio.engine.computing.repeatability import compute_repeatably, repeatability


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("CUBLAS_WORKSPACE_CONFIG", raising=False)
    benchmark = torch.backends.cudnn.benchmark
    yield
    torch.use_deterministic_algorithms(mode=False)
    torch.backends.cudnn.benchmark = benchmark


def test_a_processor_repeats_to_the_last_bit_and_a_graphics_card_nearly() -> None:
    settings = TrainingSettings()
    on_processor = repeatability(settings, torch.device("cpu"), threads=3)
    on_card = repeatability(settings, torch.device("cuda"), threads=0)
    assert on_processor.value == "exact"
    assert "3 threads" in on_processor.reason
    assert on_card.value == "nearly exact"
    assert "Another card or driver" in on_card.reason


def test_whoever_wants_speed_is_told_what_it_costs() -> None:
    wanted = repeatability(TrainingSettings(repeatable=False), torch.device("cuda"), threads=0)
    assert wanted.value == "similar"
    assert wanted.reason.startswith("As you asked")


@pytest.mark.parametrize("is_wanted", [True, False])
def test_torch_is_set_accordingly(is_wanted: bool) -> None:
    compute_repeatably(TrainingSettings(repeatable=is_wanted))
    assert torch.are_deterministic_algorithms_enabled() == is_wanted
    assert torch.backends.cudnn.benchmark != is_wanted
    assert ("CUBLAS_WORKSPACE_CONFIG" in os.environ) == is_wanted
