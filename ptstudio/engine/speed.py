"""Which way of computing is fastest for this network on this machine: tried for about a second, not guessed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import psutil
import torch
from torch import nn

from ptstudio.core.machine import Choice
from ptstudio.core.training import TrainingSettings
from ptstudio.engine.device import MB, Way
from ptstudio.tasks._task import Batch

TRIED_BATCH = 8
WORTH_IT = 1.3
"""Half precision must be this much faster before its rounding is accepted unasked."""


@dataclass(frozen=True)
class Speed:
    """The way chosen, samples a second forward through the whole network that way, memory of one sample (MB)."""

    way: Way
    samples_per_s: float
    sample_mb: float
    choices: tuple[Choice, ...]


def choose_way(
    network: nn.Module,
    batch_of: Callable[[int], Batch],
    settings: TrainingSettings,
    device: torch.device,
    samples: int,
) -> Speed:
    """Measure memory layouts and precisions on real samples, then choose the batch size for `samples` of them.

    `batch_of(n)` gives a batch of up to n samples.
    """
    plain = Way(device)
    sample_mb = _activations_mb(network, batch_of(1), plain)
    batch = batch_of(TRIED_BATCH)
    timings = {way: _samples_per_s(network, batch, way) for way in _candidates(plain, settings)}
    fastest = max(timings, key=lambda way: timings[way] / (1 if way.precision == "float32" else WORTH_IT))
    batch_size, batch_choice = _batch_size(settings, sample_mb, samples)
    chosen = replace(fastest, batch_size=batch_size)
    choices = (*_explain(fastest, timings, settings), batch_choice)
    return Speed(chosen, timings[fastest], sample_mb, choices)


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
        reason = f"Larger batches would not fit into the {free / 1024:.1f} GB of free memory."
        return size, Choice(name="batch_size", value=size, reason=reason)
    while size > 8 and samples / size < 8:
        size //= 2
    reason = f"{-(-samples // size)} adjustments in each pass over {samples} training samples."
    return size, Choice(name="batch_size", value=size, reason=reason)


def _explain(chosen: Way, timings: dict[Way, float], settings: TrainingSettings) -> tuple[Choice, ...]:
    layouts = {way.is_channels_last: speed for way, speed in timings.items() if way.precision == chosen.precision}
    layout = "channels last" if chosen.is_channels_last else "channels first"
    precisions = {way.precision: timings[way] for way in timings if way.is_channels_last == chosen.is_channels_last}
    if settings.precision is not None:
        why = "As you asked."
    elif len(precisions) == 1:
        why = "The only precision that this processor computes fast."
    else:
        why = "Tried: " + ", ".join(f"{name} {speed:.0f} samples a second" for name, speed in precisions.items()) + "."
    return (
        Choice(name="precision", value=chosen.precision, reason=why),
        Choice(
            name="memory_format",
            value=layout,
            reason=f"Tried: channels first {layouts[False]:.0f}, channels last {layouts[True]:.0f} samples a second.",
        ),
    )
