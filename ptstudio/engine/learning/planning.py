"""What a training will do, how long it takes and what memory it needs; from measured speed, before it begins."""

import math
from dataclasses import replace

from ptstudio.core import amount
from ptstudio.core.amount import MB
from ptstudio.core.events import WarningRaised
from ptstudio.core.machine import Plan, PlannedStage
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import Decided
from ptstudio.engine.computing.device import free_memory_mb, held_memory_mb
from ptstudio.engine.computing.phases import Phase
from ptstudio.engine.learning.position import START, Position
from ptstudio.engine.learning.setup import Setup, training_view
from ptstudio.engine.looking.features import are_known
from ptstudio.engine.looking.samples import AS_PREDICTED
from ptstudio.engine.metering.past_trainings import with_experience

TRAINING_COST = 4.0
"""A step takes as long as so many looks, where it was not measured: one forward, two backward, and looks are computed
in ways in which nothing can learn."""
HEAD_SAMPLES_PER_S = 20_000.0
HEAD_EPOCH_S = 0.008
"""What a pass over features takes however few samples there are."""
REPORT_S = 0.5
"""What intervals, thumbnails and the report's pages take, about, however many samples there are."""


def plan(setup: Setup, decided: Decided, test_samples: int, processes: int = 1, reached: Position = START) -> Plan:
    """Estimate each stage from where a training has got to, and the memory of so many processes on this machine.
    Seconds are upper bounds, since early stopping may end a phase sooner.
    """
    sharing = processes if setup.way.device.type == "cpu" else 1  # each graphics card has a memory of its own
    ahead = _ahead(setup, reached)
    looking, learning = _looking(setup, decided, ahead), _learning(setup, decided, ahead)
    stages = (*looking, *learning, _evaluating(setup, decided, test_samples))
    made = Plan(
        stages=stages,
        choices=decided.choices,
        seconds=sum(stage.seconds for stage in stages),
        memory_mb=_memory_mb(setup, decided, sharing),
        free_memory_mb=held_memory_mb(setup.way.device) + free_memory_mb(setup.way.device),
    )
    return with_experience(made, setup.trained.model, decided.device)


def tell_where_it_will_not_fit(made: Plan, channel: Channel) -> None:
    """Warn before a training begins for which the memory will hardly do."""
    if not 0 < made.free_memory_mb < made.memory_mb:
        return
    channel.emit(
        WarningRaised(
            key="memory",
            message=f"This training needs about {amount.size(made.memory_mb)} of memory, and there are "
            f"{amount.size(made.free_memory_mb)}: it may not fit.",
            hint="Close other programs, or choose a smaller batch size, a smaller picture size or a smaller model. If "
            "memory runs out, training goes on in smaller parts, more slowly.",
        )
    )


def _ahead(setup: Setup, reached: Position) -> list[Phase]:
    """The phases that are not over, with the epochs that are left of each."""
    under_way, *later = setup.phases[reached.phase :]
    is_over = reached.is_stale(setup.settings.patience)
    left = 0 if is_over else under_way.epochs - reached.phase_epoch
    return [*([replace(under_way, epochs=left)] if left > 0 else ()), *later]


def _looking(setup: Setup, decided: Decided, ahead: list[Phase]) -> tuple[PlannedStage, ...]:
    if not any(phase.uses_features for phase in ahead):
        return ()
    training, validation = setup.samples(setup.training), setup.samples(setup.validation)
    views = [training_view(setup.settings, variation) for variation in range(1 + setup.settings.head_variations)]
    looks = len(training) * sum(not are_known(training, view) for view in views)
    exact_looks = len(validation) * (not are_known(validation, AS_PREDICTED))
    seconds = looks * _a_look_s(decided) + exact_looks * _an_exact_look_s(decided)
    title = "Looking at every sample once" if seconds else "Looking up what was seen of the samples before"
    return (PlannedStage(key="features", title=title, seconds=seconds),)


def _learning(setup: Setup, decided: Decided, ahead: list[Phase]) -> list[PlannedStage]:
    training, validation = len(setup.training), len(setup.validation)
    steps_per_s = decided.training.samples_per_s or decided.exact.samples_per_s / TRAINING_COST
    computing_s = 1 / max(1e-9, steps_per_s)
    found = []
    for phase in ahead:
        a_pass = HEAD_EPOCH_S + training / HEAD_SAMPLES_PER_S
        if not phase.uses_features:
            # What reading makes of a sample is kept from the first epoch on, but samples are varied in every one.
            a_pass = training * _with_reading(computing_s, decided) + validation * computing_s / TRAINING_COST
        seconds = phase.epochs * a_pass
        found.append(PlannedStage(key=phase.key, title=phase.title, seconds=seconds, epochs=phase.epochs))
    return found


def _evaluating(setup: Setup, decided: Decided, test_samples: int) -> PlannedStage:
    """What only a last layer was trained of has looked at the validation samples before."""
    looks = test_samples
    if not all(phase.uses_features for phase in setup.phases):
        looks += len(setup.validation)
    seconds = looks * _an_exact_look_s(decided) + REPORT_S
    return PlannedStage(key="evaluate", title="Measuring on samples it never saw", seconds=seconds)


def _a_look_s(decided: Decided) -> float:
    return _with_reading(1 / max(1e-9, decided.looking.samples_per_s), decided)


def _an_exact_look_s(decided: Decided) -> float:
    speed = decided.exact.samples_per_s or decided.looking.samples_per_s
    return _with_reading(1 / max(1e-9, speed), decided)


def _with_reading(computing_s: float, decided: Decided) -> float:
    """The seconds that a sample takes: a graphics card computes while the next is read, a processor does both."""
    return computing_s + decided.reading_s if decided.device == "cpu" else max(computing_s, decided.reading_s)


def _memory_mb(setup: Setup, decided: Decided, processes: int) -> float:
    """What is taken already, a copy of the network to look with, and what the largest batch takes, of all processes
    that share this memory; each has a share of the batch.
    """
    weights_mb = sum(parameter.nbytes for parameter in setup.network.parameters()) / MB
    copies = 1 if setup.looking == setup.exact else 2
    share = math.ceil(decided.training.batch_size / processes)
    needed_mb = decided.memory.of_batches(share, decided.looking.batch_size)
    return processes * (held_memory_mb(setup.way.device) + copies * weights_mb + needed_mb)
