"""The rank job on tiny pictures: an order, costs, what is left out and why, features that a training finds again."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import torch

from ptstudio.core.dataset import ImportOptions, Split, SplitPolicy
from ptstudio.core.errors import DatasetError, ModelError, SettingsError
from ptstudio.core.events import StageChanged, StepEnded
from ptstudio.core.jobs import ImportJob, RankJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.ranking import Ranking
from ptstudio.data._revision import RevisionData
from ptstudio.engine import ranking
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.importing import run as run_import
from ptstudio.engine.training_job import run as train
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks
from tests.helpers.channels import StopsAt
from tests.helpers.projects import TASK, coloured_folders, coloured_project, done, events_of, imported, library_with

SMALL = "squeezenet1_1"


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("coloured"))


def ranked(project: Project, dataset: str, *models: str, **options: Any) -> tuple[Ranking, Path]:
    job = RankJob(task=TASK, dataset=dataset, models=models, **options)
    folder = project.new_run(job)
    return Ranking.model_validate(done(ranking.run, job, folder)), folder


def features_in(project: Project) -> set[Path]:
    return set((project.cache_folder() / "features").glob("*"))


def test_every_model_that_is_ready_is_ranked_on_the_training_split(coloured: tuple[Project, str]) -> None:
    project, dataset = coloured
    library_with(SMALL)
    found, folder = ranked(project, dataset)
    assert {model.key for model in found.models} == {"starter", SMALL}
    values = [model.estimate.value for model in found.models]
    assert values == sorted(values, reverse=True)
    assert found.samples == found.training_samples == project.revision(dataset).counts.totals[Split.TRAIN]
    assert (found.folds, found.metric, found.left_out) == (5, "accuracy", ())
    assert found.baseline == pytest.approx(1 / 3, abs=0.05)
    for model in found.models:
        assert model.estimate.low <= model.estimate.value <= model.estimate.high
        assert model.fold_mean == pytest.approx(model.estimate.value, abs=0.05)
        assert min(model.seconds_per_sample, model.memory_mb, model.parameters) > 0
        assert set(model.training_s) == {"quick", "balanced", "thorough"}
        assert model.training_s["quick"] < model.training_s["balanced"] < model.training_s["thorough"]
    assert found.models[0].estimate.value > 0.9
    titles = [event.title for event in events_of(folder) if isinstance(event, StageChanged)]
    assert titles == ["Trying SqueezeNet 1.1 (1 of 2)", "Trying Starter (2 of 2)"]
    steps = [event for event in events_of(folder) if isinstance(event, StepEnded)]
    assert steps[-1].done == steps[-1].total == 2 * found.samples
    assert all(step.remaining_s is not None and step.remaining_s >= 0 for step in steps)


def test_the_same_weights_under_two_keys_are_ranked_once_and_that_is_said(coloured: tuple[Project, str]) -> None:
    library_with(SMALL)
    library = Library.standard()
    entry = library.get(SMALL)
    library.add(entry.model.model_copy(update={"key": "again"}), library.tensors(entry))
    found, _ = ranked(*coloured, SMALL, "again")
    assert [model.key for model in found.models] == ["again"]
    (twin,) = found.left_out
    assert (twin.key, twin.reason) == (SMALL, "It has the same weights as “again”.")
    assert found.models[0].parameters == entry.model.parameters, "as in the list of models"


def test_only_training_samples_are_opened(coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch) -> None:
    project, dataset = coloured
    task = all_tasks()[TASK]
    opened = set()
    example = type(task).example

    def noted(self: Any, row: Any, *others: Any) -> Any:
        opened.add(row["id"])
        return example(self, row, *others)

    monkeypatch.setattr(type(task), "example", noted)
    found, _ = ranked(project, dataset, "starter", samples=12, seed=5)
    training = set(RevisionData(project, project.revision(dataset)).rows(Split.TRAIN).column("id"))
    assert found.samples == 12
    assert opened
    assert opened <= training


def test_the_same_job_gives_the_same_figures(coloured: tuple[Project, str]) -> None:
    one, again = (ranked(*coloured, "starter")[0].models[0] for _ in range(2))
    assert (one.estimate, one.fold_mean, one.fold_spread) == (again.estimate, again.fold_mean, again.fold_spread)


def test_a_training_finds_the_features_and_ends_with_the_same_bits(tmp_path: Path) -> None:
    outcomes = []
    for name in ("ranked before", "not ranked"):
        project, dataset = coloured_project(tmp_path / name)
        if name == "ranked before":
            ranked(project, dataset, "starter")
            assert len(features_in(project)) == 1
        before = features_in(project)
        stamps = {file: file.stat().st_mtime_ns for file in before}
        job = TrainJob(task=TASK, dataset=dataset, model="starter", preset="quick", settings={"head_epochs": 2})
        run = project.new_run(job)
        done(train, job, run)
        assert {file: file.stat().st_mtime_ns for file in before} == stamps
        names = {file.name for file in features_in(project)}
        outcomes.append((names, (run / "model" / "weights.safetensors").read_bytes()))
    assert outcomes[0] == outcomes[1]


def test_groups_share_a_fold(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    policy = SplitPolicy(group_by="pattern", pattern=r"^(\d)\d?\.png$")
    dataset = imported(project, coloured_folders(tmp_path / "colours", 30), ImportOptions(split=policy))
    groups = RevisionData(project, project.revision(dataset)).rows(Split.TRAIN).column("group")
    found, _ = ranked(project, dataset, "starter", folds=20)
    assert found.folds == len(set(groups)) < 10


def test_a_model_that_does_not_load_is_left_out_with_the_reason(coloured: tuple[Project, str]) -> None:
    library_with(SMALL)
    entry = Library.standard().find(SMALL)
    assert entry is not None
    entry.weights.write_bytes(b"damaged")
    found, folder = ranked(*coloured)
    assert [model.key for model in found.models] == ["starter"]
    (left_out,) = found.left_out
    assert left_out.key == SMALL
    assert "not those that were put into the library" in left_out.reason
    assert left_out.hint
    assert [event.done for event in events_of(folder) if isinstance(event, StepEnded)][-1] == 2 * found.samples
    with pytest.raises(ModelError, match="No model could be tried"):
        ranked(*coloured, SMALL)


def test_what_torch_cannot_compute_is_left_out_with_the_reason(
    coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise torch.OutOfMemoryError("not enough memory\nand a long trace")

    monkeypatch.setattr(ranking, "embed", full)
    with pytest.raises(ModelError, match="not enough memory") as caught:
        ranked(*coloured, "starter")
    assert "trace" not in str(caught.value)


def test_weights_that_say_no_numbers_are_left_out(coloured: tuple[Project, str]) -> None:
    model, _ = find_model(SMALL, Library.standard())
    library_with(SMALL)
    entry = Library.standard().find(SMALL)
    assert entry is not None
    tensors = {name: torch.full_like(tensor, 1e30) for name, tensor in Library.standard().tensors(entry).items()}
    Library.standard().add(model.model_copy(update={"key": "nothing"}), tensors)
    found, _ = ranked(*coloured, "starter", "nothing")
    assert [(model.key, model.reason) for model in found.left_out] == [
        ("nothing", "What it says of your samples is not always a number.")
    ]


def test_a_model_that_is_known_but_not_here_is_left_out(coloured: tuple[Project, str]) -> None:
    found, _ = ranked(*coloured, "starter", "mobilenet_v3_small")
    assert [model.key for model in found.left_out] == ["mobilenet_v3_small"]
    assert "not on this machine" in found.left_out[0].reason


def test_an_unknown_model_is_refused(coloured: tuple[Project, str]) -> None:
    with pytest.raises(ModelError, match="no pretrained model called “startr”"):
        ranked(*coloured, "startr")


@pytest.mark.parametrize("breaths", [1, 2, 5, 9])
def test_stop_works_at_any_time_and_keeps_no_half_features(tmp_path: Path, breaths: int) -> None:
    project, dataset = coloured_project(tmp_path)
    job = RankJob(task=TASK, dataset=dataset)
    folder = project.new_run(job)
    with closing(StopsAt(folder, breaths)) as channel, pytest.raises(StopRequested):
        ranking.run(job, folder, channel)
    assert {file.suffix for file in features_in(project)} <= {".npy"}
    assert ranked(project, dataset)[0].models


def test_a_vanished_sample_is_no_fault_of_the_model(tmp_path: Path) -> None:
    project, dataset = coloured_project(tmp_path)
    rows = RevisionData(project, project.revision(dataset)).rows(Split.TRAIN)
    Path(rows[len(rows) - 1]["path"]).unlink()
    with pytest.raises(DatasetError, match="can no longer be read"):
        ranked(project, dataset, "starter")


def test_the_smallest_data_are_enough(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    options = ImportOptions(split=SplitPolicy(train=1, validation=0, test=0))
    dataset = imported(project, coloured_folders(tmp_path / "colours", 1), options)
    found, _ = ranked(project, dataset, "starter")
    assert (found.samples, found.folds, found.models[0].estimate.value) == (3, 3, 0)


def test_data_to_measure_on_hold_nothing_to_compare_on(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    job = ImportJob(
        task=TASK, source=str(coloured_folders(tmp_path / "colours")), dataset="colours", for_measuring=True
    )
    done(run_import, job, project.new_run(job))
    with pytest.raises(DatasetError, match="no training sample"):
        ranked(project, "colours/0001", "starter")


def test_a_task_that_does_not_say_how_is_refused(
    coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(all_tasks()[TASK]), "probe", lambda _: None)
    with pytest.raises(SettingsError, match="cannot be ranked for “Tell pictures apart”"):
        ranked(*coloured, "starter")
