"""Getting a training ready: data, network, way of computing, phases and plan; each automatic choice with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from ptstudio.core import atomic
from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError, ModelError, SettingsError
from ptstudio.core.events import ChoiceMade, MachineProbed, PlanMade, StageChanged
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.machine import Choice, Plan
from ptstudio.core.project import Project
from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import SCRATCH_VALUES, TrainingSettings
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.decided import Decided
from ptstudio.engine.device import Way, choose_device, probe_machine
from ptstudio.engine.network import blocks, build, load_pretrained
from ptstudio.engine.phases import HEAD_RATE, SCRATCH_RATE, TUNING_RATE, phases
from ptstudio.engine.planning import plan
from ptstudio.engine.randomness import sow
from ptstudio.engine.reading import first_batch, reading_s
from ptstudio.engine.setup import Setup
from ptstudio.engine.speed import Speed, choose_way
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch, Example


@dataclass(frozen=True)
class Prepared:
    """A training that is ready to start."""

    setup: Setup
    choices: tuple[Choice, ...]
    data: RevisionData
    plan: Plan


def prepare(job: TrainJob, folder: Path, channel: Channel) -> Prepared:
    """Get a training ready and tell the plan; a resumed run keeps what was decided at its first start.

    Raises DatasetError, ModelError or SettingsError where it cannot be trained.
    """
    channel.emit(StageChanged(stage="prepare", title="Getting ready"))
    project = Project.of_run(folder)
    data = RevisionData(project, project.revision(job.dataset))
    rows = {split: _usable(data, split) for split in (Split.TRAIN, Split.VALIDATION)}
    decided = _decided_before(folder)
    trained = decided.trained if decided else describe(job, data)
    network = _network(trained)
    if decided is None:
        decided = _measure(trained, network, rows[Split.TRAIN], channel)
        atomic.write_text(folder / "decided.json", decided.to_text())
    setup = _set_up(decided, network, rows, folder, project)
    planned = plan(setup, decided, len(data.rows(Split.TEST)))
    channel.emit(PlanMade(plan=planned))
    return Prepared(setup, decided.choices, data, planned)


def _usable(data: RevisionData, split: Split) -> SplitRows:
    rows = data.rows(split)
    if not rows:
        raise DatasetError(
            f"There is no sample in the {split} split.",
            "Each class needs about three samples or more; add some, or choose other shares, and import again.",
        )
    return rows


def _decided_before(folder: Path) -> Decided | None:
    path = folder / "decided.json"
    return Decided.from_text(path.read_bytes()) if path.exists() else None


def describe(job: TrainJob, data: RevisionData) -> TrainedModel:
    """What will be trained, with the preset's values under those of the job. Raises SettingsError, ModelError."""
    task = all_tasks()[job.task]
    preset = task.preset(job.preset)
    if preset is None:
        known = ", ".join(preset.key for preset in task.presets)
        raise SettingsError(f"There is no preset “{job.preset}”.", f"The presets are: {known}.")
    values: dict[str, SettingValue] = preset.values | job.settings
    settings = task.settings.from_values(values)
    if settings.from_scratch:
        settings = task.settings.from_values(values | SCRATCH_VALUES | job.settings)
    model, entry = find_model(job.model, Library.standard())
    if job.task not in all_families()[model.family].tasks:
        raise ModelError(f"“{model.title}” cannot learn to {task.title.lower()}.", "Choose another model.")
    return TrainedModel(
        task=job.task,
        model=task.adapt(entry.model if entry else model, settings),
        has_pretrained_weights=not settings.from_scratch,
        classes=data.revision.classes,
        dataset=data.revision.key,
        dataset_fingerprint=data.revision.fingerprint,
        preset=job.preset,
        settings=settings.model_dump(mode="json"),
    )


def _network(trained: TrainedModel) -> nn.Module:
    sow(all_tasks()[trained.task].settings.from_values(trained.settings).seed)
    network = build(trained)
    if trained.has_pretrained_weights:
        load_pretrained(network, trained, Library.standard())
    return network


def _measure(trained: TrainedModel, network: nn.Module, rows: SplitRows, channel: Channel) -> Decided:
    """Probe the machine, and try ways of computing on it and how fast samples are read."""
    task = all_tasks()[trained.task]
    settings = task.settings.from_values(trained.settings)
    machine = probe_machine()
    channel.emit(MachineProbed(machine=machine))
    device, device_choice = choose_device(settings.device, machine)

    def example(index: int) -> Example:
        return task.example(rows[index], trained, settings, None)

    def batch_of(count: int) -> Batch:
        return first_batch(task, example, len(rows), count)

    speed = choose_way(network.eval(), trained.model, batch_of, settings, device, len(rows))
    choices = (device_choice, *speed.choices, *_rate_choices(settings))
    for choice in choices:
        channel.emit(ChoiceMade(choice=choice))
    return decided_by(speed, reading_s(task, example, len(rows)), trained, choices)


def _rate_choices(settings: TrainingSettings) -> tuple[Choice, ...]:
    if settings.learning_rate is not None:
        return (Choice(name="learning_rate", value=settings.learning_rate, reason="As you asked."),)
    if settings.from_scratch:
        reason = "Random weights have far to go, so the steps are long."
        return (Choice(name="learning_rate", value=SCRATCH_RATE, reason=reason),)
    if settings.trainable == "head":
        reason = "Only a new last layer learns, which nothing learned before can be lost from."
        return (Choice(name="learning_rate", value=settings.head_learning_rate or HEAD_RATE, reason=reason),)
    reason = "Small enough to keep what the network learned before, which larger steps would wipe out."
    return (Choice(name="learning_rate", value=TUNING_RATE, reason=reason),)


def decided_by(speed: Speed, a_reading_s: float, trained: TrainedModel, choices: tuple[Choice, ...] = ()) -> Decided:
    """What follows from measured speed, and from the seconds that reading a sample takes."""
    return Decided(
        trained=trained,
        choices=choices,
        device=str(speed.way.device),
        precision=speed.way.precision,
        is_channels_last=speed.way.is_channels_last,
        batch_size=speed.way.batch_size,
        samples_per_s=speed.samples_per_s,
        exact_samples_per_s=speed.exact_samples_per_s,
        reading_s=a_reading_s,
        sample_mb=speed.sample_mb,
    )


def _set_up(
    decided: Decided, network: nn.Module, rows: Mapping[Split, SplitRows], folder: Path, project: Project
) -> Setup:
    trained = decided.trained
    task = all_tasks()[trained.task]
    settings = task.settings.from_values(trained.settings)
    return Setup(
        task=task,
        trained=trained,
        settings=settings,
        network=network,
        phases=phases(settings, network, blocks(network, trained)),
        way=Way(torch.device(decided.device), decided.precision, decided.is_channels_last, decided.batch_size),
        training=rows[Split.TRAIN],
        validation=rows[Split.VALIDATION],
        class_counts=task.class_counts(rows[Split.TRAIN].column("label"), trained.classes),
        folder=folder,
        cache=project.cache_folder(),
    )
