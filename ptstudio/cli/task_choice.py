"""Which task is meant: the one that is named, else that of data which a project holds, else what the data look like."""

from pathlib import Path

from ptstudio.cli.known_data import known_revision
from ptstudio.core.errors import SettingsError
from ptstudio.core.samples import SAMPLES
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task_for import surest_task

USUAL = SAMPLES[0].task


def chosen_task(named: str | None, data: Path) -> str:
    """The key of the task. Raises SettingsError for an unknown one, and DatasetError for data that suit none."""
    if named is not None:
        return known_task(named)
    known = known_revision(data)
    if known is not None:
        project, key = known
        return project.revision(key).task
    return surest_task(data, USUAL)


def known_task(key: str) -> str:
    """The key itself. Raises SettingsError where there is no such task."""
    if key not in all_tasks():
        raise SettingsError(f"There is no task “{key}”.", f"The tasks are: {', '.join(all_tasks())}.")
    return key
