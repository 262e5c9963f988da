"""Texts with several labels go the whole way with three kinds of networks: train, stop, resume, measure, predict,
export; the thresholds that were chosen by validation samples hold everywhere.

What runs here is the worker's own code in this process, on random weights and a few short texts.
"""

import json
from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.events import CheckpointSaved, EpochEnded
from ptstudio.core.jobs import CrossValidateJob, EvaluateJob, ExportJob, SettingValue, TrainJob
from ptstudio.core.prediction import Labels
from ptstudio.core.project import Project
from ptstudio.core.report import PerClass, Report
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.cross_validating import run as run_cross_validation
from ptstudio.engine.evaluating import run as run_evaluation
from ptstudio.engine.exporting import run as run_export
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.engine.training_job import run as run_training
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.tasks import all_tasks
from tests.helpers.channels import StopsAt
from tests.helpers.encoders import reader_in_library
from tests.helpers.programs import run_alone
from tests.helpers.projects import done, events_of
from tests.helpers.trainings import project_for

TASK = all_tasks()["text-labelling"]
TEXTS = ("the cat sleeps and soup is hot", "nobody minds", "snow falls 😀 naïve")
STEPS = 3
SHORT: dict[str, SettingValue] = {"head_epochs": 0, "epochs": 1, "checkpoint_every_s": 3600, "device": "cpu"}


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Project, str]:
    """A project with a few texts of three labels."""
    return project_for(TASK, tmp_path)


@pytest.mark.parametrize(("kind", "preset"), [("bert", "balanced"), ("roberta", "thorough"), ("xlnet", "balanced")])
def test_labels_go_the_whole_way(
    texts: tuple[Project, str], tmp_path: Path, kind: str, preset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, dataset = texts
    samples = len(RevisionData(project, project.revision(dataset)).rows(Split.TRAIN))
    settings: dict[str, SettingValue] = {**SHORT, "batch_size": -(-samples // STEPS)}
    job = TrainJob(task=TASK.key, dataset=dataset, model=reader_in_library(kind), preset=preset, settings=settings)
    run = project.new_run(job)
    with closing(StopsAt(run, STEPS - 1)) as channel, pytest.raises(StopRequested):
        run_training(job, run, channel)
    result = done(run_training, job, run)
    events = events_of(run)
    assert [(event.epoch, event.step) for event in events if isinstance(event, CheckpointSaved)] == [(0, STEPS - 1)]
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [1]

    model = open_trained(run)
    thresholds = model.trained.settled["thresholds"]
    assert len(thresholds) == 3
    assert any(threshold != 0.5 for threshold in thresholds)
    assert thresholds_in(run) == {"validation": pytest.approx(thresholds), "test": pytest.approx(thresholds)}

    again = EvaluateJob(run=str(run))
    measured = done(run_evaluation, again, project.new_run(again))
    for split, metrics in result["metrics"].items():
        for key, estimate in metrics.items():
            assert measured["metrics"][split][key]["value"] == pytest.approx(estimate["value"], abs=1e-4)

    monkeypatch.setattr(OnnxExporter, "variants", ())  # they are the exporter's own tests' business
    exporting = ExportJob(run=str(run), out=str(tmp_path / "export"))
    (certificate,) = done(run_export, exporting, project.new_run(exporting))["certificates"]
    assert certificate["passed"]
    assert certificate["agreement"]["metric"] == "micro_f1"

    program = run_alone(tmp_path / "export", *TEXTS, "--json", "--top", "3")
    assert program.returncode == 0, program.stderr
    predictor = Predictor(model)
    for text, line in zip(TEXTS, program.stdout.splitlines(), strict=True):
        wanted = predictor.predict({"text": text}, 3).prediction
        assert isinstance(wanted, Labels)
        for said, each in zip(json.loads(line)["labels"], wanted.labels, strict=True):
            assert (said["label"], said["is_given"]) == (each.label, each.is_given)
            assert said["probability"] == pytest.approx(each.probability, abs=1e-4)
            assert said["threshold"] == pytest.approx(each.threshold, abs=1e-6)


def test_the_last_layer_alone_learns_from_features(texts: tuple[Project, str]) -> None:
    project, dataset = texts
    job = TrainJob(
        task=TASK.key,
        dataset=dataset,
        model=reader_in_library("bert"),
        preset="quick",
        settings={"head_epochs": 3, "device": "cpu"},
    )
    run = project.new_run(job)
    result = done(run_training, job, run)
    assert len(open_trained(run).trained.settled["thresholds"]) == 3
    again = EvaluateJob(run=str(run))
    measured = done(run_evaluation, again, project.new_run(again))
    assert measured["metrics"]["test"] == result["metrics"]["test"]


def test_every_fold_chooses_its_own_thresholds(texts: tuple[Project, str]) -> None:
    project, dataset = texts
    training = TrainJob(
        task=TASK.key,
        dataset=dataset,
        model=reader_in_library("bert"),
        preset="quick",
        settings={"head_epochs": 2, "device": "cpu"},
    )
    job = CrossValidateJob(training=training, folds=3)
    run = project.new_run(job)
    done(run_cross_validation, job, run)
    (header, *lines) = (run / "predictions.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.endswith("probability of animals,probability of food,probability of weather")
    assert len(lines) == len(RevisionData(project, project.revision(dataset)).rows(Split.TRAIN, Split.VALIDATION))
    assert thresholds_in(run) == {"folds": [None, None, None]}


def thresholds_in(run: Path) -> dict[str, list[float | None]]:
    """From where on labels are given, by split, as a report says it."""
    report = Report.from_text((run / "report.json").read_bytes())
    return {
        name: [row.threshold for section in split.sections if isinstance(section, PerClass) for row in section.rows]
        for name, split in report.splits.items()
    }
