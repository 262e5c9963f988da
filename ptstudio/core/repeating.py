"""The same training again: which job does once more what a run did; knows no worker."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.run import Run

FIXED = ("batch_size", "precision")
"""Settings that are measured where they are left to the machine, and that a result depends on: what they came to then
is asked for again.
"""


def repeated(run: Run) -> TrainJob:
    """The job that does again what a training did, on the same data. Raises ProjectError where it was none."""
    if not isinstance(run.job, TrainJob):
        raise ProjectError(
            f"The run “{run.folder.name}” is no training, and only trainings can be done again.",
            "Choose a run whose name contains “train”.",
        )
    settings = _chosen_then(run) | {name: value for name, value in run.job.settings.items() if value is not None}
    return run.job.model_copy(
        update={"settings": settings, "repeats": run.folder.name, "command": again_command(run.folder)}
    )


def changed(
    job: TrainJob, settings: Mapping[str, SettingValue], *, model: str | None = None, preset: str | None = None
) -> TrainJob:
    """The same job but for these settings, this model, this preset.

    With another model, or where more of the network learns, what was measured for the first is no longer asked for.
    """
    kept = job.settings
    if model not in (None, job.model) or preset not in (None, job.preset):
        kept = {name: value for name, value in kept.items() if name not in FIXED}
    return job.model_copy(
        update={"settings": {**kept, **settings}, "model": model or job.model, "preset": preset or job.preset}
    )


def again_command(folder: Path) -> str:
    """The command line that does a run again."""
    return shlex.join(["ptstudio", "train", "--from", str(folder)])


def _chosen_then(run: Run) -> dict[str, SettingValue]:
    return {name: run.choices[name].value for name in FIXED if name in run.choices}
