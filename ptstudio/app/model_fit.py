"""Whether a pretrained model fits this machine, how heavy it is, and why; rules of thumb, measured ones come with
the plan of a training. Knows no widget.
"""

from dataclasses import dataclass
from enum import StrEnum

from ptstudio.app import formats
from ptstudio.app.model_words import work
from ptstudio.app.translation import tr
from ptstudio.core.machine import Machine, this_machine
from ptstudio.core.pretrained import PretrainedModel

WORKER_MB = 600.0
"""What a worker takes before it has any network (PyTorch itself; measured on Linux)."""
BYTES_A_PARAMETER = 4
COPIES_WHEN_LEARNING = 4
"""Weights, their gradients, and the two moments that the optimiser AdamW keeps."""
LIGHT, HEAVY = 8.0, 40.0
"""Below and above which `work` (millions of parameters at 224 pixels) is called light and heavy."""


class Verdict(StrEnum):
    """How a model suits the machine."""

    FITS = "fits"
    HEAD_ONLY = "head-only"
    TOO_LARGE = "too-large"


@dataclass(frozen=True)
class Room:
    """Where a network would be trained: the memory there in MB, and whether it is that of a graphics card."""

    memory_mb: float
    is_card: bool = False


@dataclass(frozen=True)
class Fit:
    """The verdict, how heavy the model is in a word, and the reason in a sentence."""

    verdict: Verdict
    weight: str
    reason: str


def room_on(machine: Machine | None) -> Room:
    """The room on a machine as a worker has seen it, or, before any has, as the system tells it."""
    machine = machine or this_machine()
    card = next((device for device in machine.devices if device.kind != "cpu" and device.memory_mb), None)
    return Room(card.memory_mb, is_card=True) if card else Room(machine.memory_mb)


def fit(model: PretrainedModel, room: Room) -> Fit:
    """Judge a model by what it needs at least."""
    weights_mb = model.parameters * BYTES_A_PARAMETER / 2**20
    base_mb = 0 if room.is_card else WORKER_MB
    whole_mb, head_mb = base_mb + COPIES_WHEN_LEARNING * weights_mb, base_mb + weights_mb
    place = tr("the graphics card") if room.is_card else tr("this machine")
    sizes = {"place": place, "room": formats.size(room.memory_mb)}
    if head_mb > room.memory_mb:
        reason = tr("Needs at least {size} of memory, and {place} has {room}.", size=formats.size(head_mb), **sizes)
        return Fit(Verdict.TOO_LARGE, _weight(model), reason)
    if whole_mb > room.memory_mb:
        reason = tr(
            "Training all of it needs at least {size} of memory, and {place} has {room}: choose the preset Quick, "
            "which trains only its last layer.",
            size=formats.size(whole_mb),
            **sizes,
        )
        return Fit(Verdict.HEAD_ONLY, _weight(model), reason)
    return Fit(Verdict.FITS, _weight(model), f"{_fits(whole_mb, sizes)} {_effort(model, room)}")


def verdict_words(verdict: Verdict) -> str:
    """The verdict in a few words."""
    return {
        Verdict.FITS: tr("fits this machine"),
        Verdict.HEAD_ONLY: tr("fits in part"),
        Verdict.TOO_LARGE: tr("too large for this machine"),
    }[verdict]


def _fits(whole_mb: float, sizes: dict[str, str]) -> str:
    return tr("Needs more than {size} of memory, and {place} has {room}.", size=formats.size(whole_mb), **sizes)


def _weight(model: PretrainedModel) -> str:
    effort = work(model)
    return tr("light") if effort < LIGHT else tr("heavy") if effort > HEAVY else tr("medium")


def _effort(model: PretrainedModel, room: Room) -> str:
    effort = work(model)
    if effort < LIGHT:
        return tr("Little to compute for each picture: quick on any computer.")
    if effort <= HEAVY:
        return tr("A fair amount to compute for each picture.")
    if room.is_card:
        return tr("Much to compute for each picture, which the graphics card takes over.")
    return tr("Much to compute for each picture: slow without a graphics card.")
