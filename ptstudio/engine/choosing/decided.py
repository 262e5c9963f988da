"""What is settled when a run first starts."""

from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import torch
from pydantic import ValidationError, model_validator

from ptstudio.core.machine import Choice
from ptstudio.core.message import Record
from ptstudio.core.trained import TrainedModel
from ptstudio.engine.choosing.memory_need import MemoryNeed
from ptstudio.engine.computing.device import Way, choose_device, probe_machine


class DecidedWay(Record):
    """A way of computing as it is written down, without the device, and its speed: 0 where it was not measured."""

    precision: str = "float32"
    is_channels_last: bool = False
    is_fused: bool = False
    runtime: Literal["torch", "onnxruntime"] = "torch"
    is_compiled: bool = False
    batch_size: int = 32
    samples_per_s: float = 0.0

    @classmethod
    def of(cls, way: Way, samples_per_s: float = 0.0) -> "DecidedWay":
        """A way, written down."""
        return cls.model_validate(
            {
                "precision": way.precision,
                "is_channels_last": way.is_channels_last,
                "is_fused": way.is_fused,
                "runtime": way.runtime,
                "is_compiled": way.is_compiled,
                "batch_size": way.batch_size,
                "samples_per_s": samples_per_s,
            }
        )

    def way(self, device: torch.device) -> Way:
        """The way itself, on a device."""
        return Way(
            device=device,
            precision=self.precision,
            is_channels_last=self.is_channels_last,
            batch_size=self.batch_size,
            is_fused=self.is_fused,
            runtime=self.runtime,
            is_compiled=self.is_compiled,
        )


class Decided(Record):
    """What was decided when a run first started (`decided.json`), so that a resumed run goes on just the same.

    `looking` is how a network that stands still is computed, `exact` the same in float32, in which the final figures
    are measured, `training` how one that learns is: its speed is that of a step, forward, backward and adjusting.
    `threads` compute and `loader_threads` read samples, 0 for as many as usual; `reading_s` is how long it takes to
    read a sample, 0 where that was not measured.
    """

    trained: TrainedModel
    choices: tuple[Choice, ...]
    device: str
    looking: DecidedWay
    exact: DecidedWay
    training: DecidedWay
    threads: int = 0
    loader_threads: int = 0
    reading_s: float = 0.0
    memory: MemoryNeed = MemoryNeed()

    @model_validator(mode="before")
    @classmethod
    def _of_earlier_versions(cls, data: Any) -> Any:
        """Earlier there was one way for everything, and its fields stood among the others."""
        if not isinstance(data, dict) or "training" in data:
            return data
        way = {key: data[key] for key in ("precision", "is_channels_last", "batch_size") if key in data}
        exact = way | {"precision": "float32", "samples_per_s": data.get("exact_samples_per_s", 0.0)}
        looking = way | {"samples_per_s": data.get("samples_per_s", 0.0)}
        sample_mb = data.get("sample_mb", 0.0)
        memory = {"sample_mb": 2 * sample_mb, "looking_mb": sample_mb}
        return data | {"looking": looking, "exact": exact, "training": way, "memory": memory}


def exact_way(run: Path) -> Way:
    """The way of float32 that was found the fastest when a run started, if this is still such a machine."""
    device, _ = choose_device(None, probe_machine())
    with suppress(OSError, ValidationError):
        decided = Decided.from_text((run / "decided.json").read_bytes())
        if decided.device == str(device):
            return decided.exact.way(device)
    return Way(device)
