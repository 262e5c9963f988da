"""The preview job: a few training samples as the network will see them, varied as they will be in the first epochs."""

from pathlib import Path
from typing import Any

import numpy as np

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import PreviewJob
from ptstudio.core.project import Project
from ptstudio.core.training import TrainingSettings
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.randomness import dice
from ptstudio.engine.learning.preparation import describe
from ptstudio.tasks import all_tasks


def run(job: PreviewJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result names the pictures of each sample, and says whether such a training varies at all.

    Raises SettingsError, ModelError, DatasetError, OSError or ValueError.
    """
    project = Project.of_run(folder)
    data = RevisionData(project, project.revision(job.training.dataset))
    task = all_tasks()[job.training.task]
    trained = describe(job.training, data)
    settings = task.settings.from_values(trained.settings)
    rows = data.rows(Split.TRAIN)
    drawn = []
    for index in _spread(rows, job.samples):
        row = rows[index]
        pictures = []
        for view in range(1 + job.views):
            channel.breathe()
            own_dice = dice(settings.seed, "vary", view - 1, row["id"]) if view else None
            picture = folder / "pictures" / f"{index}-{view}.png"
            task.draw(task.example(row, trained, settings, own_dice), trained, picture)
            pictures.append(str(picture))
        truth = task.truth(row, trained.classes)
        drawn.append({"sample": row["id"], "truth": truth, "plain": pictures[0], "varied": pictures[1:]})
    return {"is_varied": _varies(settings), "samples": drawn}


def _spread(rows: SplitRows, count: int) -> list[int]:
    """Rows spread evenly over the classes."""
    by_label = np.argsort(rows.strata, kind="stable").tolist()
    count = min(count, len(rows))
    return [by_label[(2 * position + 1) * len(rows) // (2 * count)] for position in range(count)]


def _varies(settings: TrainingSettings) -> bool:
    """Whether anything but unchanged samples is shown: a last layer on its own learns from what was computed once."""
    return settings.from_scratch or settings.trainable != "head" or settings.head_variations > 0
