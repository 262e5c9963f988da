"""What it is good for that a model is familiar with texts: a new last layer alone is trained with that and without."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ptstudio.core.events import EpochEnded, StageChanged
from ptstudio.core.familiarity import Effect
from ptstudio.core.jobs import SettingValue
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.network import build, load_pretrained, phases_of
from ptstudio.engine.computing.randomness import sow
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.learning.training import Training
from ptstudio.engine.trials.inner_channel import InnerChannel
from ptstudio.engine.trials.repeated_training import NEVER_S
from ptstudio.library.library import Library

HEAD_ALONE: dict[str, SettingValue] = {
    "trainable": "head", "from_scratch": False, "checkpoint_every_s": NEVER_S, "head_variations": 0
}  # fmt: skip


def head_alone(setup: Setup, model: PretrainedModel, asked: Mapping[str, SettingValue], folder: Path) -> Setup:
    """The training of a new last layer on a model, in `folder`: as the task's first preset has it, but for what was
    asked for. `setup` is any training of that task on the samples.
    """
    task = setup.task
    settings = task.settings.from_values({**task.presets[0].values, **asked, **HEAD_ALONE})
    trained = setup.trained.model_copy(
        update={"model": task.adapt(model, settings), "settings": settings.model_dump(mode="json")}
    )
    sow(settings.seed)
    network = build(trained)
    load_pretrained(network, trained, Library.standard())
    return replace(
        setup,
        lesson=task,
        trained=trained,
        settings=settings,
        network=network,
        phases=phases_of(network, trained),
        folder=folder,
    )


def compared(before: Setup, after: Setup, channel: Channel) -> Effect:
    """Have both last layers learn; what counts is the best epoch of each."""
    task = before.task
    facts = task.deciding_metric
    channel.emit(StageChanged(stage="before", title="Measuring what the model as it was makes of your task"))
    first = _best(before, facts.key, channel)
    channel.emit(StageChanged(stage="after", title="Measuring what it makes of it now"))
    return Effect(
        metric=facts.title, before=first, after=_best(after, facts.key, channel), samples=len(before.validation)
    )


def _best(setup: Setup, metric: str, channel: Channel) -> float:
    best = 0.0

    def note(ended: EpochEnded) -> None:
        nonlocal best
        best = ended.metrics[metric] if ended.is_best else best

    setup.folder.mkdir(parents=True, exist_ok=True)
    Training(setup, InnerChannel(channel, note, passes_steps=True)).run()
    return best
