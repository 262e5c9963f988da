"""Which curves there are of a training, what they are called, and how far their axis reaches."""

from pathlib import Path

from ptstudio.app.training_curves import TrainingCurves
from ptstudio.core.events import StepEnded
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks
from tests.helpers.windows import TASK, training_events

ACCURACY = all_tasks()[TASK].metrics[0]


def run(epochs: int, *, planned: int | None = None, steps: int = 0, is_from_scratch: bool = False) -> Run:
    settings: dict[str, SettingValue] = {"from_scratch": True} if is_from_scratch else {}
    job = TrainJob(task=TASK, dataset="d/0001", model="starter", preset="balanced", settings=settings)
    made = Run(Path("run"), job)
    for event in training_events(epochs, is_finished=planned is None, planned=planned):
        if epochs:
            made.apply(event)
    for number in range(1, steps + 1):
        made.apply(
            StepEnded(stage="head", done=number, loss=1.0, learning_rate=0.1, samples_per_s=9.0,
                      epochs_done=epochs + number / 10)
        )  # fmt: skip
    return made


def test_steps_follow_the_curve_that_they_belong_to_and_others_come_last() -> None:
    curves = TrainingCurves(run(4, steps=3), run(6, is_from_scratch=True))
    assert [one.name for one in curves.losses()] == [
        "Training", "Training, each step", "Validation", "Training, from scratch", "Validation, from scratch",
    ]  # fmt: skip
    assert [one.is_fine for one in curves.rates()] == [False, True, False]
    assert [one.is_beside for one in curves.speeds()] == [False, False, True]
    assert [one.name for one in curves.qualities(ACCURACY)] == ["Accuracy", "Accuracy, from scratch"]


def test_in_the_first_epoch_there_are_steps_alone() -> None:
    curves = TrainingCurves(run(0, steps=4))
    assert [one.name for one in curves.losses()] == ["Training, each step"]
    assert curves.qualities(ACCURACY) == []
    assert curves.end() == 1


def test_what_is_beside_one_from_scratch_is_called_pretrained() -> None:
    curves = TrainingCurves(run(2, is_from_scratch=True), run(2))
    assert [one.name for one in curves.rates()] == ["Learning rate", "Learning rate, pretrained"]
    assert TrainingCurves(run(2), run(2)).rates()[1].name == "Learning rate, beside"


def test_the_axis_reaches_ahead_while_it_runs_and_as_far_as_the_longer_one() -> None:
    assert TrainingCurves(run(6, planned=30)).end() == 10
    assert TrainingCurves(run(6, planned=8)).end() == 8
    assert TrainingCurves(run(6)).end() == 6
    assert TrainingCurves(run(6), run(9, is_from_scratch=True)).end() == 9
    assert TrainingCurves(run(10, planned=30, steps=2)).end() == 15
