"""`ptstudio train --from RUN`: the same training again, with what is to differ changed."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ptstudio.cli.importing import import_data
from ptstudio.core.agreement import agreement, agreement_lines
from ptstudio.core.dataset import Revision
from ptstudio.core.errors import DatasetError
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.repeating import changed, repeated
from ptstudio.core.run import Run


def training_again(
    source: Path,
    out: Path | None,
    settings: Mapping[str, SettingValue],
    *,
    data: Path | None,
    model: str | None,
    preset: str | None,
) -> tuple[Project, TrainJob]:
    """The project in which the training in the run folder `source` is done again, and the job that does so.

    In another project, or with other `data`, these are imported first, as the first were. Raises ProjectError,
    DatasetError where the data are gone.
    """
    run = Run.open(source)
    job = repeated(run)
    first = Project.of_run(run.folder)
    revision = first.revision(job.dataset)
    project = Project.open_or_create(out) if out is not None else first
    dataset = job.dataset
    if data is not None or project.folder != first.folder:
        dataset = _imported(project, revision, data)
    again = changed(job, settings, model=model, preset=preset)
    command = shlex.join(["ptstudio", *sys.argv[1:]])
    return project, again.model_copy(update={"dataset": dataset, "command": command})


def agreement_with(source: Path, repeat: Run) -> list[str]:
    """Whether a training came out as the one that it did again, in sentences; nothing while that has no figures."""
    before = Run.open(source)
    return agreement_lines(agreement(before, repeat)) if before.result else []


def _imported(project: Project, revision: Revision, data: Path | None) -> str:
    place = data if data is not None else Path(revision.source)
    if not place.exists():
        raise DatasetError(
            f"The data of that run are not at “{place}” any more.",
            "Connect the drive that they are on, or say by --data where they are now.",
        )
    found: Sequence[Revision] = project.revisions(revision.name)
    same = next((one for one in found if one.fingerprint == revision.fingerprint), None)
    if data is None and same is not None:
        return same.key
    name = "" if data is not None else revision.name
    return import_data(project, place.resolve(), revision.task, revision.options, name)
