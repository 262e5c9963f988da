"""The same training again: which job does once more what a run did; knows no worker."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.run import Run

FIXED = ("batch_size", "precision")
"""Settings that are measured where they are left to the machine, and that a result depends on: it is held to what they
came to then.
"""


def repeated(run: Run) -> TrainJob:
    """The job that does again what a training did, on the same data. Raises ProjectError where it was none."""
    if not isinstance(run.job, TrainJob):
        raise ProjectError(
            f"The run “{run.folder.name}” is no training, and only trainings can be done again.",
            "Choose a run whose name contains “train”.",
        )
    asked = {name for name, value in run.job.settings.items() if value is not None}
    held_to = {name: run.choices[name].value for name in FIXED if name in run.choices and name not in asked}
    return run.job.model_copy(
        update={"held_to": held_to, "repeats": run.folder.name, "command": again_command(run.folder)}
    )


def changed(
    job: TrainJob, settings: Mapping[str, SettingValue], *, model: str | None = None, preset: str | None = None
) -> TrainJob:
    """The same job but for these settings, this model, this preset.

    With another model, or where more of the network learns, it is not held to what was measured for the first.
    """
    is_another = model not in (None, job.model) or preset not in (None, job.preset)
    return job.model_copy(
        update={
            "settings": {**job.settings, **settings},
            "held_to": {} if is_another else job.held_to,
            "model": model or job.model,
            "preset": preset or job.preset,
        }
    )


def again_command(folder: Path) -> str:
    """The command line that does a run again."""
    return shlex.join(["ptstudio", "train", "--from", str(folder)])
