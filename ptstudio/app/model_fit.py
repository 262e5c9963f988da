"""Whether a pretrained model can be trained on this machine: an estimate from recorded facts, and its reason.

The plan of a training measures the same on the machine itself. It knows no widget.
"""

from dataclasses import dataclass
from enum import StrEnum

from ptstudio.app import formats, input_words
from ptstudio.app.model_costs import Cost, cost_of
from ptstudio.app.translation import tr
from ptstudio.core.amount import MB
from ptstudio.core.machine import Machine, this_machine
from ptstudio.core.pretrained import Input, PretrainedModel

WORKER_MB = 734.0
"""What a worker takes before it has any network (PyTorch itself; measured on Linux)."""
BYTES_A_PARAMETER = 4
COPIES_WHEN_LEARNING = 5
"""Weights, their gradients, the two moments that the optimiser AdamW keeps, and what it works on in a step."""
LARGEST_AT_ONCE = 4
"""How many tensors as large as the largest are in hand at once beside what is kept: gradients and work space. With
this, the peak memory of training steps, measured on a processor with six networks of the catalogue, lay within 8 %."""
USUAL_BATCH, SMALLEST_BATCH = 32, 4
"""How many samples a training takes at a time where there is room, and where there is least
(engine/choosing/batch_size.py)."""
COMFORTABLE = 0.75
"""Which share of the memory a training may take before it is called tight: the system wants some too."""


class Verdict(StrEnum):
    """How a model suits the machine."""

    FITS = "fits"
    SMALL_BATCHES = "small-batches"
    HEAD_ONLY = "head-only"
    TOO_BIG = "too-big"


@dataclass(frozen=True)
class Room:
    """Where a network would be trained: the memory there in MB, and whether it is that of a graphics card."""

    memory_mb: float
    is_card: bool = False


@dataclass(frozen=True)
class Fit:
    """The verdict, and the memory in MB: to train all of it, only its last layer, and to use it afterwards.

    Where the network's activations are not recorded (`is_whole` is false), each figure is the least it can be.
    The network `takes` its samples so.
    """

    verdict: Verdict
    room: Room
    train_mb: float
    head_mb: float
    use_mb: float
    is_whole: bool
    takes: Input


def room_on(machine: Machine | None) -> Room:
    """The room on a machine as a worker has seen it, or, before any has, as the system tells it."""
    machine = machine or this_machine()
    card = next((device for device in machine.devices if device.kind != "cpu" and device.memory_mb), None)
    return Room(card.memory_mb, is_card=True) if card else Room(machine.memory_mb)


def fit(model: PretrainedModel, room: Room) -> Fit:
    """Estimate what a model needs, and compare it with the room."""
    weights_mb = model.parameters * BYTES_A_PARAMETER / MB
    recorded = cost_of(model)
    cost = recorded or Cost(0, 0, 0)
    base_mb = 0 if room.is_card else WORKER_MB
    a_picture_mb = cost.sample_mb + LARGEST_AT_ONCE * cost.largest_mb
    learning_mb = base_mb + COPIES_WHEN_LEARNING * weights_mb
    head_mb = base_mb + weights_mb + SMALLEST_BATCH * LARGEST_AT_ONCE * cost.largest_mb
    train_mb = learning_mb + USUAL_BATCH * a_picture_mb
    if train_mb <= COMFORTABLE * room.memory_mb:
        verdict = Verdict.FITS
    elif learning_mb + SMALLEST_BATCH * a_picture_mb <= room.memory_mb:
        verdict = Verdict.SMALL_BATCHES
    else:
        verdict = Verdict.HEAD_ONLY if head_mb <= room.memory_mb else Verdict.TOO_BIG
    use_mb = base_mb + weights_mb + LARGEST_AT_ONCE * cost.largest_mb
    return Fit(verdict, room, train_mb, head_mb, use_mb, is_whole=recorded is not None, takes=model.input)


def amount(megabytes: float, judged: Fit) -> str:
    """A figure of `judged` in words: “about 2.1 GB”, or “at least 700 MB” where not all that counts is recorded."""
    size = formats.size(megabytes)
    return tr("about {size}", size=size) if judged.is_whole else tr("at least {size}", size=size)


def verdict_words(verdict: Verdict) -> str:
    """The verdict in a few words."""
    if verdict is Verdict.FITS:
        return tr("fits")
    return tr("too big") if verdict is Verdict.TOO_BIG else tr("tight")


def reason(judged: Fit) -> str:
    """Why, in a sentence or two."""
    place = tr("the graphics card") if judged.room.is_card else tr("this machine")
    values = {
        "place": place,
        "room": formats.size(judged.room.memory_mb),
        "train": amount(judged.train_mb, judged),
        "head": amount(judged.head_mb, judged),
        "some": input_words.at_a_time(judged.takes, USUAL_BATCH),
    }
    match judged.verdict:
        case Verdict.FITS:
            return tr("Training all of it takes {train} of memory with {some}; {place} has {room}.", **values)
        case Verdict.SMALL_BATCHES:
            return tr("With {some}, training all of it takes {train} of memory, and {place} has "
                      "{room}: fewer are taken at a time, which is slower. The preset Quick takes {head}.",
                      **values)  # fmt: skip
        case Verdict.HEAD_ONLY:
            return tr("Training all of it takes {train} of memory, and {place} has {room}: choose the preset Quick, "
                      "which trains only its last layer and takes {head}.", **values)  # fmt: skip
        case _:
            return tr("Even training only its last layer takes {head} of memory, and {place} has {room}.", **values)
