"""The values of settings in words; knows no form."""

from collections.abc import Mapping
from functools import cache

from ptstudio.app.draft_values import SCRATCH
from ptstudio.app.translation import tr
from ptstudio.core import amount
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.settings import SettingFacts
from ptstudio.tasks import all_tasks


def value_words(facts: SettingFacts, value: SettingValue) -> str:
    """A value of a setting, with its unit."""
    if value is None:
        return tr("automatic")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if value in facts.choices:
        return tr(facts.titles[facts.choices.index(str(value))])
    number = amount.number(value) if isinstance(value, float) else str(value)
    return f"{number} {tr(facts.unit)}" if facts.unit else number


@cache
def _facts_of(task_key: str) -> Mapping[str, SettingFacts]:
    """Made once: a table of runs asks for them at every row."""
    task = all_tasks().get(task_key)
    return {facts.name: facts for facts in task.settings.facts()} if task is not None else {}


def changed_words(job: TrainJob) -> str:
    """What a training changes of its preset, in one line; that it is from scratch is said beside its model."""
    known = _facts_of(job.task)
    parts = [
        f"{tr(known[name].label)}: {value_words(known[name], value)}" if name in known else f"{name}: {value}"
        for name, value in job.settings.items()
        if name != SCRATCH
    ]
    return ", ".join(parts)
