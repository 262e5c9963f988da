"""Energy counters and temperatures, in a folder and by a library that stand for a real machine's."""

from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from ptstudio.engine.metering.processor_sensors import EnergyCounters, processor_temperature_c

Reading = namedtuple("Reading", "label current high critical")


def zone(folder: Path, number: str, name: str, energy_uj: int, range_uj: int = 1_000_000) -> Path:
    made = folder / f"intel-rapl:{number}"
    made.mkdir(exist_ok=True)
    (made / "name").write_text(f"{name}\n")
    (made / "energy_uj").write_text(f"{energy_uj}\n")
    (made / "max_energy_range_uj").write_text(f"{range_uj}\n")
    return made


def test_packages_and_their_memory_are_added_and_nothing_twice(tmp_path: Path) -> None:
    def all_zones(uj: int) -> None:
        zone(tmp_path, "0", "package-0", uj)
        zone(tmp_path, "0:0", "core", uj)
        zone(tmp_path, "0:1", "dram", uj)
        zone(tmp_path, "1", "package-1", uj)
        zone(tmp_path, "2", "psys", uj)

    all_zones(100_000)
    counters = EnergyCounters(tmp_path)
    assert counters.joules() == 0
    all_zones(300_000)
    assert counters.joules() == pytest.approx(3 * 0.2)


def test_a_counter_that_has_begun_anew_is_followed(tmp_path: Path) -> None:
    zone(tmp_path, "0", "package-0", 900_000)
    counters = EnergyCounters(tmp_path)
    zone(tmp_path, "0", "package-0", 100_000)
    assert counters.joules() == pytest.approx(0.2)


def test_counters_that_cannot_be_read_tell_nothing(tmp_path: Path) -> None:
    assert EnergyCounters(tmp_path / "absent").joules() is None
    made = zone(tmp_path, "0", "package-0", 100)
    counters = EnergyCounters(tmp_path)
    (made / "energy_uj").unlink()
    assert counters.joules() is None
    zone(tmp_path, "0", "package-0", 100)
    assert counters.joules() is None  # from here on it is known what is used
    zone(tmp_path, "0", "package-0", 500_100)
    assert counters.joules() == pytest.approx(0.5)
    (made / "energy_uj").write_text("none\n")
    assert counters.joules() is None


def sensors(monkeypatch: pytest.MonkeyPatch, found: dict[str, list[Reading]]) -> None:
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: found, raising=False)


def test_the_hottest_part_of_the_processor_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    cores = [Reading("Package id 0", 61.0, 100, 100), Reading("Core 0", 63.5, 100, 100), Reading("", 0.0, None, None)]
    sensors(monkeypatch, {"nvme": [Reading("", 90.0, None, None)], "coretemp": cores})
    assert processor_temperature_c() == 63.5


def test_other_sensors_are_not_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    sensors(monkeypatch, {"nvme": [Reading("", 50.0, None, None)]})
    assert processor_temperature_c() is None


def test_a_system_that_tells_no_temperature_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no such device")

    monkeypatch.setattr(psutil, "sensors_temperatures", fail, raising=False)
    assert processor_temperature_c() is None
    monkeypatch.delattr(psutil, "sensors_temperatures")
    assert processor_temperature_c() is None
