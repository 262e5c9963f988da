"""What a training leaves behind that was stopped: its best network so far, settled by what that said."""

from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.events import EpochEnded, Event
from ptstudio.core.jobs import TrainJob
from ptstudio.engine import training_job
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.network import open_trained
from ptstudio.tasks import all_tasks
from tests.helpers.encoders import reader_in_library
from tests.helpers.projects import forget_earlier_jobs
from tests.helpers.trainings import project_for


class StopsAfterEpochs(Channel):
    """A channel on which somebody asks for Stop once so many epochs have ended."""

    def __init__(self, folder: Path, epochs: int) -> None:
        super().__init__(folder, None)
        self._left = epochs

    def emit(self, event: Event) -> None:
        super().emit(event)
        self._left -= isinstance(event, EpochEnded)

    def breathe(self) -> None:
        if self._left <= 0:
            raise StopRequested


def test_the_thresholds_of_labels_are_those_of_its_best_epoch(tmp_path: Path) -> None:
    task = all_tasks()["text-labelling"]
    project, revision = project_for(task, tmp_path)
    job = TrainJob(
        task=task.key,
        dataset=revision,
        model=reader_in_library(),
        preset="quick",
        settings={"head_epochs": 30, "batch_size": 4},
    )
    folder = project.new_run(job)
    forget_earlier_jobs()
    with closing(StopsAfterEpochs(folder, 3)) as channel, pytest.raises(StopRequested):
        training_job.run(job, folder, channel)
    kept = open_trained(folder).trained
    thresholds = kept.settled["thresholds"]
    assert len(thresholds) == len(kept.classes)
    assert any(threshold != 0.5 for threshold in thresholds)
