"""What graphics cards tell of themselves by Nvidia's management library (NVML); where it is absent, there are none.

Each thing that a card does not tell, or that the driver refuses, is None; nothing here is ever an error.
"""

import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any

from ptstudio.core.amount import MB
from ptstudio.core.usage import DeviceUsage


class GraphicsCards:
    """The cards with these numbers among those that this process may use; by default those it computes on.

    `nvml` is the module `pynvml` (of the package nvidia-ml-py) or what does the same.
    """

    def __init__(self, numbers: Sequence[int] = (), nvml: Any = None, uuids: Callable[..., list[str]] | None = None):
        self._numbers = numbers
        self._nvml = nvml
        self._uuids = uuids or uuids_in_use
        self._is_absent = self._is_open = False
        self._handles: dict[str, Any] = {}

    def read(self) -> tuple[DeviceUsage, ...]:
        """What each card does just now; nothing before the process computes on one."""
        if self._is_absent:
            return ()
        wanted = self._uuids(self._numbers)
        if not wanted or not self._open():
            return ()
        return tuple(found for uuid in wanted if (found := self._read_card(uuid)) is not None)

    def close(self) -> None:
        """Let go of the library."""
        if self._is_open:
            self._is_open = False
            self._ask(self._nvml.nvmlShutdown)
            self._handles.clear()

    def _open(self) -> bool:
        if not self._is_open:
            try:
                self._nvml = self._nvml or importlib.import_module("pynvml")
                self._nvml.nvmlInit()
                self._is_open = True
            except Exception:  # no package, no driver, or one that does not answer
                self._is_absent = True
        return self._is_open

    def _read_card(self, uuid: str) -> DeviceUsage | None:
        nvml = self._nvml
        handle = self._handle(uuid)
        if handle is None:
            return None
        title = self._ask(nvml.nvmlDeviceGetName, handle)
        rates = self._ask(nvml.nvmlDeviceGetUtilizationRates, handle)
        memory = self._ask(nvml.nvmlDeviceGetMemoryInfo, handle)
        power_mw = self._ask(nvml.nvmlDeviceGetPowerUsage, handle)
        degrees = self._ask(nvml.nvmlDeviceGetTemperature, handle, nvml.NVML_TEMPERATURE_GPU)
        return DeviceUsage(
            title=title.decode(errors="replace") if isinstance(title, bytes) else str(title or "Nvidia"),
            used_percent=float(rates.gpu) if rates is not None else None,
            memory_mb=memory.used / MB if memory is not None else None,
            memory_total_mb=memory.total / MB if memory is not None else None,
            temperature_c=float(degrees) if degrees is not None else None,
            power_w=power_mw / 1000 if power_mw is not None else None,
        )

    def _handle(self, uuid: str) -> Any:
        """A whole card, or an instance that it was divided into."""
        if uuid not in self._handles:
            get = self._nvml.nvmlDeviceGetHandleByUUID
            self._handles[uuid] = self._ask(get, f"GPU-{uuid}") or self._ask(get, f"MIG-{uuid}")
        return self._handles[uuid]

    def _ask(self, question: Callable[..., Any], *about: Any) -> Any:
        try:
            return question(*about)
        except Exception:  # each kind of refusal is an exception of its own, and none of them matters here
            return None


def uuids_in_use(numbers: Sequence[int]) -> list[str]:
    """The cards that this process computes on: those of the numbers, or else the current one.

    Nothing as long as CUDA was not started: a job that computes on the processor takes nothing of a card.
    """
    torch = sys.modules.get("torch")
    cuda = getattr(torch, "cuda", None)
    if cuda is None or not cuda.is_initialized():
        return []
    wanted = [number for number in numbers if number < cuda.device_count()] or [cuda.current_device()]
    return [str(cuda.get_device_properties(number).uuid).removeprefix("GPU-") for number in wanted]
