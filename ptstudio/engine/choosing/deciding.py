"""What is settled at a run's first start, by trying and measuring; each automatic choice with its reason."""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import torch
from torch import nn

from ptstudio.core.events import ChoiceMade, MachineProbed
from ptstudio.core.machine import Choice
from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.data._revision import SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import Decided
from ptstudio.engine.choosing.reading import Reading, first_batch, measure_reading
from ptstudio.engine.choosing.speed import Speed, choose_way
from ptstudio.engine.choosing.trying import Subject
from ptstudio.engine.computing.device import choose_device, probe_machine
from ptstudio.engine.computing.network import rates_of
from ptstudio.engine.computing.phases import Phase, usual_rate
from ptstudio.engine.computing.repeatability import repeatability
from ptstudio.engine.looking.prepared import fresh
from ptstudio.engine.looking.read_ahead import ReadAhead
from ptstudio.models._family import Rates
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch, Example


@dataclass(frozen=True)
class Work:
    """What a training will do: its phases, on the training samples `rows`, and looks at so many other samples."""

    phases: Sequence[Phase]
    rows: SplitRows
    others: int


def decide(
    trained: TrainedModel,
    network: nn.Module,
    work: Work,
    channel: Channel,
    ahead: ReadAhead | None = None,
    held_to: Collection[str] = (),
    before: Sequence[Choice] = (),
) -> Decided:
    """Probe the machine, try ways of computing on it, and how fast samples are read; `ahead` rests meanwhile. The
    settings `held_to` are those of an earlier training; `before` is what was chosen already.

    Raises SettingsError where the machine has not what is asked for, DatasetError for a sample that has vanished.
    """
    settings = all_tasks()[trained.task].settings.from_values(trained.settings)
    machine = probe_machine()
    channel.emit(MachineProbed(machine=machine))
    device, device_choice = choose_device(settings.device, machine)
    speed, reading = measure(trained, network, work, device, ahead)
    repeating = repeatability(settings, device, speed.threads)
    made = (
        *before,
        device_choice,
        *speed.choices,
        *reading.choices,
        *_rate_choices(settings, rates_of(trained)),
        repeating,
    )
    choices = tuple(choice if choice.name not in held_to else _as_before(choice) for choice in made)
    for choice in choices:
        channel.emit(ChoiceMade(choice=choice))
    return decided_by(speed, reading, trained, device, choices)


def measure(
    trained: TrainedModel, network: nn.Module, work: Work, device: torch.device, ahead: ReadAhead | None = None
) -> tuple[Speed, Reading]:
    """How fast samples are computed and read. Raises DatasetError for a sample that has vanished."""
    task = all_tasks()[trained.task]
    settings = task.settings.from_values(trained.settings)
    rows = work.rows
    preparation = task.preparation(trained, settings, is_varied=False)
    prepared = fresh(rows, preparation) if preparation else None

    def example(index: int) -> Example:
        return task.example(rows[index], trained, settings, None, prepared(index) if prepared else None)

    def batch_of(count: int) -> Batch:
        return first_batch(task, example, len(rows), count)

    sizes = task.sizes(rows)
    uses_features = any(phase.uses_features for phase in work.phases)
    learning = [phase for phase in work.phases if not phase.uses_features]
    subject = Subject(
        task=task,
        model=trained.model,
        settings=settings,
        network=network,
        batch_of=batch_of,
        device=device,
        looks=(1 + settings.head_variations) * len(rows) * uses_features + work.others,
        samples=len(rows),
        phase=max(learning, key=lambda phase: phase.epochs, default=None),
        magnitude=0 if sizes is None else int(sizes.mean()).bit_length(),
        meanwhile=ahead.going_on if ahead else nullcontext,
    )
    with ahead.resting() if ahead else nullcontext():
        return choose_way(subject), measure_reading(task, example, len(rows))


def decided_by(
    speed: Speed, reading: Reading, trained: TrainedModel, device: torch.device, choices: tuple[Choice, ...] = ()
) -> Decided:
    """What follows from measured speed."""
    return Decided(
        trained=trained,
        choices=choices,
        device=str(device),
        looking=speed.looking,
        exact=speed.exact,
        training=speed.training,
        threads=speed.threads,
        loader_threads=reading.threads,
        reading_s=reading.seconds,
        memory=speed.memory,
    )


def _as_before(choice: Choice) -> Choice:
    return choice.model_copy(update={"reason": "As in the training that this one does again."})


def _rate_choices(settings: TrainingSettings, rates: Rates) -> tuple[Choice, ...]:
    if settings.learning_rate is not None:
        return (Choice(name="learning_rate", value=settings.learning_rate, reason="As you asked."),)
    if settings.from_scratch:
        reason = "Random weights have far to go, so the steps are long."
    elif settings.trainable == "head":
        reason = "Only a new last layer learns, which nothing learned before can be lost from."
        return (Choice(name="learning_rate", value=settings.head_learning_rate or rates.head, reason=reason),)
    elif settings.trainable == "adapters":
        reason = "What is added to the layers begins with nothing and stays small, so its steps can be longer."
    else:
        reason = "Small enough to keep what the network learned before, which larger steps would wipe out."
    return (Choice(name="learning_rate", value=usual_rate(settings, rates), reason=reason),)
