"""The training as a whole, on tiny pictures: it learns, stops early, saves, and goes on as if nothing had happened."""

import itertools
import json
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError, Diverged, ModelError, SettingsError
from ptstudio.core.events import ChoiceMade, EpochEnded, MachineProbed, PlanMade, StageChanged, StepEnded
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.learning.preparation import prepare
from ptstudio.engine.learning.setup import feature_source
from ptstudio.engine.learning.training import Training
from ptstudio.engine.training_job import run
from tests.helpers.channels import StopsAt
from tests.helpers.projects import coloured_project, done, events_of, library_with, training_of


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def started(shared: tuple[Project, str]) -> Callable[[TrainJob], Path]:
    library_with()
    return shared[0].new_run


def epochs_of(folder: Path) -> list[EpochEnded]:
    return [event for event in events_of(folder) if isinstance(event, EpochEnded)]


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model" / "weights.safetensors")


def equal(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> bool:
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize(
    ("preset", "phases"), [("quick", ["head"]), ("balanced", ["head", "last"]), ("thorough", ["head", "all"])]
)
def test_each_preset_learns_in_its_phases_and_is_measured(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path], preset: str, phases: list[str]
) -> None:
    job = training_of(shared[1], preset, head_epochs=8)
    folder = started(job)
    result = done(run, job, folder)
    events = events_of(folder)
    assert [phase for phase, _ in itertools.groupby(event.phase for event in epochs_of(folder))] == phases
    kinds = [type(event) for event in events]
    assert {MachineProbed, ChoiceMade, PlanMade, StageChanged, StepEnded} <= set(kinds)
    assert kinds.index(PlanMade) < kinds.index(EpochEnded)
    assert result["metrics"]["test"]["accuracy"]["value"] > result["baseline"]["accuracy"] + 0.3
    assert result["metrics"]["test"]["accuracy"]["low"] <= result["metrics"]["test"]["accuracy"]["value"]
    assert result["counts"] == shared[0].revision(shared[1]).counts.totals
    assert json.loads((folder / "result.json").read_text(encoding="utf-8"))["metrics"] == result["metrics"]
    assert Report.from_text((folder / "report.json").read_bytes()).splits["test"].samples == result["counts"]["test"]
    assert "<html" in (folder / "report.html").read_text(encoding="utf-8")


def test_every_step_that_is_told_says_where_it_is(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    job = training_of(shared[1], "balanced", head_epochs=2, epochs=2, patience=0)
    folder = started(job)
    done(run, job, folder)
    ended, told = 0, 0
    for event in events_of(folder):
        if isinstance(event, EpochEnded):
            ended = event.epoch
        elif isinstance(event, StepEnded) and event.loss is not None:
            assert event.epochs_done is not None
            assert ended < event.epochs_done <= ended + 1
            assert event.learning_rate is not None
            assert event.samples_per_s is not None
            told += 1
    assert told == len(Run.open(folder).steps) > 0


def test_the_result_has_the_shape_that_programs_rely_on(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    job = training_of(shared[1])
    folder = started(job)
    result = done(run, job, folder)
    assert set(result) == {
        *("run", "task", "model", "counts", "metrics", "baseline", "best_epoch", "seconds", "samples_per_s"),
        *("peak_memory_mb", "choices", "command"),
    }
    assert {"validation", "test"} == set(result["metrics"])
    assert {"value", "low", "high"} == set(result["metrics"]["test"]["accuracy"])
    assert {"prepare", "features", "train", "evaluate", "total"} <= set(result["seconds"])
    assert {"device", "way_of_looking", "batch_size", "learning_rate", "repeatability"} == {
        choice["name"] for choice in result["choices"]
    }
    assert all(choice["reason"] for choice in result["choices"])


def test_the_same_fixed_samples_are_watched_in_every_epoch(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    job = training_of(shared[1])
    folder = started(job)
    done(run, job, folder)
    watched = [[(seen.sample, seen.truth) for seen in event.watched] for event in epochs_of(folder)]
    assert len(watched) == 3
    assert watched[0] == watched[1] == watched[2]
    assert len(set(watched[0])) == shared[0].revision(shared[1]).counts.totals[Split.VALIDATION]
    assert {truth for _, truth in watched[0]} == {"red", "green", "blue"}


def test_what_was_learned_is_the_best_epoch_not_the_last(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    job = training_of(shared[1], "balanced", head_epochs=6, learning_rate=0.5, epochs=3, patience=0)
    folder = started(job)
    result = done(run, job, folder)
    best = max(epochs_of(folder), key=lambda event: (event.metrics["accuracy"], -event.validation_loss))
    assert result["best_epoch"] == best.epoch
    assert result["metrics"]["validation"]["accuracy"]["value"] == pytest.approx(best.metrics["accuracy"])
    assert result["metrics"]["validation"]["log_loss"]["value"] == pytest.approx(best.validation_loss, rel=1e-3)


def test_patience_ends_a_phase_early(shared: tuple[Project, str], started: Callable[[TrainJob], Path]) -> None:
    job = training_of(shared[1], head_epochs=40, patience=2, head_learning_rate=1e-9, weight_decay=0)
    folder = started(job)
    done(run, job, folder)
    assert len(epochs_of(folder)) < 40


@pytest.mark.parametrize(
    ("preset", "breaths"), [("quick", 6), ("quick", 12), ("balanced", 9), ("balanced", 24), ("thorough", 19)]
)
def test_a_stopped_training_resumes_to_the_very_same_weights(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path], preset: str, breaths: int
) -> None:
    job = training_of(shared[1], preset, patience=0)
    whole, broken = started(job), started(job)
    done(run, job, whole)
    with closing(StopsAt(broken, breaths)) as channel, pytest.raises(StopRequested):
        run(job, broken, channel)
    assert list((broken / "checkpoints").iterdir())
    done(run, job, broken)
    assert equal(weights_of(whole), weights_of(broken))
    by_epoch = {event.epoch: event for event in epochs_of(broken)}
    assert [(by_epoch[event.epoch].train_loss, event.metrics) for event in epochs_of(whole)] == [
        (event.train_loss, event.metrics) for event in by_epoch.values()
    ]


def test_the_same_seed_gives_the_same_network_and_another_seed_another(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    found = []
    for seed in (1, 1, 2):
        job = training_of(shared[1], "thorough", head_epochs=1, epochs=1, seed=seed)
        folder = started(job)
        done(run, job, folder)
        found.append(weights_of(folder))
    assert equal(found[0], found[1])
    assert not equal(found[0], found[2])


def test_from_scratch_needs_no_weights_and_trains_everything(shared: tuple[Project, str]) -> None:
    job = training_of(shared[1], "balanced", from_scratch=True, epochs=1)
    folder = shared[0].new_run(job)
    done(run, job, folder)
    assert [event.phase for event in epochs_of(folder)] == ["scratch"]
    assert not open_trained(folder).trained.has_pretrained_weights


def test_frozen_parts_stay_as_they_were(shared: tuple[Project, str], started: Callable[[TrainJob], Path]) -> None:
    job = training_of(shared[1], "balanced", head_epochs=0)
    folder = started(job)
    with closing(Channel(folder, None)) as channel:
        network = prepare(job, folder, channel).setup.network
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    done(run, job, folder)
    after = weights_of(folder)
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert any(name.startswith("head.") for name in changed)
    assert any(name.startswith("backbone.") for name in changed)
    assert not any(name.startswith("backbone.features.0.") for name in changed)


@pytest.mark.parametrize("from_scratch", [False, True])
def test_running_statistics_are_learned_only_from_scratch(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path], from_scratch: bool
) -> None:
    job = training_of(shared[1], "thorough", head_epochs=0, from_scratch=from_scratch)
    folder = started(job)
    with closing(Channel(folder, None)) as channel:
        network = prepare(job, folder, channel).setup.network
    before = {name: tensor.clone() for name, tensor in network.state_dict().items() if "running_" in name}
    done(run, job, folder)
    after = weights_of(folder)
    assert any(not torch.equal(tensor, after[name]) for name, tensor in before.items()) == from_scratch


def test_a_diverged_loss_is_a_clear_failure(shared: tuple[Project, str], started: Callable[[TrainJob], Path]) -> None:
    job = training_of(shared[1], "thorough", learning_rate=10.0, gradient_limit=0, warmup=0, epochs=30, patience=0)
    folder = started(job)
    with closing(Channel(folder, None)) as channel:
        setup = prepare(job, folder, channel).setup
        for parameter in setup.network.get_submodule("head").parameters():
            parameter.data.fill_(float("nan"))
        with pytest.raises(Diverged, match="no longer a number") as caught:
            Training(setup, channel).run()
    assert "lower learning rate" in caught.value.hint


def test_features_are_computed_once_for_all_runs(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    for _ in range(2):
        job = training_of(shared[1])
        folder = started(job)
        done(run, job, folder)
    second = [event for event in events_of(folder) if isinstance(event, StepEnded) and event.stage == "features"]
    assert second == []


def test_variations_take_turns_and_are_computed_once(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    job = training_of(shared[1], head_variations=2, seed=7)
    for _ in range(2):
        folder = started(job)
        with closing(Channel(folder, None)) as channel:
            setup = prepare(job, folder, channel).setup
            source = feature_source(setup, lambda _done, _total: None)
    first, second, third, fourth = (next(source.training(epoch, [[0, 1]])).inputs for epoch in range(4))
    assert torch.equal(first, fourth)
    assert not torch.equal(first, second)
    assert not torch.equal(second, third)
    assert len(list((setup.cache / "features").glob("*.npy"))) >= 4


def test_a_training_leaves_no_more_features_than_the_cache_may_hold(
    shared: tuple[Project, str], started: Callable[[TrainJob], Path]
) -> None:
    old = shared[0].cache_folder() / "features" / "of-long-ago.npy"
    old.parent.mkdir(parents=True, exist_ok=True)
    with old.open("wb") as file:
        file.truncate(int(2.1e9))  # takes no room on the disk
    os.utime(old, (1000, 1000))
    job = training_of(shared[1], head_epochs=1, seed=31)
    done(run, job, started(job))
    assert not old.exists()
    assert list(old.parent.glob("*.npy")) != []


def test_a_picture_that_vanished_is_named(tmp_path: Path) -> None:
    library_with()
    project, dataset = coloured_project(tmp_path)
    row = RevisionData(project, project.revision(dataset)).rows(Split.TRAIN)[3]
    Path(row["path"]).unlink()
    job = training_of(dataset)
    folder = project.new_run(job)
    with pytest.raises(DatasetError, match="can no longer be read") as caught:
        done(run, job, folder)
    assert Path(row["path"]).name in caught.value.message


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"preset": "hasty"}, SettingsError, "no preset “hasty”"),
        ({"model": "resnet18"}, ModelError, "not on this machine"),
        ({"model": "resnet_18"}, ModelError, "resnet_18"),
        ({"settings": {"device": "cuda"}}, SettingsError, "no device “cuda”"),
    ],
)
def test_what_cannot_be_trained_is_refused(
    shared: tuple[Project, str],
    changes: dict[str, SettingValue | dict[str, SettingValue]],
    error: type[Exception],
    message: str,
) -> None:
    library_with()
    job = training_of(shared[1]).model_copy(update=changes)
    folder = shared[0].new_run(job)
    with pytest.raises(error, match=message):
        done(run, job, folder)
