"""Which way of computing is fastest for this network on this machine: tried for about a second, not guessed."""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import psutil
import torch
from pydantic import ValidationError
from torch import nn

from ptstudio.core import atomic
from ptstudio.core.amount import MB
from ptstudio.core.folders import data_folder
from ptstudio.core.machine import Choice, processor
from ptstudio.core.message import Record
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.engine.device import Way
from ptstudio.tasks._task import Batch

TRIED_BATCH = 8
WORTH_IT = 1.3
"""Half precision must be this much faster before its rounding is accepted unasked."""


class _Timing(Record):
    precision: str
    is_channels_last: bool
    samples_per_s: float


class _Measured(Record):
    sample_mb: float
    timings: tuple[_Timing, ...]


@dataclass(frozen=True)
class Speed:
    """The way chosen, samples a second forward through the whole network that way and in float32, memory of one sample
    (MB).
    """

    way: Way
    samples_per_s: float
    exact_samples_per_s: float
    sample_mb: float
    choices: tuple[Choice, ...]


def choose_way(
    network: nn.Module,
    model: PretrainedModel,
    batch_of: Callable[[int], Batch],
    settings: TrainingSettings,
    device: torch.device,
    samples: int,
) -> Speed:
    """Measure memory layouts and precisions on real samples, then choose the batch size for `samples` of them.

    `batch_of(n)` gives a batch of up to n samples. What was measured once for a network on this machine is found again
    in the data folder, so that a training repeated computes the very same way.
    """
    plain = Way(device)
    file = data_folder() / "speed" / f"{_key(model, device, settings)}.json"
    measured = _remembered(file)
    if measured is None:
        measured = _Measured(
            sample_mb=_activations_mb(network, batch_of(1), plain),
            timings=tuple(_timings(network, batch_of(TRIED_BATCH), plain, settings)),
        )
        _remember(file, measured)
    fastest = max(measured.timings, key=_worth)
    batch_size, batch_choice = _batch_size(settings, measured.sample_mb, samples)
    way = replace(plain, precision=fastest.precision, is_channels_last=fastest.is_channels_last, batch_size=batch_size)
    choices = (*_explain(fastest, measured.timings, settings), batch_choice)
    return Speed(way, fastest.samples_per_s, _exact(measured.timings, fastest), measured.sample_mb, choices)


def _key(model: PretrainedModel, device: torch.device, settings: TrainingSettings) -> str:
    """What a measurement depends on: the network, its input, the device, the precision asked for, the library."""
    computes = torch.cuda.get_device_name(device) if device.type == "cuda" else processor()
    parts: list[object] = [model.family, model.architecture, model.input.to_line(), model.config, device.type, computes]
    parts += [settings.precision, torch.__version__, torch.get_num_threads()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def _remembered(file: Path) -> _Measured | None:
    try:
        return _Measured.from_text(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _exact(timings: tuple[_Timing, ...], fastest: _Timing) -> float:
    """The speed in float32 with the same memory layout; the chosen one where float32 was not tried."""
    tried = (one for one in timings if one.precision == "float32" and one.is_channels_last == fastest.is_channels_last)
    return next(tried, fastest).samples_per_s


def _remember(file: Path, measured: _Measured) -> None:
    """Keep a measurement for the next time; where nothing can be written, the next time measures again."""
    try:
        atomic.write_text(file, measured.to_text())
    except OSError as error:
        _say_that_nothing_is_kept(file.parent, error.strerror or str(error))


@cache
def _say_that_nothing_is_kept(folder: Path, why: str) -> None:
    """Once in a worker's log: it is the same for every network."""
    logging.getLogger("ptstudio").warning("What was measured cannot be remembered in %s: %s", folder, why)


def _worth(timing: _Timing) -> float:
    return timing.samples_per_s / (1 if timing.precision == "float32" else WORTH_IT)


def _timings(network: nn.Module, batch: Batch, plain: Way, settings: TrainingSettings) -> Iterator[_Timing]:
    for way in _candidates(plain, settings):
        speed = _samples_per_s(network, batch, way)
        yield _Timing(precision=way.precision, is_channels_last=way.is_channels_last, samples_per_s=speed)


def _candidates(plain: Way, settings: TrainingSettings) -> Iterator[Way]:
    precisions = {"float32"}
    if settings.precision is not None:
        precisions = {settings.precision}
    elif plain.device.type == "cuda" or _has_fast_bfloat16():
        precisions.add("bfloat16")
    for precision in sorted(precisions, reverse=True):
        yield replace(plain, precision=precision)
        yield replace(plain, precision=precision, is_channels_last=True)


def _has_fast_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 matrices in hardware; elsewhere trying it would only cost time."""
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in ("amx_bf16", "avx512_bf16", "bf16"))


def _samples_per_s(network: nn.Module, batch: Batch, way: Way) -> float:
    way.place(network)
    inputs = way.inputs(batch.inputs)
    best = float("inf")
    with torch.inference_mode(), way.autocast():
        for _ in range(2):
            start = time.perf_counter()
            network(inputs)
            if way.device.type == "cuda":
                torch.cuda.synchronize()
            best = min(best, time.perf_counter() - start)
    return batch.size / best


def _activations_mb(network: nn.Module, batch: Batch, way: Way) -> float:
    """The size of everything that the modules of a network put out for one sample: an upper bound of what training
    must remember.
    """
    size = 0

    def add(_: nn.Module, __: object, output: object) -> None:
        nonlocal size
        if isinstance(output, torch.Tensor):
            size += output.numel() * output.element_size()

    hooks = [module.register_forward_hook(add) for module in network.modules() if not list(module.children())]
    try:
        way.place(network)
        with torch.inference_mode():
            network(way.inputs(batch.inputs))
    finally:
        for hook in hooks:
            hook.remove()
    return size / MB


def _batch_size(settings: TrainingSettings, sample_mb: float, samples: int) -> tuple[int, Choice]:
    if settings.batch_size is not None:
        return settings.batch_size, Choice(name="batch_size", value=settings.batch_size, reason="As you asked.")
    free = psutil.virtual_memory().available / MB
    size = 32
    while size > 4 and 2 * size * sample_mb > free / 2:
        size //= 2
    if size < 32:
        reason = f"Larger batches would not fit into the {free / 1000:.1f} GB of free memory."
        return size, Choice(name="batch_size", value=size, reason=reason)
    while size > 8 and samples / size < 8:
        size //= 2
    reason = f"{-(-samples // size)} adjustments in each pass over {samples} training samples."
    return size, Choice(name="batch_size", value=size, reason=reason)


def _explain(chosen: _Timing, timings: tuple[_Timing, ...], settings: TrainingSettings) -> tuple[Choice, ...]:
    layouts = {tried.is_channels_last: tried.samples_per_s for tried in timings if tried.precision == chosen.precision}
    alike = [tried for tried in timings if tried.is_channels_last == chosen.is_channels_last]
    if settings.precision is not None:
        why = "As you asked."
    elif len(alike) == 1:
        why = "The only precision that this processor computes fast."
    else:
        why = "Tried: " + ", ".join(f"{tried.precision} {tried.samples_per_s:.0f}" for tried in alike)
        why += " samples a second."
    if chosen.precision != "float32":
        why += " The final figures are measured in float32."
    return (
        Choice(name="precision", value=chosen.precision, reason=why),
        Choice(
            name="memory_format",
            value="channels last" if chosen.is_channels_last else "channels first",
            reason=f"Tried: channels first {layouts[False]:.0f}, channels last {layouts[True]:.0f} samples a second.",
        ),
    )
