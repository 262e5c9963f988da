"""What the settings of a training are: those of its preset, and what a person changed; knows no form."""

from collections.abc import Mapping
from dataclasses import dataclass

from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.training import SCRATCH_VALUES
from ptstudio.tasks._task import Task

SCRATCH = "from_scratch"


@dataclass(frozen=True)
class Draft:
    """The training that is being put together: a preset, the settings that differ from it, and what it computes with:
    so many processes, on these graphics cards.
    """

    preset: str = "balanced"
    settings: tuple[tuple[str, SettingValue], ...] = ()
    processes: int = 1
    cards: tuple[int, ...] = ()

    @classmethod
    def like(cls, job: TrainJob) -> "Draft":
        """What makes the same training once more; a comparison from scratch is made once."""
        kept = tuple((name, value) for name, value in job.settings.items() if name != SCRATCH)
        return cls(job.preset, kept, job.processes, job.cards)


def preset_values(task: Task, preset: str, changed: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """Every setting as it is where nothing is changed; a training from scratch has its own number of epochs."""
    found = task.preset(preset)
    values: dict[str, SettingValue] = {facts.name: facts.default for facts in task.settings.facts()}
    values |= found.values if found else {}
    return values | SCRATCH_VALUES if changed.get(SCRATCH) else values


def shown_values(task: Task, preset: str, changed: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """Every setting as the training will have it."""
    return preset_values(task, preset, changed) | dict(changed)


def differing(task: Task, preset: str, values: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """Those of `values` that differ from the preset, as they are checked to be possible. Raises SettingsError."""
    usual = preset_values(task, preset, values)
    task.settings.from_values(usual | dict(values))
    return {name: value for name, value in values.items() if value != usual.get(name)}
