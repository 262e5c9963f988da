"""How far a trained model is with what a person has asked it, and how long that will still take; knows no worker."""

from collections.abc import Sequence
from dataclasses import dataclass

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.app.tried import Tried
from ptstudio.core.events import StepEnded
from ptstudio.core.requests import EXPLAINING, MOMENTS


@dataclass(frozen=True)
class Progress:
    """What is done, how far that is in words and in parts of a total, and the seconds that are left, if known."""

    title: str
    words: str
    done: int
    total: int | None
    remaining_s: float | None


def heat_maps_s(lacking: Sequence[Tried], looks: int) -> float:
    """About how long heat maps of these answers take, by how long the answers took; 0 where one look is enough."""
    if looks == 1:
        return 0.0
    return looks * sum(entry.made.seconds for entry in lacking if entry.made is not None)


def of_heat_maps(asked: int, lacking: Sequence[Tried], looks: int, step: StepEnded | None) -> Progress:
    """Of so many `asked` for, these are `lacking` theirs; the first one is under way, with a `step` if it has begun."""
    is_begun = step is not None and step.stage == EXPLAINING
    done = step.done if step is not None and is_begun else 0
    total = (step.total if step is not None and is_begun else None) or looks
    remaining_s = heat_maps_s(lacking, looks)
    if step is not None and is_begun and step.remaining_s is not None and total > done:
        look_s = step.remaining_s / (total - done)
        remaining_s = step.remaining_s + look_s * total * (len(lacking) - 1)
    words = [] if asked == 1 else [tr("picture {place} of {count}", place=asked - len(lacking) + 1, count=asked)]
    words += [tr("look {done} of {total}", done=done, total=total), formats.remaining(remaining_s or None)]
    return Progress(
        title=tr("Finding out which parts decided: one part after the other is covered"),
        words=" · ".join(filter(None, words)),
        done=(asked - len(lacking)) * total + done,
        total=asked * total,
        remaining_s=remaining_s,
    )


def of_answers(asked: Sequence[Tried], step: StepEnded | None) -> Progress:
    """Of what is `asked`, some is answered, or a video is: then the `step` says how far that is."""
    if step is not None and step.stage == MOMENTS:
        values = {"done": formats.count(step.done), "total": formats.count(step.total or step.done)}
        words = [tr("{done} of {total} moments", **values), formats.remaining(step.remaining_s)]
        title = tr("Looking at a video")
        return Progress(title, " · ".join(filter(None, words)), step.done, step.total, step.remaining_s)
    answered = [entry.made.seconds for entry in asked if entry.made is not None]
    remaining_s = sum(answered) / len(answered) * (len(asked) - len(answered)) if answered else None
    words = [tr("{done} of {total}", done=len(answered), total=len(asked)), formats.remaining(remaining_s)]
    return Progress(tr("Asking the model"), " · ".join(filter(None, words)), len(answered), len(asked), remaining_s)
