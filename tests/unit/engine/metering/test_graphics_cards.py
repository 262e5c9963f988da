"""What graphics cards tell, and that whatever they do not tell is no error."""

import sys
from types import SimpleNamespace

import pytest

from ptstudio.core.usage import DeviceUsage
from ptstudio.engine.metering.graphics_cards import GraphicsCards, uuids_in_use
from tests.helpers.nvml import Card, fake_nvml


def test_a_card_tells_what_it_does() -> None:
    nvml = fake_nvml({"GPU-a": Card(), "GPU-b": Card("Other")})
    cards = GraphicsCards(nvml=nvml, uuids=lambda _: ["a"])
    told = DeviceUsage(
        title="Example card",
        used_percent=80,
        memory_mb=6000,
        memory_total_mb=24_000,
        temperature_c=61,
        power_w=150,
    )
    assert cards.read() == cards.read() == (told,)
    assert nvml.opened == 1
    cards.close()
    cards.close()
    assert nvml.opened == 0


def test_what_a_card_does_not_tell_is_left_out() -> None:
    silent = Card(b"Old card", used_percent=None, memory_mb=None, power_w=None, temperature_c=None)
    cards = GraphicsCards(nvml=fake_nvml({"MIG-a": silent}), uuids=lambda _: ["a"])
    assert cards.read() == (DeviceUsage(title="Old card"),)


def test_a_card_that_is_not_found_is_passed_over() -> None:
    cards = GraphicsCards(nvml=fake_nvml({"GPU-b": Card("Other")}), uuids=lambda _: ["a", "b"])
    assert [card.title for card in cards.read()] == ["Other"]


def test_without_a_driver_there_are_no_cards_and_it_is_not_asked_again() -> None:
    asked: list[object] = []

    def uuids(numbers: object) -> list[str]:
        asked.append(numbers)
        return ["a"]

    cards = GraphicsCards(nvml=fake_nvml({}, is_there=False), uuids=uuids)
    assert [cards.read(), cards.read()] == [(), ()]
    assert len(asked) == 1
    cards.close()


def test_without_the_package_there_are_no_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert GraphicsCards(uuids=lambda _: ["a"]).read() == ()


def test_the_library_is_left_alone_as_long_as_no_card_computes() -> None:
    nvml = fake_nvml({"GPU-a": Card()})
    assert GraphicsCards(nvml=nvml, uuids=lambda _: []).read() == ()
    assert nvml.opened == 0


def test_the_cards_that_the_process_computes_on_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda = SimpleNamespace(
        is_initialized=lambda: True,
        device_count=lambda: 3,
        current_device=lambda: 1,
        get_device_properties=lambda number: SimpleNamespace(uuid=f"u{number}"),
    )
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=cuda))
    assert uuids_in_use(()) == ["u1"]
    assert uuids_in_use((0, 2)) == ["u0", "u2"]
    assert uuids_in_use((7,)) == ["u1"]
    cuda.is_initialized = lambda: False
    assert uuids_in_use((0,)) == []
    monkeypatch.delitem(sys.modules, "torch")
    assert uuids_in_use((0,)) == []
