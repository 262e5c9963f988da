"""How much is read of the samples of a split, told from some of them."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import TrainJob
from ptstudio.core.lengths import Lengths, Unread
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.learning.preparation import describe
from ptstudio.engine.looking import lengths
from ptstudio.engine.looking.lengths import extents, unread
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Task
from tests.helpers.trainings import project_for, smallest_model

READS = [task for task in all_tasks().values() if task.preview is Lengths]


def no_breath() -> None:
    """Nobody waits."""


def rows_and_model(task: Task, folder: Path, **settings: int) -> tuple[SplitRows, TrainJob, RevisionData]:
    project, dataset = project_for(task, folder)
    data = RevisionData(project, project.revision(dataset))
    job = TrainJob(task=task.key, dataset=dataset, model=smallest_model(task), preset="quick", settings=dict(settings))
    return data.rows(Split.TRAIN), job, data


@pytest.mark.parametrize("task", READS, ids=lambda task: task.key)
def test_all_are_looked_at_where_they_are_few(task: Task, tmp_path: Path) -> None:
    rows, job, data = rows_and_model(task, tmp_path)
    trained = describe(job, data)
    breaths: list[int] = []
    found = dict(extents(task, rows, trained, lambda: breaths.append(1)))
    assert sorted(found) == list(range(len(rows)))
    assert len(breaths) == len(rows)
    assert unread(task, rows, trained, no_breath) == Unread(
        samples=len(rows), cut=0, share=0.0, limit=task.limit(trained.model)
    )


@pytest.mark.parametrize("task", READS, ids=lambda task: task.key)
def test_of_long_ones_fewer_are_looked_at_from_every_class(
    task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, job, data = rows_and_model(task, tmp_path)
    sizes = task.sizes(rows)
    assert sizes is not None
    monkeypatch.setattr(lengths, "MOST_SIZE", int(6.5 * sizes.mean()))
    found = dict(extents(task, rows, describe(job, data), no_breath))
    assert len(found) == 6
    assert {int(rows.strata[place]) for place in found} == set(rows.strata.tolist())


def test_what_has_no_length_is_never_cut(tmp_path: Path) -> None:
    task = next(task for task in all_tasks().values() if task.preview is not Lengths)
    rows, job, data = rows_and_model(task, tmp_path)
    assert unread(task, rows, describe(job, data), no_breath) is None
