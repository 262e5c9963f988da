"""Which ways of computing are fastest for this network on this machine: tried for a moment, remembered, not guessed.

A network that stands still and one that learns are computed in different ways: what is fastest for the one is not for
the other.
"""

from dataclasses import dataclass

import torch

from ptstudio.core.machine import Choice
from ptstudio.engine.choosing.batch_size import LARGEST, batch_sizes
from ptstudio.engine.choosing.choice_words import threads_choice, way_choice
from ptstudio.engine.choosing.decided import DecidedWay
from ptstudio.engine.choosing.memory_need import MemoryNeed
from ptstudio.engine.choosing.remembered_speed import Measured, file_for, recalled, remember
from ptstudio.engine.choosing.trying import MOST_TRIED, Subject, try_learning, try_looking
from ptstudio.engine.computing.compiling import weigh_compiling
from ptstudio.engine.computing.device import free_memory_mb


@dataclass(frozen=True)
class Speed:
    """The ways chosen, each with its speed: `exact` looks in float32. `threads` compute."""

    looking: DecidedWay
    exact: DecidedWay
    training: DecidedWay
    threads: int
    memory: MemoryNeed
    choices: tuple[Choice, ...]


def choose_way(subject: Subject) -> Speed:
    """Try ways of looking and, where a phase needs it, of learning on real samples; then choose the batch sizes.

    What was measured once for a network on this machine is found again in the data folder, so that a training repeated
    computes the very same way. Raises DatasetError for a sample that has vanished.
    """
    model, device, wanted, phase = subject.model, subject.device, subject.settings.precision, subject.phase
    file = file_for(model, device, _of_size("looking", subject), wanted)
    looked = recalled(file, subject.looks)
    hand = None
    if looked is None:
        hand = subject.batch_of(MOST_TRIED)
        looked = try_looking(subject, hand)
        remember(file, looked)
    if phase is None:
        return _chosen(subject, looked, None)
    file = file_for(model, device, _of_size(f"learning {phase.key}", subject), wanted)
    learned = recalled(file, _steps(subject))
    if learned is None:
        learned = try_learning(subject, phase, hand or subject.batch_of(MOST_TRIED), looked)
        remember(file, learned)
    return _chosen(subject, looked, learned)


def _of_size(work: str, subject: Subject) -> str:
    """What takes its time on long texts takes far less on short ones."""
    return f"{work} of size {subject.magnitude}" if subject.magnitude else work


def _chosen(subject: Subject, looked: Measured, learned: Measured | None) -> Speed:
    wanted = subject.settings.precision
    need = learned.memory if learned else looked.memory
    # A graphics card gets faster with larger batches than were tried; what fits into a processor's cache is fastest.
    fastest_batch = (
        looked.fastest.batch_size if subject.device.type == "cpu" else max(LARGEST, looked.fastest.batch_size)
    )
    sizes = batch_sizes(subject.settings, need, free_memory_mb(subject.device), subject.samples, fastest_batch)
    threads = (learned or looked).threads
    choices = [way_choice("way_of_looking", looked, wanted)]
    training = DecidedWay()  # for a last layer alone, which is small work
    if learned:
        compiling = weigh_compiling(learned.fastest.samples_per_s, _steps(subject), subject.device)
        training = learned.fastest.model_copy(update={"is_compiled": compiling.pays})
        choices += [way_choice("way_of_training", learned, wanted), *compiling.choices]
    return Speed(
        looking=looked.fastest.model_copy(update={"batch_size": sizes.looking}),
        exact=_exact(looked).model_copy(update={"batch_size": sizes.looking}),
        training=training.model_copy(update={"batch_size": sizes.training}),
        threads=threads,
        memory=need,
        choices=(*choices, *threads_choice(threads, torch.get_num_threads()), sizes.choice),
    )


def _steps(subject: Subject) -> int:
    """How many samples the longest phase learns from, each as often as it is seen."""
    return subject.samples * (subject.phase.epochs if subject.phase else 0)


def _exact(looked: Measured) -> DecidedWay:
    """The fastest way in float32; where none was tried, one whose speed is not known."""
    exact = [timing for timing in looked.timings if timing.precision == "float32"]
    return max(exact, key=lambda timing: timing.samples_per_s) if exact else DecidedWay(is_channels_last=True)
