"""Getting a training ready: data, network, way of computing, phases and plan; each automatic choice with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from ptstudio.core import atomic
from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError, ModelError, ProjectError, SettingsError
from ptstudio.core.events import PlanMade, StageChanged
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.machine import Choice, Plan
from ptstudio.core.project import Project
from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import SCRATCH_VALUES, TrainingSettings
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import Decided
from ptstudio.engine.choosing.deciding import Work, decide
from ptstudio.engine.computing.device import settle
from ptstudio.engine.computing.network import build, copy_assets, load_pretrained, phases_of
from ptstudio.engine.computing.phases import begins_with_head, stands_still
from ptstudio.engine.computing.randomness import sow
from ptstudio.engine.computing.repeatability import compute_repeatably
from ptstudio.engine.learning.checkpoint import reached
from ptstudio.engine.learning.planning import plan, tell_where_it_will_not_fit
from ptstudio.engine.learning.provenance import tell_of_missing_files, trace
from ptstudio.engine.learning.setup import Setup, training_view
from ptstudio.engine.looking.features import are_known
from ptstudio.engine.looking.read_ahead import ReadAhead
from ptstudio.engine.looking.samples import AS_PREDICTED, Samples
from ptstudio.engine.ranks.place import own_place
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks

ASSETS = "assets"
"""The folder of a run with what its network needs beside its weights, so that it goes on without the library."""


@dataclass(frozen=True)
class Prepared:
    """A training that is ready to start."""

    setup: Setup
    choices: tuple[Choice, ...]
    data: RevisionData
    plan: Plan


def prepare(job: TrainJob, folder: Path, channel: Channel, ahead: ReadAhead | None = None) -> Prepared:
    """Get a training ready and tell the plan; a resumed run keeps what was decided at its first start. Meanwhile
    `ahead`, if any, reads what the training looks at first.

    Raises DatasetError, ModelError or SettingsError where it cannot be trained.
    """
    channel.emit(StageChanged(stage="prepare", title="Getting ready"))
    project = Project.of_run(folder)
    data = RevisionData(project, project.revision(job.dataset))
    tell_of_missing_files(data, project, channel)
    rows = {split: _usable(data, split) for split in (Split.TRAIN, Split.VALIDATION)}
    test = data.rows(Split.TEST)
    decided = _decided_before(folder)
    trained, chosen = (decided.trained, ()) if decided else _described(job, data)
    if ahead is not None:
        _read_ahead(trained, rows | {Split.TEST: test}, project.cache_folder(), ahead)
    network = _network(trained)
    if decided is None:
        work = Work(phases_of(network, trained), rows[Split.TRAIN], len(rows[Split.VALIDATION]) + len(test))
        decided = decide(trained, network, work, channel, ahead, job.held_to, chosen)
        copy_assets(trained, folder / ASSETS)
        atomic.write_text(folder / "decided.json", decided.to_text())
    trace(job, decided, data, folder, channel)
    setup = replace(_set_up(decided, network, rows, folder, project), ahead=ahead)
    processes = own_place().processes_here(job.processes)
    planned = plan(setup, decided, len(test), processes, reached(folder / "checkpoints"))
    tell_where_it_will_not_fit(planned, channel)
    channel.emit(PlanMade(plan=planned))
    return Prepared(setup, decided.choices, data, planned)


def set_up_again(job: TrainJob, folder: Path) -> Setup:
    """The same training in another process, as it was decided before; its network has random weights."""
    decided = _decided_before(folder)
    if decided is None:
        raise ProjectError("The run was not begun yet.", "Start its first process first.")
    project = Project.of_run(folder)
    data = RevisionData(project, project.revision(job.dataset))
    rows = {split: _usable(data, split) for split in (Split.TRAIN, Split.VALIDATION)}
    return _set_up(decided, build(decided.trained), rows, folder, project)


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
    if not path.exists():
        return None
    decided = Decided.from_text(path.read_bytes())
    return decided.model_copy(update={"trained": decided.trained.model_copy(update={"assets": folder / ASSETS})})


def _settings(job: TrainJob, data: RevisionData) -> tuple[TrainingSettings, str]:
    """The preset's values under those of the job, with as many epochs as the samples need where nobody says how many;
    and why these are more, if they are. Raises SettingsError.
    """
    task = all_tasks()[job.task]
    preset = task.preset(job.preset)
    if preset is None:
        known = ", ".join(preset.key for preset in task.presets)
        raise SettingsError(f"There is no preset “{job.preset}”.", f"The presets are: {known}.")
    held_to = {name: value for name, value in job.held_to.items() if job.settings.get(name) is None}
    asked: dict[str, SettingValue] = job.settings | held_to
    values = preset.values | asked
    settings = task.settings.from_values(values)
    if settings.from_scratch:
        settings = task.settings.from_values(values | SCRATCH_VALUES | asked)
    if "epochs" in asked:
        return settings, ""
    return task.long_enough(settings, data.revision.counts.totals.get(Split.TRAIN, 0))


def describe(job: TrainJob, data: RevisionData) -> TrainedModel:
    """What will be trained, with the preset's values under those of the job. Raises SettingsError, ModelError."""
    return _described(job, data)[0]


def _described(job: TrainJob, data: RevisionData) -> tuple[TrainedModel, tuple[Choice, ...]]:
    """The same, and what was chosen for the samples at hand: how many epochs, and what the task fits to them."""
    task, (settings, reason) = all_tasks()[job.task], _settings(job, data)
    model, entry = find_model(job.model, Library.standard())
    if job.task not in all_families()[model.family].tasks:
        raise ModelError(f"“{model.title}” cannot learn to {task.title.lower()}.", "Choose another model.")
    adapted = task.adapt(entry.model if entry else model, settings)
    fitted, choices = task.fitted(adapted, settings, data.rows(Split.TRAIN))
    if reason:
        choices = (Choice(name="epochs", value=settings.epochs, reason=reason), *choices)
    trained = TrainedModel(
        task=job.task,
        model=fitted,
        has_pretrained_weights=not settings.from_scratch,
        classes=data.revision.classes,
        dataset=data.revision.key,
        dataset_fingerprint=data.revision.fingerprint,
        preset=job.preset,
        settings=settings.model_dump(mode="json"),
        assets=entry.assets if entry else Path(),
    )
    return trained, choices


def _read_ahead(trained: TrainedModel, rows: Mapping[Split, SplitRows], cache: Path, ahead: ReadAhead) -> None:
    """Begin to read what a frozen backbone has not looked at yet, in the order in which it will."""
    settings = all_tasks()[trained.task].settings.from_values(trained.settings)
    if not begins_with_head(settings) or all_tasks()[trained.task].answers_parts:
        return
    views = {Split.VALIDATION: AS_PREDICTED, Split.TRAIN: training_view(settings, 0)}
    if stands_still(settings):
        views[Split.TEST] = AS_PREDICTED
    for split, view in views.items():
        samples = Samples(trained, rows[split], cache, ahead)
        if len(samples) and not are_known(samples, view):
            samples.read_ahead(view)


def _network(trained: TrainedModel) -> nn.Module:
    settings = all_tasks()[trained.task].settings.from_values(trained.settings)
    compute_repeatably(settings)
    sow(settings.seed)
    network = build(trained)
    if trained.has_pretrained_weights:
        load_pretrained(network, trained, Library.standard())
    return network


def _set_up(
    decided: Decided, network: nn.Module, rows: Mapping[Split, SplitRows], folder: Path, project: Project
) -> Setup:
    trained = decided.trained
    task = all_tasks()[trained.task]
    settings = task.settings.from_values(trained.settings)
    device = torch.device(decided.device)
    settle(device, decided.threads)
    return Setup(
        lesson=task,
        trained=trained,
        settings=settings,
        network=network,
        phases=phases_of(network, trained),
        way=decided.training.way(device),
        looking=decided.looking.way(device),
        exact=decided.exact.way(device),
        training=rows[Split.TRAIN],
        validation=rows[Split.VALIDATION],
        class_counts=task.class_counts(rows[Split.TRAIN].column("label"), trained.classes),
        folder=folder,
        cache=project.cache_folder(),
        loader_threads=decided.loader_threads,
    )
