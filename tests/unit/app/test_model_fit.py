"""Whether a model fits a machine, and the reason."""

import pytest

from ptstudio.app.model_fit import Room, Verdict, fit, room_on
from ptstudio.core.machine import Device, Machine
from ptstudio.core.pretrained import PretrainedModel
from tests.helpers.pretrained import model

CARD = Device(kind="cuda", title="Example card", memory_mb=8_000)
PROCESSOR = Device(kind="cpu", title="Example processor", memory_mb=16_000)


def machine(*devices: Device) -> Machine:
    return Machine(system="Linux", processor="x", cores=4, memory_mb=16_000, free_memory_mb=9_000, devices=devices)


def large() -> PretrainedModel:
    return model(parameters=304_000_000)


def test_the_graphics_card_is_where_it_is_trained_if_there_is_one() -> None:
    assert room_on(machine(PROCESSOR, CARD)) == Room(8_000, is_card=True)
    assert room_on(machine(PROCESSOR)) == Room(16_000)
    assert room_on(None).memory_mb > 100


@pytest.mark.parametrize(
    ("memory_mb", "verdict"), [(16_000, Verdict.FITS), (2_500, Verdict.HEAD_ONLY), (900, Verdict.TOO_LARGE)]
)
def test_what_a_model_needs_is_compared_with_the_room(memory_mb: float, verdict: Verdict) -> None:
    judged = fit(large(), Room(memory_mb))
    assert judged.verdict is verdict
    assert "this machine has" in judged.reason


def test_a_card_holds_the_network_alone() -> None:
    """The libraries' own memory is the processor's."""
    small = model(parameters=1_000_000)
    assert fit(small, Room(100)).verdict is Verdict.TOO_LARGE
    assert fit(small, Room(100, is_card=True)).verdict is Verdict.FITS


def test_the_effort_is_named_with_its_reason() -> None:
    assert fit(model(parameters=2_000_000), Room(16_000)).weight == "light"
    assert fit(model(), Room(16_000)).weight == "medium"
    heavy = fit(large(), Room(16_000))
    assert heavy.weight == "heavy"
    assert "slow without a graphics card" in heavy.reason
    assert "slow" not in fit(large(), Room(16_000, is_card=True)).reason
