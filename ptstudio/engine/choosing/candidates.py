"""The ways of computing that make sense on a machine, the most promising first; measures nothing.

The order, and how much each may gain, come from measurements of MobileNetV2, MobileNetV3-small, ResNet-18 and
SqueezeNet on two cores with and without bfloat16 in hardware; where a way is worth nothing, trying it shows it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import psutil
import torch

from ptstudio.engine.computing.device import Precision, Way, usable_cores

FEWEST_THREADS = 2
"""A single thread is never tried where there are more cores: pictures are read beside it."""


@dataclass(frozen=True)
class Candidate:
    """A way, and how many times faster than the fastest of those before it can at best be; `instead` is tried where
    the way cannot be computed.
    """

    way: Way
    promise: float
    instead: Way | None = None


def looking_candidates(device: torch.device, wanted: Precision | None, *, is_small: bool) -> Iterator[Candidate]:
    """Ways for a network that stands still; in the precision that is `wanted`, if one is. A small network is handed to
    another runtime in a moment, a large one in several seconds.
    """
    exact = wanted in (None, "float32")
    elsewhere = [Candidate(Way(device, runtime="onnxruntime"), 2.5)] if exact and device.type == "cpu" else []
    plain = [_fused(Way(device, is_channels_last=True), 1.5 if is_small and elsewhere else 2.5)] if exact else []
    halves = _halves(device, wanted)
    yield from [*elsewhere, *plain] if is_small else [*plain, *elsewhere]
    for half in halves:
        yield _fused(Way(device, half, is_channels_last=True), 2.0 if exact and device.type == "cpu" else 2.5)
    for precision in (*(["float32"] if exact else []), *halves):
        yield _fused(Way(device, precision), 1.3)


def training_candidates(device: torch.device, wanted: Precision | None) -> Iterator[Candidate]:
    """Ways for a network that learns; in the precision that is `wanted`, if one is."""
    precisions = (*(("float32",) if wanted in (None, "float32") else ()), *_halves(device, wanted))
    for precision in precisions:
        yield Candidate(Way(device, precision, is_channels_last=True), 2.5)
    for precision in precisions:
        yield Candidate(Way(device, precision), 1.3)


def suited(candidates: Iterable[Candidate], *, has_pixels: bool) -> Iterator[Candidate]:
    """Those that make sense for what a network takes in: tokens have no memory layout to choose, and come in batches of
    many lengths, for which another runtime would have to be set up each time.
    """
    tried: set[Way] = set()
    for candidate in candidates:
        if has_pixels:
            yield candidate
        elif candidate.way.runtime == "torch":
            plain = [way and replace(way, is_channels_last=False) for way in (candidate.way, candidate.instead)]
            if plain[0] is not None and plain[0] not in tried:
                tried.add(plain[0])
                yield replace(candidate, way=plain[0], instead=plain[1])


def thread_counts(now: int) -> list[int]:
    """Other numbers of threads than those that torch computes with `now`: as many as there are physical cores, as the
    process may use, and half the physical ones where there are many.
    """
    usable = usable_cores()
    physical = min(usable, psutil.cpu_count(logical=False) or usable)
    counts = {physical, usable} | ({physical // 2} if physical >= 8 else set())
    return sorted(count for count in counts if count != now and count >= min(FEWEST_THREADS, usable))


def _fused(way: Way, promise: float) -> Candidate:
    return Candidate(replace(way, is_fused=True), promise, instead=way)


def _halves(device: torch.device, wanted: Precision | None) -> tuple[str, ...]:
    if wanted is not None:
        return () if wanted == "float32" else (wanted,)
    if device.type == "cuda":
        return ("bfloat16",) if torch.cuda.is_bf16_supported(including_emulation=False) else ("float16",)
    return ("bfloat16",) if device.type == "cpu" and _has_fast_bfloat16() else ()


def _has_fast_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 matrices in hardware; elsewhere trying it would only cost time."""
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in ("amx_bf16", "avx512_bf16", "bf16"))
