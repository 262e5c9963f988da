"""A trained run in use: predicted, explained, measured again, exported, described."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError, InputError, ModelError, ProjectError
from ptstudio.core.events import Event, PredictionMade, StepEnded, Waiting, WarningRaised
from ptstudio.core.jobs import EvaluateJob, ExportJob, PredictJob
from ptstudio.core.prediction import HeatMap
from ptstudio.core.project import Project, new_run_folder
from ptstudio.core.report import Report
from ptstudio.core.requests import MOMENTS, Leave, Moments, Predict, Stop
from ptstudio.core.sentence import without_isolates
from ptstudio.core.trust import cautions
from ptstudio.core.worker import ask
from ptstudio.data._revision import RevisionData
from ptstudio.engine import evaluating, exporting, predicting
from ptstudio.engine.__main__ import explain
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.network import open_trained
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.engine.reporting.model_card import model_card
from ptstudio.engine.training_job import run as train
from ptstudio.exporters import _conversion
from tests.helpers.answers import classes_in
from tests.helpers.corpora import class_folders
from tests.helpers.films import film
from tests.helpers.pictures import save, save_text
from tests.helpers.projects import coloured_folders, coloured_project, done, events_of, imported, training_of


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """A project and a finished run in it."""
    project, dataset = coloured_project(tmp_path_factory.mktemp("trained"))
    job = training_of(dataset, head_epochs=40, head_learning_rate=0.01, patience=0)
    folder = project.new_run(job)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PTSTUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        done(train, job, folder)
    return project, folder


def test_most_colours_are_recognised_and_probabilities_add_up(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    predictor = Predictor(open_trained(folder))
    rows = RevisionData(project, project.revision(project.datasets()[0] + "/0001")).rows(Split.TRAIN)
    right = 0
    for row in rows:
        answer = predictor.predict(row, top=3)
        right += answer.prediction.said == Path(row["path"]).parent.name
        assert sum(each.probability for each in classes_in(answer.prediction)) == pytest.approx(1, abs=1e-5)
        assert answer.explanation is None
    assert right > 0.9 * len(rows)


def test_a_heat_map_is_drawn_on_request(trained: tuple[Project, Path], tmp_path: Path) -> None:
    file = save(tmp_path / "new.jpg", size=(60, 40))
    answer = Predictor(open_trained(trained[1])).predict({"path": str(file)}, 1, tmp_path / "maps" / "new.png")
    assert isinstance(answer.explanation, HeatMap)
    assert answer.explanation.method == "Grad-CAM"
    with Image.open(answer.explanation.file) as drawn:
        assert drawn.size == (60, 40)


def test_a_warm_worker_answers_every_file_and_ends_when_told(trained: tuple[Project, Path], tmp_path: Path) -> None:
    folder = new_run_folder(tmp_path / "run", PredictJob(run=str(trained[1])))
    good, bad = save(tmp_path / "good.png"), save_text(tmp_path / "bad.jpg")

    class Asks(Channel):
        """Asks for two files as soon as the worker is ready, then for the end."""

        def emit(self, event: Event) -> None:
            super().emit(event)
            if isinstance(event, Waiting):
                asked = Predict(id="1", files=(str(good), str(bad)))
                ask(folder, Stop() if self.has_asked else asked)
                self.has_asked = True

        has_asked = False

    with closing(Asks(folder, None)) as channel:
        assert predicting.run(PredictJob(run=str(trained[1])), folder, channel) == {"answered": 2}
    first, second = (event for event in events_of(folder) if isinstance(event, PredictionMade))
    assert first.prediction is not None
    assert second.prediction is None
    assert second.message
    assert second.hint


def test_moments_of_a_video_are_answered_until_nobody_wants_more(trained: tuple[Project, Path], tmp_path: Path) -> None:
    folder, kept = new_run_folder(tmp_path / "run", PredictJob(run=str(trained[1]))), tmp_path / "kept"
    video = film(tmp_path / "greys.avi", seconds=6)
    left = Predict(id="left", files=(str(video),), keep=str(kept))
    whole = left.model_copy(update={"id": "whole", "moments": Moments(most=3)})

    class Asks(Channel):
        """Asks for three moments, then for all, of which two are enough, then for the end."""

        def emit(self, event: Event) -> None:
            super().emit(event)
            match event:
                case Waiting():
                    ask(folder, next(wanted))
                case PredictionMade(request="left", file=file) if "00-01" in file:
                    ask(folder, Leave(id="left"))

    wanted = iter((whole, left, Stop()))
    with closing(Asks(folder, None)) as channel:
        assert predicting.run(PredictJob(run=str(trained[1])), folder, channel) == {"answered": 5}
    made = [event for event in events_of(folder) if isinstance(event, PredictionMade)]
    assert [Path(each.file).name[6:11] for each in made] == ["00-00", "00-02", "00-04", "00-00", "00-01"]
    assert {each.whole for each in made} == {str(video)}
    assert all(Path(each.file).is_relative_to(kept) for each in made), "they outlast the run"
    steps = [event for event in events_of(folder) if isinstance(event, StepEnded)]
    assert (steps[0].stage, steps[0].total) == (MOMENTS, 3)
    assert (3, 3) in [(step.done, step.total) for step in steps]


def test_a_run_measured_again_gives_the_same_figures(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    job = EvaluateJob(run=str(folder))
    again = done(evaluating.run, job, project.new_run(job))
    first = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    for split in ("validation", "test"):
        for key, estimate in first["metrics"][split].items():
            assert again["metrics"][split][key]["value"] == pytest.approx(estimate["value"], abs=1e-4)
    assert Path(again["report"]["html"]).is_file()


def test_other_data_are_measured_whole_whatever_the_order_of_their_classes(
    trained: tuple[Project, Path], tmp_path: Path
) -> None:
    project, folder = trained
    other = coloured_folders(tmp_path / "other", per_class=4, first=100)
    for file in (other / "blue").iterdir():
        file.unlink()
    (other / "blue").rmdir()
    dataset = imported(project, other, name="other")
    job = EvaluateJob(run=str(folder), dataset=dataset)
    found = done(evaluating.run, job, project.new_run(job))
    assert found["counts"] == {"data": 8}
    assert found["metrics"]["data"]["accuracy"]["value"] >= 0.75
    assert found["baseline"]["accuracy"] == 0.5


def test_what_training_has_seen_is_left_out_of_other_data(trained: tuple[Project, Path], tmp_path: Path) -> None:
    project, folder = trained
    mixed = coloured_folders(coloured_folders(tmp_path / "mixed"), per_class=3, first=200)
    job = EvaluateJob(run=str(folder), dataset=imported(project, mixed, name="mixed"))
    place = project.new_run(job)
    found = done(evaluating.run, job, place)
    unseen = project.revision(open_trained(folder).trained.dataset).counts.totals[Split.TEST] + 9
    assert found["counts"] == {"data": unseen}
    (warning,) = [event for event in events_of(place) if isinstance(event, WarningRaised)]
    assert f"{36 + 9 - unseen} of 45 samples were used in training" in warning.message


def test_data_that_training_has_seen_all_of_are_refused(trained: tuple[Project, Path], tmp_path: Path) -> None:
    project, folder = trained
    revision = project.revision(open_trained(folder).trained.dataset)
    data = RevisionData(project, revision)
    seen = tmp_path / "seen"
    for number, row in enumerate(data.rows(Split.TRAIN)):
        target = seen / revision.classes[row["label"]] / f"{number}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(row["path"]).read_bytes())
    job = EvaluateJob(run=str(folder), dataset=imported(project, seen, name="seen"))
    with pytest.raises(DatasetError, match="were used in training"):
        done(evaluating.run, job, project.new_run(job))


def test_data_with_a_class_that_the_model_does_not_know_are_refused(
    trained: tuple[Project, Path], tmp_path: Path
) -> None:
    project, folder = trained
    dataset = imported(project, class_folders(tmp_path / "pets", {"cat": 4, "red": 4}), name="pets")
    job = EvaluateJob(run=str(folder), dataset=dataset)
    with pytest.raises(DatasetError, match="knows no class “cat”"):
        done(evaluating.run, job, project.new_run(job))


def test_the_model_card_tells_the_whole_story(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    model = open_trained(folder)
    card = model_card(model, project.revision(model.trained.dataset), folder)
    for part in (
        "Starter",
        "Apache-2.0",
        "| blue |",
        "95 % interval",
        "most frequent class",
        "{certificates}",
        "{use}",
        "seed",
        "`LICENSES`",
    ):
        assert part in card
    assert "Do not rely" in card
    report = Report.from_text((folder / "report.json").read_bytes())
    said = [
        without_isolates(each.say())
        for split in report.splits.values()
        for each in cautions(report, split, model.task.metrics)
    ]
    assert said
    assert all(f"* {words}\n" in card for words in said)


def test_the_model_card_tells_what_was_chosen_of_what_was_left_to_the_program(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    model = open_trained(folder)
    left = model.trained.model_copy(update={"settings": {"image_px": None, "learning_rate": None, "seed": 0}})
    card = model_card(replace(model, trained=left), project.revision(model.trained.dataset), folder)
    assert f"| image_px | {model.trained.model.picture.px} (chosen) |\n" in card
    assert "| learning_rate | automatic |\n| seed | 0 |\n" in card


def test_the_model_card_tells_what_was_settled_a_number_or_one_for_each_class(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    model = open_trained(folder)
    revision = project.revision(model.trained.dataset)
    assert "chosen by the validation samples" not in model_card(model, revision, folder)

    def card(**settled: Any) -> str:
        changed = replace(model, trained=model.trained.model_copy(update={"settled": settled}))
        return model_card(changed, revision, folder)

    one, each = card(threshold=0.43219), card(thresholds=[0.25, 0.5, 0.75])
    assert "The threshold from which on an answer counts was chosen by the validation samples: 0.432.\n" in one
    assert (
        "The thresholds of these classes, in this order, were chosen by the validation samples: 0.25, 0.5, 0.75."
        in each
    )


def test_raw_input_is_the_picture_as_the_exported_model_takes_it(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    model = open_trained(folder)
    row = RevisionData(project, project.revision(model.trained.dataset)).rows(Split.TEST)[0]
    raw = model.task.raw(row, model.trained)
    assert raw["pixels"].dtype == np.uint8
    assert raw["pixels"].shape == (1, row["height"], row["width"], 3)
    with pytest.raises(InputError, match="There is no file"):
        model.task.raw({"path": "nowhere.jpg"}, model.trained)


def test_memory_that_runs_out_while_exporting_leaves_nothing_half_done_and_is_named(
    trained: tuple[Project, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out(*_: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 99999999999 bytes")

    monkeypatch.setattr(_conversion, "_export_graph", run_out)
    job = ExportJob(run=str(trained[1]), out=str(tmp_path / "exported"))
    folder = trained[0].new_run(job)
    with closing(Channel(folder, None)) as channel, pytest.raises(RuntimeError) as caught:
        exporting.run(job, folder, channel)
    assert "memory ran out" in explain(caught.value).message
    assert list(tmp_path.iterdir()) == []
    assert open_trained(trained[1]).trained.task == "image-classification"


def test_a_run_without_a_model_and_a_damaged_model_are_refused(trained: tuple[Project, Path], tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no trained model"):
        open_trained(tmp_path)
    for name in ("model.json", "weights.safetensors"):
        folder = tmp_path / name
        (folder / "model").mkdir(parents=True)
        for file in (trained[1] / "model").iterdir():
            content = file.read_bytes()
            (folder / "model" / file.name).write_bytes(content[:40] if file.name == name else content)
        with pytest.raises(ModelError, match="damaged"):
            open_trained(folder)
