"""Compiling is chosen where there is a compiler and the training is long enough."""

import pytest
import torch

from ptstudio.engine.computing import compiling
from ptstudio.engine.computing.compiling import has_compiler, weigh_compiling

CARD = torch.device("cuda")


def test_without_a_card_nothing_is_compiled_and_nothing_said() -> None:
    assert not has_compiler(torch.device("cpu"))
    assert weigh_compiling(10.0, 10**9, torch.device("cpu")) == compiling.Compiling(False)


@pytest.mark.parametrize(("capability", "spec", "expected"), [((8, 0), "x", True), ((6, 1), "x", False),
                                                               ((9, 0), None, False)])  # fmt: skip
def test_a_card_needs_a_compiler_that_knows_it(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], spec: str | None, expected: bool
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _device: capability)
    monkeypatch.setattr(compiling, "find_spec", lambda _name: spec)
    assert has_compiler(CARD) == expected


@pytest.mark.parametrize(("minutes", "pays"), [(1, False), (10, False), (20, True), (300, True)])
def test_only_a_long_training_wins_the_time_back(monkeypatch: pytest.MonkeyPatch, minutes: float, pays: bool) -> None:
    monkeypatch.setattr(compiling, "has_compiler", lambda _device: True)
    found = weigh_compiling(100.0, round(100 * 60 * minutes), CARD)
    assert found.pays == pays
    (choice,) = found.choices
    assert choice.value is pays
    assert "90 s" in choice.reason
