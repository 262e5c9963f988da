"""Trying ways of looking and of learning with a network, on a few of its own samples; chooses no batch size."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

import torch
from torch import nn

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.engine.choosing.candidates import Candidate, looking_candidates, suited, training_candidates
from ptstudio.engine.choosing.decided import DecidedWay
from ptstudio.engine.choosing.memory_need import MemoryNeed, looking_mb
from ptstudio.engine.choosing.remembered_speed import Measured
from ptstudio.engine.choosing.samples_in_hand import has_pixels, of_size
from ptstudio.engine.choosing.trial import LEAST_S, Begin, Stakes, Timed, best_threads, clock_for, tried
from ptstudio.engine.choosing.trying_steps import Learning, Looking
from ptstudio.engine.computing import heap
from ptstudio.engine.computing.device import Way, usable_cores
from ptstudio.engine.computing.nested import each_tensor
from ptstudio.engine.computing.phases import Phase
from ptstudio.engine.computing.still import keep_only
from ptstudio.tasks._task import Batch, Task

MOST_TRIED = 8
"""Ways are tried on so many samples at first."""
A_LOOK_S, A_STEP_S = 0.4, 0.4
"""About how long a look, a step may take while trying; slower networks are tried on fewer samples."""
A_STEP_IN_LOOKS = 4.0
"""A step takes about as long as so many looks: one forward, two backward, adjusting."""
LOOKING_BUDGET_S, LEARNING_BUDGET_S = 1.5, 2.0
WORTH_IT = 1.3
"""Half precision must be this much faster before its rounding is accepted unasked: results in float32 are exact, and
need no second look for the final figures."""
WORTH_LEARNING = 1.15
"""The same for steps of training, whose figures are measured in float32 anyway; and whole batches gain more by it than
the few samples that it is tried on."""
SMALL_NETWORK = 30e6
"""Parameters; ONNX Runtime has one of that size in half a second."""
WHOLE_BATCHES = (32, 64)
"""Tried where more computes side by side than so few samples can keep busy. On two cores, batches of 8 were as fast as
any with networks from MobileNetV3 to ResNet-18, and larger ones take tens of megabytes more; texts of a dozen tokens
keep no core busy by eights."""
NEAR = 1.25
"""How much slower on a few samples a way may be that is still tried on whole batches."""


@dataclass(frozen=True)
class Subject:
    """A network, what it is for, and real samples of it: `batch_of(n)` gives a batch of up to n.

    It will look at about `looks` samples as it stands. `phase`, if any, is how it learns more than a last layer, from
    `samples` samples. `magnitude` tells large samples from small ones where they differ: how often their usual size can
    be halved. Other work may go on within `meanwhile`, and rests while ways are timed.
    """

    task: Task
    model: PretrainedModel
    settings: TrainingSettings
    network: nn.Module
    batch_of: Callable[[int], Batch]
    device: torch.device
    looks: int
    samples: int
    phase: Phase | None = None
    magnitude: int = 0
    meanwhile: Callable[[], AbstractContextManager[None]] = nullcontext

    def patient(self, begin: Begin) -> Begin:
        """Getting ready, while other work may go on."""

        def beginning(way: Way) -> Callable[[], object]:
            with self.meanwhile():
                return begin(way)

        return beginning


def try_looking(subject: Subject, hand: Batch) -> Measured:
    """Try ways for a network that stands still, on the samples in hand."""
    network = subject.network.eval()
    held_mb = looking_mb(network, of_size(hand, 1), Way(subject.device))
    size = max(1, min(MOST_TRIED, int(A_LOOK_S / _a_look_s(network, hand, Way(subject.device)))))
    backbone = network.get_submodule("backbone")
    stakes = Stakes(subject.looks, LOOKING_BUDGET_S)
    begin = subject.patient(Looking(backbone, hand).begin)
    is_small = sum(parameter.numel() for parameter in backbone.parameters()) <= SMALL_NETWORK
    pixels = has_pixels(hand)
    ways = looking_candidates(subject.device, subject.settings.precision, is_small=is_small)

    def settle(found: Sequence[Timed]) -> None:
        """No more copies of the network lie in memory than the ways need that may still be chosen."""
        keep_only(backbone, [timed.way for timed in (*_near(found), *_best(found))])
        heap.trim()

    first = tried(_sized(suited(ways, has_pixels=pixels), size), begin, stakes, settle=settle)
    best = max(first.found, key=_worth)
    near = [timed.way for timed in _near(first.found)]
    whole = first
    if size == MOST_TRIED and (subject.device.type != "cpu" or usable_cores() > MOST_TRIED or not pixels):
        for larger in WHOLE_BATCHES:
            larger_ways = [Candidate(replace(way, batch_size=larger), NEAR) for way in near]
            whole = tried(larger_ways, begin, stakes, whole, settle)
            near = [max(whole.found[len(first.found) :] or [best], key=_worth).way]
    timings = _latest(whole.found)
    fastest = max(timings, key=_worth)
    threads = best_threads(fastest, begin, stakes, whole)
    keep_only(backbone, [timed.way for timed in _best(timings)])
    heap.trim()
    memory = MemoryNeed(looking_mb=held_mb)
    return _measured(timings, fastest, size, subject.looks, first.is_whole, threads, memory)


def try_learning(subject: Subject, phase: Phase, hand: Batch, looked: Measured) -> Measured:
    """Try ways for the steps of a phase, on the samples in hand."""
    samples = subject.samples * phase.epochs
    size = max(2, min(MOST_TRIED, int(A_STEP_S / A_STEP_IN_LOOKS * looked.fastest.samples_per_s)))
    learning = Learning(subject.task, subject.settings, subject.network, phase, hand)
    stakes = Stakes(samples, LEARNING_BUDGET_S)
    ways = suited(training_candidates(subject.device, subject.settings.precision), has_pixels=has_pixels(hand))
    first = tried(_sized(ways, size), learning.begin, stakes)
    fastest = max(first.found, key=lambda timed: _worth(timed, WORTH_LEARNING))
    threads = best_threads(fastest, learning.begin, stakes, first)
    memory = learning.memory_need(fastest.way, looked.memory.looking_mb)
    return _measured(first.found, fastest, size, samples, first.is_whole, threads, memory)


def _a_look_s(network: nn.Module, hand: Batch, way: Way) -> float:
    """Seconds of a forward pass of one sample, with a network that has warmed up."""
    inputs = way.inputs(of_size(hand, 1).inputs)
    clock = clock_for(way.device)
    with torch.inference_mode():
        start = clock()
        each_tensor(network(inputs), torch.Tensor.cpu)  # which waits for a graphics card
        return max(LEAST_S, clock() - start)


def _sized(candidates: Iterable[Candidate], size: int) -> list[Candidate]:
    """The same, each with batches of so many samples."""
    return [
        replace(
            candidate,
            way=replace(candidate.way, batch_size=size),
            instead=candidate.instead and replace(candidate.instead, batch_size=size),
        )
        for candidate in candidates
    ]


def _latest(found: Sequence[Timed]) -> list[Timed]:
    """Each way once, with the largest batch that was tried of it and did not slow it down."""
    best: dict[Way, Timed] = {}
    for timed in found:
        alike = replace(timed.way, batch_size=0)
        if alike not in best or timed.samples_per_s > best[alike].samples_per_s:
            best[alike] = timed
    return list(best.values())


def _near(found: Sequence[Timed]) -> list[Timed]:
    """Those that larger batches may make the best."""
    best = max(map(_worth, found), default=0.0)
    return [timed for timed in found if _worth(timed) * NEAR >= best]


def _best(found: Sequence[Timed]) -> list[Timed]:
    """The best way of all, and the best that is exact."""
    exact = [timed for timed in found if timed.way.precision == "float32"]
    return [max(some, key=_worth) for some in (found, exact) if some]


def _worth(timed: Timed, half: float = WORTH_IT) -> float:
    return timed.samples_per_s / (1 if timed.way.precision == "float32" else half)


def _measured(
    timings: Sequence[Timed],
    fastest: Timed,
    tried_on: int,
    samples: int,
    is_whole: bool,
    threads: int,
    memory: MemoryNeed,
) -> Measured:
    return Measured(
        timings=tuple(DecidedWay.of(timed.way, timed.samples_per_s) for timed in timings),
        chosen=list(timings).index(fastest),
        tried_on=tried_on,
        samples=samples,
        is_whole=is_whole,
        threads=threads,
        memory=memory,
    )
