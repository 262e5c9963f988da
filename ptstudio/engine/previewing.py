"""The preview job: what a training shows its network, before it starts; what that is, the task says by a type."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import PreviewJob
from ptstudio.core.lengths import CutPart, CutText, Lengths
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.preview import Preview, Previewed, Variations, VariedSample
from ptstudio.core.project import Project
from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.randomness import dice
from ptstudio.engine.learning.preparation import describe
from ptstudio.engine.looking.lengths import extents
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Extent, Task

READ_LETTERS, UNREAD_LETTERS = 160, 320
"""How much is shown of what is read of a text, and of what is not."""


@dataclass(frozen=True)
class _Asked:
    job: PreviewJob
    task: Task
    rows: SplitRows
    trained: TrainedModel
    folder: Path
    channel: Channel


def run(job: PreviewJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result is a `Previewed`.

    Raises SettingsError, ModelError, DatasetError, OSError or ValueError.
    """
    project = Project.of_run(folder)
    data = RevisionData(project, project.revision(job.training.dataset))
    task = all_tasks()[job.training.task]
    asked = _Asked(job, task, data.rows(Split.TRAIN), describe(job.training, data), folder, channel)
    return Previewed(preview=_MAKERS[task.preview](asked)).model_dump(mode="json")


def _variations(asked: _Asked) -> Variations:
    """A few training samples as the network will see them, varied as they will be in the first epochs."""
    settings = asked.task.settings.from_values(asked.trained.settings)
    by_label = np.argsort(asked.rows.strata, kind="stable").tolist()
    drawn = tuple(_draw(asked, by_label[at], settings) for at in _spread(len(by_label), asked.job.samples))
    return Variations(is_varied=settings.is_varied(), samples=drawn)


def _draw(asked: _Asked, place: int, settings: TrainingSettings) -> VariedSample:
    task, trained, row = asked.task, asked.trained, asked.rows[place]
    pictures = []
    for view in range(1 + asked.job.views):
        asked.channel.breathe()
        own_dice = dice(settings.seed, "vary", view - 1, row["id"]) if view else None
        picture = asked.folder / "pictures" / f"{place}-{view}.png"
        task.draw(task.example(row, trained, settings, own_dice), trained, picture)
        pictures.append(str(picture))
    truth = task.truth(row, trained.classes)
    return VariedSample(sample=row["id"], truth=truth, plain=pictures[0], varied=tuple(pictures[1:]))


def _lengths(asked: _Asked) -> Lengths:
    """How long training samples are, and a few of those that are cut off."""
    task, rows, trained = asked.task, asked.rows, asked.trained
    found = sorted(extents(task, rows, trained, asked.channel.breathe), key=lambda each: (each[1].tokens, each[0]))
    cut = [each for each in found if each[1].tokens > each[1].reads]
    chosen = [cut[at] for at in _spread(len(cut), asked.job.samples)]
    return Lengths(
        tokens=tuple(extent.tokens for _, extent in found),
        samples=len(rows),
        limit=task.limit(trained.model),
        most=task.limit(_as_published(trained)),
        examples=tuple(_cut_text(extent, task.truth(rows[place], trained.classes)) for place, extent in chosen),
    )


def _as_published(trained: TrainedModel) -> PretrainedModel:
    """The model, whatever the settings make of its input."""
    model, entry = find_model(trained.model.key, Library.standard())
    return entry.model if entry else model


def _cut_text(extent: Extent, truth: str) -> CutText:
    parts = tuple(CutPart(read=_end_of(read), unread=_start_of(rest)) for read, rest in extent.parts if rest.strip())
    return CutText(truth=truth, tokens=extent.tokens, parts=parts)


def _end_of(text: str) -> str:
    return _in_a_line(text) if len(text) <= READ_LETTERS else f"…{_in_a_line(text[-READ_LETTERS:])}"


def _start_of(text: str) -> str:
    return _in_a_line(text) if len(text) <= UNREAD_LETTERS else f"{_in_a_line(text[:UNREAD_LETTERS])}…"


def _in_a_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _spread(count: int, wanted: int) -> list[int]:
    """Some of so many places, spread evenly over them."""
    wanted = min(wanted, count)
    return [(2 * number + 1) * count // (2 * wanted) for number in range(wanted)]


_MAKERS: dict[type[Preview], Callable[[_Asked], Preview]] = {Variations: _variations, Lengths: _lengths}
