"""What can be told of the machine before any worker has looked at it."""

from ptstudio.core.machine import Machine, this_machine


def test_the_machine_is_told_without_a_graphics_card() -> None:
    machine = this_machine()
    assert machine.processor
    assert machine.cores >= 1
    assert machine.memory_mb > machine.free_memory_mb > 0
    assert [device.kind for device in machine.devices] == ["cpu"]
    assert Machine.from_text(machine.to_text()) == machine
