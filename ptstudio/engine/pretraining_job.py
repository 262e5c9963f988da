"""The pretrain job: a model of the library reads texts, becomes another model of the library, and its use is measured.

Gururangan et al. 2020 (arXiv:2004.10964) found that going on with pretraining on texts of the field, and on those of
the task itself, helps most where few samples have labels.
"""

import itertools
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from ptstudio.core.dataset import Revision
from ptstudio.core.errors import ModelError
from ptstudio.core.events import StageChanged
from ptstudio.core.familiarity import Effect, Familiarity, Guesses
from ptstudio.core.jobs import PretrainJob, SettingValue, TrainJob
from ptstudio.core.model_names import checked_key, key_from
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.learning.preparation import ASSETS, prepare
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.learning.training import Training
from ptstudio.engine.pretraining import effect, guessing
from ptstudio.engine.pretraining.material import STAGE, Counts, Material
from ptstudio.engine.trials.inner_channel import InnerChannel
from ptstudio.library.entry import Entry
from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.tasks._hidden_words import HiddenWords

EVERYTHING: dict[str, SettingValue] = {
    "trainable": "all", "head_epochs": 0, "from_scratch": False, "layer_decay": 1.0, "learning_rate": None
}  # fmt: skip
MATERIAL, BEGINNING, EFFECT = "texts", "beginning", "effect"


def run(job: PretrainJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job; the result is a `Familiarity`. Goes on from its checkpoints. Raises what a training raises, and
    ModelError where the model reads no texts, or where its new name is taken.
    """
    started, place = time.perf_counter(), folder / MATERIAL
    original = Library.standard().get(job.training.model).model
    if job.name and not place.exists():
        _refuse_taken(checked_key(job.name))
    channel.emit(StageChanged(stage="prepare", title="Getting ready"))
    prepared = prepare(_reading(job.training, job.epochs), folder, InnerChannel(channel))
    network, is_known = guessing.begun(prepared.setup.trained)
    channel.emit(StageChanged(stage=STAGE, title="Gathering the texts"))
    material = Material(prepared.data, place, channel)
    texts, counts = material.gathered(Path(job.texts) if job.texts else None)
    setup = _guessing(prepared.setup, network, texts, material.validation())
    before = guessing.with_head(setup, folder / BEGINNING, channel, is_known=is_known)
    training = Training(replace(setup, phases=[guessing.everything(setup, job.epochs)]), channel)
    training.run()
    after = guessing.guesses(setup, channel)
    entry = _added(job, described(original, prepared.data.revision, counts, before, after), setup)
    found = Familiarity(
        model=entry.model.key,
        title=entry.model.title,
        beginning=original.title,
        own_texts=counts.own,
        more_texts=counts.more,
        left_out=counts.left_out,
        unreadable=counts.unreadable,
        epochs=training.position.epoch,
        before=before,
        after=after,
        effect=_effect(job, prepared.setup, (original, entry.model), channel),
        seconds=round(time.perf_counter() - started, 3),
    )
    return found.model_dump(mode="json")


def described(
    original: PretrainedModel, revision: Revision, counts: Counts, before: Guesses, after: Guesses
) -> PretrainedModel:
    """The new model's facts: those of the one that it was, but for what was measured of that."""
    summary = (
        f"{original.title}, which went on reading {counts.own + counts.more:,} texts of yours. Of hidden words in "
        f"others it guesses {100 * after.found:.0f} %, and guessed {100 * before.found:.0f} % before."
    )
    learned = f"{original.pretrained_on}; then texts of “{revision.name}”".removeprefix("; then ")
    facts: dict[str, Any] = {
        "key": key_from(f"{original.key}-{revision.name}"),
        "title": f"{original.title}, familiar with {revision.name}",
        "summary": summary,
        "pretrained_on": learned,
        "source": f"made from {original.key}",
        "revision": "",
        "accuracy": None,
        "accuracy_on": "",
        "accuracy_source": "",
    }
    return original.model_copy(update=facts)


def _guessing(setup: Setup, network: nn.Module, texts: SplitRows, validation: SplitRows) -> Setup:
    """The same way of computing, for a network that guesses hidden words."""
    lesson, classes = HiddenWords(), np.zeros(1, dtype=np.int64)
    return replace(setup, lesson=lesson, network=network, training=texts, validation=validation, class_counts=classes)


def _effect(
    job: PretrainJob, setup: Setup, models: tuple[PretrainedModel, PretrainedModel], channel: Channel
) -> Effect:
    """What a new last layer makes of the task on the model as it was, and as it is now."""
    asked, place = job.training.settings, setup.folder / EFFECT
    before, after = (effect.head_alone(setup, model, asked, place / model.key) for model in models)
    return effect.compared(before, after, channel)


def _reading(training: TrainJob, epochs: int) -> TrainJob:
    """The training whose way of computing suits one in which everything learns."""
    return training.model_copy(update={"settings": training.settings | EVERYTHING | {"epochs": epochs}})


def _added(job: PretrainJob, model: PretrainedModel, setup: Setup) -> Entry:
    """The network as it is now in the library, under the name that was asked for, or one that is free. Where the run
    had put it there before it was interrupted, it is that.
    """
    library, tensors = Library.standard(), all_families()[model.family].kept_with_words(setup.network)
    beside = [setup.folder / ASSETS / TOKENIZER]
    if job.name:
        return library.add(model.model_copy(update={"key": job.name}), tensors, beside=beside)
    for number in itertools.count(1):
        named = model.model_copy(update={"key": model.key if number == 1 else f"{model.key}-{number}"})
        if library.find(named.key) is None:
            break
        with suppress(ModelError):  # other weights have that name
            return library.add(named, tensors, beside=beside)
    return library.add(named, tensors, beside=beside)


def _refuse_taken(name: str) -> None:
    if Library.standard().find(name) is not None:
        raise ModelError(
            f"The library already holds a model called “{name}”.", "Choose another name, or remove that model first."
        )
