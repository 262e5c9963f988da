"""What this machine can compute with, and one way of computing: device, precision, memory layout, batch size."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import torch
from torch import nn

from ptstudio.core.amount import MB
from ptstudio.core.errors import SettingsError
from ptstudio.core.machine import Choice, Device, Machine, this_machine
from ptstudio.engine.batches import to_device

_DTYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass(frozen=True)
class Way:
    """One way of computing. `is_fused` is for networks that stand still: batch normalisation becomes part of the
    layer before it (`frozen.py`).
    """

    device: torch.device
    precision: str = "float32"
    is_channels_last: bool = False
    batch_size: int = 32
    is_fused: bool = False

    def place(self, network: nn.Module) -> nn.Module:
        """Put a network there, in the memory layout."""
        memory_format = torch.channels_last if self.is_channels_last else torch.contiguous_format
        network.to(self.device)
        for parameter in network.parameters():
            if parameter.ndim == 4:
                parameter.data = parameter.data.to(memory_format=memory_format)
        return network

    def inputs(self, value: Any) -> Any:
        """Put inputs there; pictures in the memory layout."""
        moved = to_device(value, self.device)
        if self.is_channels_last and isinstance(moved, torch.Tensor) and moved.ndim == 4:
            return moved.contiguous(memory_format=torch.channels_last)
        return moved

    @contextlib.contextmanager
    def autocast(self) -> Iterator[None]:
        """Compute in the precision."""
        dtype = _DTYPES.get(self.precision)
        with torch.autocast(self.device.type, dtype=dtype, enabled=dtype is not None):
            yield


def probe_machine() -> Machine:
    """Look at the machine, its graphics cards included."""
    machine = this_machine()
    cards = []
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            facts = torch.cuda.get_device_properties(index)
            cards.append(Device(kind="cuda", title=facts.name, memory_mb=facts.total_memory // MB))
    if torch.backends.mps.is_available():
        cards.append(Device(kind="mps", title="Apple graphics processor"))
    return machine.model_copy(update={"devices": (*machine.devices, *cards)})


def choose_device(wanted: str | None, machine: Machine) -> tuple[torch.device, Choice]:
    """The device that was wanted, or the fastest kind there is. Raises SettingsError where it is not there."""
    kinds = [device.kind for device in machine.devices]
    if wanted is not None:
        if wanted not in kinds:
            raise SettingsError(f"This machine has no device “{wanted}”.", f"It has: {', '.join(kinds)}.")
        return torch.device(wanted), Choice(name="device", value=wanted, reason="As you asked.")
    kind = next(kind for kind in ("cuda", "mps", "cpu") if kind in kinds)
    title = next(device.title for device in machine.devices if device.kind == kind)
    reason = f"{title}, the fastest device here." if kind != "cpu" else f"No graphics card found; using {title}."
    return torch.device(kind), Choice(name="device", value=kind, reason=reason)


def peak_memory_mb() -> float:
    """The most memory (resident, MB) that this process has had."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / MB
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (peak if sys.platform == "darwin" else peak * 1024) / MB
