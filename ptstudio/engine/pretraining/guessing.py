"""A network on its way to be familiar with texts: how it begins, how it learns, how well it guesses."""

from dataclasses import replace
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import nn

from ptstudio.core import atomic
from ptstudio.core.events import StageChanged
from ptstudio.core.familiarity import Guesses
from ptstudio.core.trained import TrainedModel
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.batches import chunks
from ptstudio.engine.computing.evaluation import judge
from ptstudio.engine.computing.network import blocks, plain_state, rates_of
from ptstudio.engine.computing.phases import Phase
from ptstudio.engine.learning.setup import Setup, sample_source
from ptstudio.engine.learning.telling import looking
from ptstudio.engine.learning.training import Training
from ptstudio.engine.trials.inner_channel import InnerChannel
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.tasks._hidden_words import FOUND, PERPLEXITY

HEAD_EPOCHS = 3
MOST_FOR_HEAD = 3000
"""Texts, spread evenly, that a new head learns from before anything else does."""
BEGINNING, BEFORE = "head.safetensors", "before.json"
READING = "Reading your texts"


def begun(trained: TrainedModel) -> tuple[nn.Module, bool]:
    """The network with its pretrained weights, and whether those of its head are among them. Raises ModelError."""
    family, library = all_families()[trained.model.family], Library.standard()
    network = family.build_for_words(trained.model)
    tensors = library.tensors(library.get(trained.model.key))
    family.load(network, tensors)
    return network, family.load_words(network, tensors)


def with_head(setup: Setup, folder: Path, channel: Channel, *, is_known: bool) -> Guesses:
    """Have the head learn, unless it `is_known`, and measure how well the network guesses then: what it knew before it
    read anything. Both are kept in `folder`, and found there when the run goes on.
    """
    head = setup.network.get_submodule("head")
    if (folder / BEFORE).is_file():
        head.load_state_dict(load_file(folder / BEGINNING))
        return Guesses.from_text((folder / BEFORE).read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    if not is_known:
        rate = rates_of(setup.trained).head
        alone = Phase("head", "Learning to guess words as it stands", HEAD_EPOCHS, rate, False, [[head]], [])
        channel.emit(StageChanged(stage=alone.key, title=alone.title))
        texts = setup.training.chosen(range(0, len(setup.training), -(-len(setup.training) // MOST_FOR_HEAD)))
        Training(
            replace(setup, phases=[alone], training=texts, folder=folder), InnerChannel(channel, passes_steps=True)
        ).run()
    before = guesses(setup, channel)
    save_file(plain_state(head.state_dict()), folder / BEGINNING)
    atomic.write_text(folder / BEFORE, before.to_text())
    return before


def everything(setup: Setup, epochs: int) -> Phase:
    """The phase in which all of a network learns."""
    parts = blocks(setup.network, setup.trained)
    head = [setup.network.get_submodule("head")]
    rate = rates_of(setup.trained).tuning
    return Phase("all", READING, epochs, rate, False, [*parts, head], [module for part in parts for module in part])


def guesses(setup: Setup, channel: Channel) -> Guesses:
    """How well it guesses the words hidden in the validation texts."""
    network = setup.exact.place(setup.network).eval()
    judged = replace(setup, way=setup.exact)
    order = chunks(judged.judged_order, setup.exact.batch_size)
    done, tell = 0, looking(channel, "measure")

    def progress(samples: int) -> None:
        nonlocal done
        done += samples
        tell(done, len(setup.validation))

    evidence, _ = judge(setup.lesson, network, sample_source(judged).validation(order), setup.exact, progress)
    measured = setup.lesson.measure(evidence)
    return Guesses(found=measured[FOUND], perplexity=measured[PERPLEXITY])
