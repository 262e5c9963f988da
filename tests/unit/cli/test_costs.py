"""What a job takes, in a few words for the terminal."""

from ptstudio.cli.costs import plan_costs, time_and_energy, usage_note
from ptstudio.core.machine import Plan
from ptstudio.core.usage import DeviceUsage, Usage

PLAN = Plan(stages=(), choices=(), seconds=1, memory_mb=1)


def test_a_note_says_what_is_taken_just_now() -> None:
    usage = Usage(cpu_percent=97.2, memory_mb=1234, free_memory_mb=1)
    assert usage_note(usage) == "processor 97 %, 1.2 GB"
    cards = (DeviceUsage(title="a", used_percent=80), DeviceUsage(title="b", used_percent=60), DeviceUsage(title="c"))
    more = usage.model_copy(update={"devices": cards, "power_w": 231.4})
    assert usage_note(more) == "processor 97 %, graphics 70 %, 1.2 GB, 231 W"


def test_a_plan_says_its_energy_and_what_it_learned_from() -> None:
    assert plan_costs(PLAN) == []
    assert plan_costs(PLAN.model_copy(update={"energy_wh": 12.0})) == ["  about 12 Wh of energy"]
    learned = PLAN.model_copy(update={"energy_wh": 12.0, "learned_from": 1, "is_same_network": True})
    assert plan_costs(learned) == [
        "  about 12 Wh of energy; time and energy are estimated from an earlier training of this model on this machine"
    ]
    others = PLAN.model_copy(update={"learned_from": 4})
    assert plan_costs(others) == ["  time and energy are estimated from 4 earlier trainings on this machine"]


def test_the_end_says_time_and_energy() -> None:
    result = {"seconds": {"total": 12.34}}
    assert time_and_energy(result) == "12.3 s"
    told = result | {"energy_wh": 0.2, "energy_is_estimated": True}
    assert time_and_energy(told) == "12.3 s and about 0.2 Wh (an LED lamp for 80 s)"
    assert time_and_energy(told | {"energy_is_estimated": False}).startswith("12.3 s and 0.2 Wh")
