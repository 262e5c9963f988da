"""What a job takes, added up by a clock that the test sets."""

from threading import Thread
from typing import cast

import psutil
import pytest

from ptstudio.core.energy import TYPICAL_CORE_W
from ptstudio.core.usage import DeviceUsage, Usage
from ptstudio.engine.metering import meter as meters
from ptstudio.engine.metering.graphics_cards import GraphicsCards
from ptstudio.engine.metering.meter import LONGEST_S, TEMPERATURE_S, Meter, taken
from ptstudio.engine.metering.processes import ProcessTree
from ptstudio.engine.metering.processor_sensors import EnergyCounters

CARD = DeviceUsage(title="Card", used_percent=50, power_w=100)


class Fake:
    """A machine with two cores and a clock."""

    def __init__(self, before: Usage | None = None) -> None:
        self.now, self.used_s, self.memory_mb = 0.0, 0.0, 100.0
        self.used_joules: float | None = None
        self.cards: tuple[DeviceUsage, ...] = ()
        self.degrees, self.felt = 40.0, 0
        self.is_closed = False
        self.meter = Meter(
            before,
            cast("GraphicsCards", self),
            tree=cast("ProcessTree", self.Tree(self)),
            counters=cast("EnergyCounters", self),
            temperature=self.temperature,
            now=lambda: self.now,
        )

    class Tree:
        def __init__(self, fake: "Fake") -> None:
            self.fake = fake

        def read(self) -> tuple[float, float]:
            return self.fake.used_s, self.fake.memory_mb

    def read(self) -> tuple[DeviceUsage, ...]:
        return self.cards

    def close(self) -> None:
        self.is_closed = True

    def joules(self) -> float | None:
        return self.used_joules

    def temperature(self) -> float:
        self.felt += 1
        return self.degrees

    def after(self, seconds: float, used_s: float = 0.0, joules: float | None = None) -> Usage:
        self.now += seconds
        self.used_s, self.used_joules = used_s, joules
        return self.meter.measure()


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "cpu_count", lambda: 2)


def test_what_the_processor_tells_is_added_up() -> None:
    fake = Fake()
    fake.after(1, used_s=1.0, joules=20.0)
    usage = fake.after(3, used_s=6.0, joules=30.0)
    assert (usage.power_w, usage.cpu_percent) == (10.0, 100.0)
    assert usage.energy_wh == pytest.approx(50 / 3600)
    assert usage.seconds == 4
    assert not usage.is_estimated
    assert usage.mean_cpu_percent == pytest.approx((50 + 3 * 100) / 4)
    assert 0 < usage.free_memory_mb <= usage.memory_total_mb


def test_a_processor_that_tells_nothing_is_estimated_by_how_busy_it_is() -> None:
    usage = Fake().after(2, used_s=3.0)
    assert usage.power_w == 1.5 * TYPICAL_CORE_W
    assert usage.energy_wh == pytest.approx(3.0 * TYPICAL_CORE_W / 3600)
    assert usage.is_estimated


def test_cards_are_added_and_one_without_a_power_makes_it_an_estimate() -> None:
    fake = Fake()
    fake.cards = (CARD, CARD.model_copy(update={"used_percent": 100}))
    usage = fake.after(1, joules=10.0)
    assert (usage.power_w, usage.is_estimated, usage.devices) == (210.0, False, fake.cards)
    assert usage.mean_card_percent == 75
    fake.cards = (CARD.model_copy(update={"power_w": None}),)
    usage = fake.after(1, joules=10.0)
    assert (usage.power_w, usage.is_estimated) == (10.0, True)


def test_a_card_that_is_used_late_was_idle_before() -> None:
    fake = Fake()
    assert fake.after(3).mean_card_percent is None
    fake.cards = (CARD,)
    assert fake.after(1).mean_card_percent == pytest.approx(50 / 4)


def test_the_sleep_of_a_machine_is_not_counted() -> None:
    fake = Fake()
    before = fake.after(1, used_s=2.0)
    after = fake.after(LONGEST_S + 1, used_s=2.0)
    assert (after.energy_wh, after.seconds) == (before.energy_wh, before.seconds)
    last = fake.after(1, used_s=2.0)
    assert last.energy_wh == pytest.approx(2 * (before.energy_wh or 0))


def test_a_rest_counts_as_what_it_is() -> None:
    fake = Fake()
    fake.after(1, used_s=2.0)
    usage = fake.after(9, used_s=0.0)
    assert (usage.power_w, usage.seconds) == (0.0, 10)
    assert usage.mean_cpu_percent == pytest.approx(10)


def test_a_counter_that_says_what_cannot_be_is_not_believed() -> None:
    usage = Fake().after(1, used_s=1.0, joules=260_000.0)
    assert (usage.power_w, usage.is_estimated) == (TYPICAL_CORE_W, True)


def test_asked_again_at_once_it_says_the_same() -> None:
    fake = Fake()
    usage = fake.after(1, used_s=1.0)
    assert fake.after(0.1, used_s=0.1) == usage
    assert fake.after(0.9, used_s=2.0).cpu_percent == 100


def test_it_goes_on_from_an_earlier_session() -> None:
    first = Fake()
    first.memory_mb = 300.0
    before = first.after(4, used_s=4.0)
    second = Fake(before)
    usage = second.after(4, used_s=8.0)
    assert usage.energy_wh == pytest.approx(12 * TYPICAL_CORE_W / 3600)
    assert (usage.seconds, usage.mean_cpu_percent) == (8, 75)
    assert (usage.memory_mb, usage.peak_memory_mb) == (100, 300)


def test_a_slow_sensor_is_read_seldom() -> None:
    fake = Fake()
    for _ in range(10):
        assert fake.after(1).temperature_c == 40
    assert fake.felt == 10 / TEMPERATURE_S
    fake.meter.close()
    assert fake.is_closed


def test_one_that_hangs_does_not_hold_up_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meters, "PATIENCE_S", 0.01)
    fake = Fake()
    fake.meter._lock.acquire()
    found: list[Usage] = []
    thread = Thread(target=lambda: found.append(fake.after(1)))
    thread.start()
    thread.join(20)
    assert found[0].seconds == 0
    fake.meter._lock.release()


def test_the_facts_for_a_result_take_the_larger_peak() -> None:
    fake = Fake()
    fake.memory_mb = 1234.5
    facts = taken(fake.after(3600, used_s=3600.0), 1000.0)
    assert facts["peak_memory_mb"] == 1234.5
    usage = Usage(cpu_percent=1, memory_mb=1, free_memory_mb=1, energy_wh=1.23456, peak_memory_mb=5, seconds=2)
    assert taken(usage, 70.04) == {
        "energy_wh": 1.2346,
        "energy_is_estimated": False,
        "peak_memory_mb": 70.0,
        "mean_cpu_percent": 0.0,
        "mean_card_percent": None,
    }
    assert taken(None, 70.0) == {"peak_memory_mb": 70.0}
