"""Trainings side by side."""

from pathlib import Path

import pytest

from ptstudio.app import comparison
from ptstudio.app.comparison import Line
from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Choice
from ptstudio.core.metric import Estimate
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks
from tests.helpers import reports
from tests.helpers.provenances import provenance
from tests.helpers.windows import CLASSES, filled_project, training

TASK = all_tasks()["image-classification"]


def job(**changes: object) -> TrainJob:
    facts = {"task": TASK.key, "dataset": "rubbish/0001", "model": "starter", "preset": "balanced"}
    return TrainJob.model_validate(facts | changes)


def report(accuracy: Estimate, loss: Estimate) -> Report:
    made = reports.report(CLASSES, splits=("test",))
    split = made.splits["test"].model_copy(update={"metrics": {"accuracy": accuracy, "log_loss": loss}})
    return made.model_copy(update={"splits": {"test": split}})


def run(training_job: TrainJob, **choices: float) -> Run:
    made = {name: Choice(name=name, value=value, reason="Measured.") for name, value in choices.items()}
    return Run(Path(), training_job, choices=made)


def differing(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.differs]


def test_what_differs_is_told_apart_with_what_the_presets_mean() -> None:
    jobs = job(), job(preset="thorough", settings={"epochs": 4, "seed": 1}), job()
    lines = comparison.asked([run(one) for one in jobs], jobs, TASK)
    assert Line("Weight decay", ("0.01", "0.01", "0.01")) in lines
    assert differing(lines) == [
        Line("Preset", ("Balanced", "Thorough", "Balanced")),
        Line("What learns", ("last third", "everything", "last third")),
        Line("Epochs", ("15 epochs", "4 epochs", "15 epochs")),
        Line("Seed", ("0", "1", "0")),
    ]


def test_what_was_left_to_the_machine_says_what_it_came_to() -> None:
    jobs = job(), job(settings={"batch_size": 8})
    lines = comparison.asked([run(jobs[0], batch_size=32), run(jobs[1])], jobs, TASK)
    assert differing(lines) == [Line("Batch size", ("automatic: 32", "8 samples"))]


def test_nobody_is_fooled_by_figures_whose_intervals_overlap() -> None:
    first = report(Estimate(value=0.80, low=0.70, high=0.90), Estimate(value=0.6, low=0.5, high=0.7))
    second = report(Estimate(value=0.95, low=0.91, high=0.99), Estimate(value=0.6, low=0.55, high=0.8))
    accuracy, loss = comparison.figures((first, second), TASK, "test")
    figures = ("80.0\N{NO-BREAK SPACE}% (70.0–90.0)", "95.0\N{NO-BREAK SPACE}% (91.0–99.0)")
    assert accuracy == Line("Accuracy", figures, "B is better")
    assert loss.verdict == "may be chance: the intervals overlap"
    assert comparison.figures((first, second, None), TASK, "test")[0] == Line(
        "Accuracy", (*figures, "–"), "B is better"
    )
    assert comparison.figures((first, second, first), TASK, "test")[0].verdict == "B is best"
    assert (
        comparison.figures((first, second, second), TASK, "test")[0].verdict == "may be chance: the intervals overlap"
    )
    assert comparison.figures((first, first), TASK, "test")[0].verdict == "the same"


def test_a_lower_loss_is_better() -> None:
    same = Estimate(value=0.8, low=0.7, high=0.9)
    first, second = (report(same, Estimate(value=at, low=at - 0.1, high=at + 0.1)) for at in (0.3, 0.9))
    assert comparison.figures((first, second), TASK, "test")[1].verdict == "A is better"


@pytest.mark.parametrize("split", ["validation", "nothing"])
def test_what_was_not_measured_is_not_compared(split: str) -> None:
    one = report(Estimate(value=0.8, low=0.7, high=0.9), Estimate(value=0.6, low=0.5, high=0.7))
    assert comparison.figures((one, one), TASK, split) == []
    assert comparison.figures((None, one), TASK, "test") == []
    assert "finished" in comparison.caution((None, one))


def test_different_data_calls_for_caution() -> None:
    one = reports.report(CLASSES, splits=("test",))
    assert comparison.caution((one, one)) == ""
    assert "different data" in comparison.caution((one, one.model_copy(update={"dataset": "other/0001"})))


def test_how_they_went_is_told_even_of_one_that_has_not_ended(tmp_path: Path) -> None:
    project = filled_project(tmp_path / "project")
    done, cut = training(project), training(project, epochs=2, is_finished=False)
    best, took = comparison.course((Run.open(done), Run.open(cut)))
    assert best.values == ("8 of 12", "2 of 2")
    assert took.values[1] == "not finished"


def test_versions_and_hardware_are_told_as_far_as_they_were_written_down() -> None:
    known = provenance(packages={"torch": "2.15.0"}, python="3.12.1")
    lines = {line.name: line.values for line in comparison.origins((known, None, provenance(threads=8)))}
    assert lines["torch"] == ("2.15.0", "not known", "–")
    assert lines["Python"][:2] == ("3.12.1", "not known")
    assert lines["Threads"] == ("2", "not known", "8")
    assert lines["Pretrained weights"][0] == "aa" * 6
    assert comparison.origins((None, None)) == []
