"""What a report says beside what was measured: how much of the samples was not read."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.lengths import Lengths
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.network import TrainedNetwork
from ptstudio.engine.reporting.judging import describe_splits, judge_splits
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Task
from tests.helpers.tasks import imported_samples, samples_of
from tests.helpers.trainings import setup_for

READS = [task for task in all_tasks().values() if task.preview is Lengths]


@pytest.mark.parametrize("task", READS, ids=lambda task: task.key)
def test_a_report_knows_what_was_not_read(task: Task, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    long = [
        replace(sample, fields={**sample.fields, "text": 5 * f"{sample.fields['text']} "})
        for sample in samples_of(task, tmp_path)
    ]
    dataset = imported_samples(project, task, long, tmp_path)
    setup = setup_for(project, dataset, task.key, most_tokens=8)
    splits = {"test": RevisionData(project, project.revision(dataset)).rows(Split.TEST)}
    model = TrainedNetwork(setup.network.eval(), setup.trained)
    with closing(Channel(setup.folder, None)) as channel:
        evidence = judge_splits(model, splits, setup.exact, channel)
        unread = describe_splits(model, setup.training, splits, evidence, channel)["test"].unread
    assert unread is not None
    assert unread.samples == unread.cut == len(splits["test"])
    assert unread.limit == 8
    assert 0.2 < unread.share < 1
