"""The tune job on tiny pictures: the draft first, proposals within their spans, a budget, and going on after a stop."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.errors import Diverged
from ptstudio.core.events import EpochEnded, StepEnded, TrialEnded
from ptstudio.core.jobs import SettingValue, TuneJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run, has_checkpoint
from ptstudio.data._revision import RevisionData
from ptstudio.engine import tuning
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.learning.training import Training
from ptstudio.tasks import all_tasks
from tests.helpers.channels import StopsAt
from tests.helpers.projects import TASK, coloured_project, done, events_of, library_with, training_of

LEFT_OUT = {"seconds", "at"}


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("coloured"))


@pytest.fixture(autouse=True)
def _library() -> None:
    library_with()


def job_of(dataset: str, preset: str = "quick", trials: int | None = 6, **settings: SettingValue) -> TuneJob:
    training = training_of(dataset, preset)
    return TuneJob(training=training.model_copy(update={"settings": training.settings | settings}), trials=trials)


def trials_of(folder: Path) -> list[TrialEnded]:
    return Run.open(folder).trials


def told(trials: list[TrialEnded]) -> list[dict[str, Any]]:
    """Trials without what no two are alike in."""
    return [trial.model_dump(exclude=LEFT_OUT) for trial in trials]


def test_the_draft_is_tried_first_and_proposals_keep_within_their_spans(coloured: tuple[Project, str]) -> None:
    project, dataset = coloured
    job = job_of(dataset, head_learning_rate=0.002)
    folder = project.new_run(job)
    result = done(tuning.run, job, folder)
    trials = trials_of(folder)
    assert [trial.number for trial in trials] == [1, 2, 3, 4, 5, 6]
    assert trials[0].state == "finished"
    assert trials[0].settings["head_learning_rate"] == 0.002
    spans = all_tasks()[TASK].settings.from_values({"trainable": "head"}).searched()
    assert set(spans) == {"head_learning_rate", "warmup", "weight_decay", "label_smoothing"}
    for trial in trials[1:]:
        assert set(trial.settings) == set(spans)
        for name, value in trial.settings.items():
            assert isinstance(value, float)
            assert spans[name].low <= value <= spans[name].high
    best = max(trial.value for trial in trials if trial.value is not None)
    assert (result["best"], result["first"], result["trials"]) == (best, trials[0].value, 6)
    assert result["training"]["settings"] == result["settings"]
    assert [event for event in events_of(folder) if isinstance(event, EpochEnded)] == []
    steps = [event for event in events_of(folder) if isinstance(event, StepEnded) and event.stage == "tune"]
    assert (steps[-1].done, steps[-1].total, steps[-1].remaining_s) == (6, 6, 0.0)


def test_with_more_layers_more_settings_are_searched(coloured: tuple[Project, str]) -> None:
    project, dataset = coloured
    job = job_of(dataset, "balanced", trials=2)
    folder = project.new_run(job)
    done(tuning.run, job, folder)
    proposed = trials_of(folder)[1].settings
    assert proposed["trainable"] in ("last", "all")
    assert {"learning_rate", "layer_decay", "crop"} < set(proposed)
    assert "mirror" not in proposed, "left and right matter for letters, signs and organs"


def test_no_test_sample_is_opened(coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch) -> None:
    project, dataset = coloured
    task = type(all_tasks()[TASK])
    opened: set[str] = set()
    example = task.example

    def noted(self: Any, row: Any, *others: Any) -> Any:
        opened.add(row["id"])
        return example(self, row, *others)

    monkeypatch.setattr(task, "example", noted)
    job = job_of(dataset, trials=2, image_px=33)
    done(tuning.run, job, project.new_run(job))
    tests = set(RevisionData(project, project.revision(dataset)).rows(Split.TEST).column("id"))
    assert opened
    assert not opened & tests


def test_a_search_that_was_stopped_goes_on_as_if_it_had_not_been(coloured: tuple[Project, str]) -> None:
    project, dataset = coloured
    job = job_of(dataset, trials=7)
    through, broken = project.new_run(job), project.new_run(job)
    done(tuning.run, job, through)
    with closing(StopsAt(broken, 60)) as channel, pytest.raises(StopRequested):
        tuning.run(job, broken, channel)
    before = trials_of(broken)
    assert 0 < len(before) < 7
    assert has_checkpoint(broken)
    done(tuning.run, job, broken)
    assert told(trials_of(broken))[: len(before)] == told(before)
    assert told(trials_of(broken)) == told(trials_of(through))


def test_a_trial_that_goes_astray_is_noted_and_the_search_goes_on(
    coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, dataset = coloured
    train, count = Training.run, iter(range(100))

    def sometimes(self: Training) -> None:
        if next(count) == 1:
            raise Diverged("The loss is no number.", "Choose a lower rate.")
        train(self)

    monkeypatch.setattr(Training, "run", sometimes)
    job = job_of(dataset, trials=3)
    folder = project.new_run(job)
    done(tuning.run, job, folder)
    assert [(trial.state, trial.value is None) for trial in trials_of(folder)][1] == ("failed", True)
    assert len(trials_of(folder)) == 3


def test_the_budget_ends_a_search_but_never_its_first_trial(coloured: tuple[Project, str]) -> None:
    project, dataset = coloured
    job = TuneJob(training=training_of(dataset), minutes=0.0001)
    folder = project.new_run(job)
    result = done(tuning.run, job, folder)
    assert [trial.state for trial in trials_of(folder)] == ["finished"]
    assert result["best_trial"] == 1
    assert result["verdict"].startswith("Nothing that was tried did better")


def test_a_trial_that_lags_behind_half_of_the_others_is_given_up(
    coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each trial does worse than all before it, from its first epoch on."""
    project, dataset = coloured
    epochs = 8
    trained = iter(range(100))

    def pretend(self: Training) -> None:
        value = 1.0 - next(trained) / 10
        for epoch in range(epochs):
            self._channel.emit(
                EpochEnded(
                    epoch=epoch + 1,
                    epochs=epochs,
                    phase="head",
                    train_loss=1.0,
                    validation_loss=1.0,
                    metrics={"accuracy": value},
                    learning_rate=0.1,
                    seconds=0.1,
                    samples_per_s=1.0,
                    is_best=epoch == 0,
                )
            )

    monkeypatch.setattr(Training, "run", pretend)
    job = job_of(dataset, trials=6, head_epochs=epochs)
    folder = project.new_run(job)
    done(tuning.run, job, folder)
    states = [trial.state for trial in trials_of(folder)]
    assert states == ["finished"] * tuning.LEAST_TO_COMPARE + ["pruned"] * 2
    assert [trial.is_best for trial in trials_of(folder)] == [True] + [False] * 5
