"""Nvidia's management library as a machine with graphics cards would have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TypeVar

T = TypeVar("T")


class NotToldError(Exception):
    """What the library answers where it cannot tell something."""


@dataclass
class Card:
    """What a card does; what is None it does not tell."""

    name: str | bytes = "Example card"
    used_percent: int | None = 80
    memory_mb: int | None = 6_000
    power_w: float | None = 150.0
    temperature_c: int | None = 61


def fake_nvml(cards: Mapping[str, Card], *, is_there: bool = True) -> SimpleNamespace:
    """Takes the place of the module `pynvml`; `opened` counts how often it was opened and not closed."""
    made = SimpleNamespace(opened=0, NVML_TEMPERATURE_GPU=0)

    def init() -> None:
        if not is_there:
            raise NotToldError("the driver is not loaded")
        made.opened += 1

    def shutdown() -> None:
        made.opened -= 1

    made.nvmlInit, made.nvmlShutdown = init, shutdown
    made.nvmlDeviceGetHandleByUUID = lambda uuid: _told(cards.get(uuid))
    made.nvmlDeviceGetName = lambda card: card.name
    made.nvmlDeviceGetUtilizationRates = lambda card: SimpleNamespace(gpu=_told(card.used_percent))
    made.nvmlDeviceGetMemoryInfo = lambda card: SimpleNamespace(
        used=_told(card.memory_mb) * 10**6, total=24_000 * 10**6
    )
    made.nvmlDeviceGetPowerUsage = lambda card: round(1000 * _told(card.power_w))
    made.nvmlDeviceGetTemperature = lambda card, _sensor: _told(card.temperature_c)
    return made


def _told(value: T | None) -> T:
    if value is None:
        raise NotToldError("not supported")
    return value
