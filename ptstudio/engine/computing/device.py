"""What this machine can compute with, and one way of computing: device, precision, memory layout, batch size."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import psutil
import torch
from torch import nn

from ptstudio.core.amount import MB
from ptstudio.core.errors import SettingsError
from ptstudio.core.machine import Choice, Device, Machine, this_machine
from ptstudio.engine.computing.batches import to_device

_DTYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16}

Precision = Literal["float32", "bfloat16", "float16"]


@dataclass(frozen=True)
class Way:
    """One way of computing.

    For networks that stand still (`frozen.py`), batch normalisation can become part of the layer before it
    (`is_fused`), and another `runtime` than torch can compute them. `is_compiled` is for networks that learn.
    """

    device: torch.device
    precision: str = "float32"
    is_channels_last: bool = False
    batch_size: int = 32
    is_fused: bool = False
    runtime: str = "torch"
    is_compiled: bool = False

    @property
    def title(self) -> str:
        """The way for people, such as “bfloat16, channels last, fused”; the device is not said."""
        if self.runtime == "onnxruntime":
            return f"{self.precision}, ONNX Runtime"
        said = [self.precision] + ["channels last"] * self.is_channels_last
        said += ["fused"] * self.is_fused + ["compiled"] * self.is_compiled
        return ", ".join(said)

    @property
    def dtype(self) -> torch.dtype:
        """Of what is computed."""
        return _DTYPES.get(self.precision, torch.float32)

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
        with torch.autocast(self.device.type, dtype=dtype, enabled=dtype is not None), self._exactness():
            yield

    @contextlib.contextmanager
    def _exactness(self) -> Iterator[None]:
        """What is computed in float32 on a card is not rounded to TF32, which keeps three digits."""
        if self.device.type != "cuda" or self.precision != "float32":
            yield
            return
        products, convolutions = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32
        torch.set_float32_matmul_precision("highest")
        torch.backends.cudnn.allow_tf32 = False
        try:
            yield
        finally:
            torch.set_float32_matmul_precision(products)
            torch.backends.cudnn.allow_tf32 = convolutions


def settle(device: torch.device, threads: int) -> None:
    """Set torch up for a training on a device, with so many `threads` on the processor (0: as it is).

    Batches of one shape are worth a search for the fastest algorithms, except where each must always be the same.
    """
    if threads:
        torch.set_num_threads(threads)
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
        torch.backends.cudnn.benchmark = not torch.are_deterministic_algorithms_enabled()


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


def usable_cores() -> int:
    """How many processor cores this process may use, which can be fewer than there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_memory_mb(device: torch.device) -> float:
    """The memory of a device that nobody has taken (MB)."""
    if device.type == "cuda":
        return float(torch.cuda.mem_get_info(device)[0]) / MB
    return float(psutil.virtual_memory().available) / MB


def held_memory_mb(device: torch.device) -> float:
    """What this process has taken of a device's memory (MB)."""
    if device.type == "cuda":
        return float(torch.cuda.memory_reserved(device)) / MB
    return float(psutil.Process().memory_info().rss) / MB


def peak_memory_mb() -> float:
    """The most memory (resident, MB) that this process has had."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / MB
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (peak if sys.platform == "darwin" else peak * 1024) / MB
