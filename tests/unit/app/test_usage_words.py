"""What a job takes, in words."""

import pytest

from ptstudio.app import plan_words
from ptstudio.app.usage_words import gauges, origin, taken
from ptstudio.core.machine import Plan
from ptstudio.core.usage import DeviceUsage, Usage
from tests.helpers.usages import LAPTOP, TWO_CARDS, WORKSTATION

PLAN = Plan(stages=(), choices=(), seconds=1, memory_mb=1)


def words(usage: Usage) -> dict[str, str]:
    return {gauge.name: plain(gauge.value) for gauge in gauges(usage)}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_laptop_tells_little_and_the_rest_is_left_out() -> None:
    assert words(LAPTOP) == {
        "Processor": "97 %",
        "Memory": "1.2 GB of 16.0 GB",
        "Power": "7.8 W",
        "Energy so far": "0.3 Wh, an LED lamp for 2 min",
    }


def test_a_workstation_tells_all() -> None:
    assert words(WORKSTATION) == {
        "Processor": "31 % · 58 °C",
        "Memory": "4.1 GB of 64.0 GB",
        "Graphics card": "88 % · 7.1 GB of 24.0 GB · 67 °C",
        "Power": "345 W",
        "Energy so far": "57 Wh, about 3 phone charges",
    }
    shares = {gauge.key: gauge.share for gauge in gauges(WORKSTATION)}
    assert shares == {"processor": 0.31, "memory": 4100 / 64_000, "cards": 0.88, "power": None, "energy": None}


def test_several_cards_are_one_gauge_whose_tip_tells_them_apart() -> None:
    gauge = next(gauge for gauge in gauges(TWO_CARDS) if gauge.key == "cards")
    assert gauge.name == "2 graphics cards"
    assert plain(gauge.value) == "74 % · 14.2 GB of 48.0 GB · 71 °C"
    assert plain(gauge.tip).splitlines()[1] == "Example card · 60 % · 7.1 GB of 24.0 GB · 71 °C · 280 W"


def test_a_card_that_tells_nothing_is_in_use() -> None:
    silent = Usage(cpu_percent=1, memory_mb=10, free_memory_mb=1, devices=(DeviceUsage(title="Old card"),))
    assert words(silent) == {"Processor": "1 %", "Memory": "10 MB", "Graphics card": "in use"}
    assert plain(taken(silent)) == "It took at most 0.0 MB of memory."


@pytest.mark.parametrize(
    ("usage", "sentence"),
    [
        (LAPTOP, "It took about 0.3 Wh, an LED lamp for 2 min, and at most 1.4 GB of memory."),
        (WORKSTATION, "It took 57 Wh, about 3 phone charges, and at most 4.8 GB of memory."),
    ],
)
def test_what_is_over_is_said_in_a_sentence(usage: Usage, sentence: str) -> None:
    assert plain(taken(usage)) == sentence


def test_an_estimate_is_called_one() -> None:
    assert origin(LAPTOP).startswith("Estimated")
    assert "4 W" in origin(LAPTOP)
    assert origin(WORKSTATION).startswith("Measured")


def test_a_plan_says_its_energy_and_where_its_estimates_come_from() -> None:
    first = PLAN.model_copy(update={"energy_wh": 12.0})
    assert plain(plan_words.lines(first)[0]) == "It may take 12 Wh, about half a phone charge."
    assert "the next estimate learns" in plan_words.lines(PLAN)[0]
    said = [
        plan_words.estimated_from(PLAN.model_copy(update={"learned_from": count, "is_same_network": is_same}))
        for count, is_same in ((1, True), (4, True), (1, False), (4, False))
    ]
    assert [sentence.partition("from a")[2] or sentence.partition("from 4")[2] for sentence in said] == [
        "n earlier training of this model on this machine.",
        " earlier trainings of this model on this machine.",
        "n earlier training of another model on this machine.",
        " earlier trainings of other models on this machine.",
    ]
