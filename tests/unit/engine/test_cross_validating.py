"""The cross-validation job on tiny pictures: folds that hold, figures that add up, a table, going on after a stop."""

import csv
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.cross_validation import CrossValidation
from ptstudio.core.dataset import ImportOptions, Split, SplitPolicy
from ptstudio.core.errors import DatasetError
from ptstudio.core.events import FoldEnded
from ptstudio.core.jobs import CrossValidateJob
from ptstudio.core.project import Project
from ptstudio.core.report import Report
from ptstudio.core.run import Run, has_checkpoint
from ptstudio.data._revision import RevisionData
from ptstudio.engine import cross_validating
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.learning.training import Training
from tests.helpers.channels import StopsAt
from tests.helpers.pictures import save
from tests.helpers.projects import COLOURS, coloured_project, done, events_of, imported, library_with, training_of


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("coloured"))


@pytest.fixture(autouse=True)
def _library() -> None:
    library_with()


def validated(project: Project, dataset: str, preset: str = "quick", folds: int = 3) -> tuple[CrossValidation, Path]:
    job = CrossValidateJob(training=training_of(dataset, preset), folds=folds)
    folder = project.new_run(job)
    return CrossValidation.model_validate(done(cross_validating.run, job, folder)), folder


def table_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "predictions.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ids_of(project: Project, dataset: str, *splits: Split) -> set[str]:
    return set(RevisionData(project, project.revision(dataset)).rows(*splits).column("id"))


def test_every_sample_but_those_of_the_test_split_is_answered_once(coloured: tuple[Project, str]) -> None:
    project, dataset = coloured
    found, folder = validated(project, dataset)
    table = table_of(folder)
    assert len(table) == found.samples
    assert {line["sample"] for line in table} == ids_of(project, dataset, Split.TRAIN, Split.VALIDATION)
    assert {line["fold"] for line in table} == {"1", "2", "3"}
    for line in table:
        assert Path(line["path"]).is_file()
        probabilities = {label: float(line[f"probability of {label}"]) for label in COLOURS}
        assert sum(probabilities.values()) == pytest.approx(1, abs=1e-5)
        assert line["answer"] == max(probabilities, key=lambda label: probabilities[label])
    right = [line["truth"] == line["answer"] for line in table]
    assert found.pooled["accuracy"].value == pytest.approx(sum(right) / len(right))


def test_the_figures_of_the_folds_add_up(coloured: tuple[Project, str]) -> None:
    found, folder = validated(*coloured)
    by_fold = [fold.metrics["accuracy"] for fold in found.folds]
    assert found.mean["accuracy"] == pytest.approx(sum(by_fold) / 3)
    assert sum(fold.samples for fold in found.folds) == found.samples
    table = table_of(folder)
    for fold in found.folds:
        own = [line for line in table if line["fold"] == str(fold.fold)]
        right = sum(line["truth"] == line["answer"] for line in own)
        assert len(own) == fold.samples
        assert right / len(own) == pytest.approx(fold.metrics["accuracy"])
    told = [event for event in events_of(folder) if isinstance(event, FoldEnded)]
    assert [event.metrics for event in told] == [fold.metrics for fold in found.folds]
    report = Report.from_text((folder / "report.json").read_bytes())
    assert report.splits["folds"].metrics == found.pooled
    assert (folder / "report.html").is_file()
    assert not (folder / "fold").exists()


def test_no_network_is_measured_on_what_it_learned_from_or_was_chosen_by(
    coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, dataset = coloured
    met: list[tuple[set[str], set[str]]] = []
    train = Training.run

    def noted(self: Training) -> None:
        setup = self.setup
        met.append((set(setup.training.column("id")), set(setup.validation.column("id"))))
        train(self)

    monkeypatch.setattr(Training, "run", noted)
    _, folder = validated(project, dataset)
    everything = ids_of(project, dataset, Split.TRAIN, Split.VALIDATION)
    for number, (learned, chosen_by) in enumerate(met, 1):
        measured = {line["sample"] for line in table_of(folder) if line["fold"] == str(number)}
        assert learned | chosen_by | measured == everything
        assert not learned & chosen_by
        assert not measured & (learned | chosen_by)


def test_groups_never_straddle_folds(tmp_path: Path) -> None:
    source = tmp_path / "grouped"
    for label, colour in COLOURS.items():
        for number in range(16):
            save(source / label / f"g{number // 2}-{number}.png", seed=number, colour=colour)
    project = Project.create(tmp_path / "project")
    policy = SplitPolicy(group_by="pattern", pattern="(g[0-9]+)-")
    dataset = imported(project, source, ImportOptions(split=policy))
    _, folder = validated(project, dataset)
    folds: dict[str, set[str]] = {}
    for line in table_of(folder):
        folds.setdefault(Path(line["path"]).stem.partition("-")[0], set()).add(line["fold"])
    assert len(folds) > 3
    assert all(len(of_group) == 1 for of_group in folds.values())


def test_with_more_layers_the_whole_network_is_measured(coloured: tuple[Project, str]) -> None:
    found, folder = validated(*coloured, preset="balanced", folds=2)
    assert len(found.folds) == 2
    assert len(table_of(folder)) == found.samples


def test_a_job_that_was_stopped_does_only_the_folds_that_are_left(
    coloured: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, dataset = coloured
    through, folder = validated(project, dataset)
    job = CrossValidateJob(training=training_of(dataset), folds=3)
    broken = project.new_run(job)
    train = Training.run
    trained: list[Training] = []

    def counted(self: Training) -> None:
        if len(trained) == 2:
            raise StopRequested
        trained.append(self)
        train(self)

    monkeypatch.setattr(Training, "run", counted)
    with closing(StopsAt(broken, 10_000)) as channel, pytest.raises(StopRequested):
        cross_validating.run(job, broken, channel)
    assert has_checkpoint(broken)
    assert [fold.fold for fold in Run.open(broken).folds] == [1, 2]
    trained.clear()
    again = CrossValidation.model_validate(done(cross_validating.run, job, broken))
    assert len(trained) == 1
    assert (again.pooled, again.mean, again.spread) == (through.pooled, through.mean, through.spread)
    assert table_of(broken) == table_of(folder)
    assert [fold.fold for fold in Run.open(broken).folds] == [1, 2, 3]


def test_a_fold_that_cannot_be_read_is_done_again(coloured: tuple[Project, str]) -> None:
    project, dataset = coloured
    through, folder = validated(project, dataset)
    (folder / "checkpoints" / "fold-02.npz").write_bytes(b"PK damaged")
    again: Any = done(cross_validating.run, CrossValidateJob(training=training_of(dataset), folds=3), folder)
    assert CrossValidation.model_validate(again).pooled == through.pooled


def test_too_few_groups_are_refused_in_words(tmp_path: Path) -> None:
    source = tmp_path / "grouped"
    for label, colour in COLOURS.items():
        for number in range(12):
            save(source / label / f"g{number % 3}-{number}.png", seed=number, colour=colour)
    project = Project.create(tmp_path / "project")
    policy = SplitPolicy(group_by="pattern", pattern="(g[0-9]+)-", train=1, validation=1, test=1)
    dataset = imported(project, source, ImportOptions(split=policy))
    with pytest.raises(DatasetError, match="too few samples"):
        validated(project, dataset, folds=2)
