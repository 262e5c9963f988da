"""What a run writes down of where its result comes from, and what it tells when that is not as it was."""

import json
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.errors import DatasetError, ModelError
from ptstudio.core.events import WarningRaised
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.provenance import FILE, provenance_of
from ptstudio.core.repeating import repeated
from ptstudio.core.run import Run
from ptstudio.engine.training_job import run as run_training
from tests.helpers.projects import coloured_project, done, events_of, library_with, training_of


@pytest.fixture
def trained(tmp_path: Path) -> tuple[Project, Path]:
    """A project, and a short training in it."""
    library_with()
    project, key = coloured_project(tmp_path)
    return project, train(project, training_of(key, head_epochs=1))


def train(project: Project, job: TrainJob) -> Path:
    folder = project.new_run(job)
    done(run_training, job, folder)
    return folder


def rewrite(folder: Path, **changes: Any) -> None:
    """Pretend that a run began otherwise."""
    content = json.loads((folder / FILE).read_bytes())
    (folder / FILE).write_text(json.dumps(content | changes), encoding="utf-8")


def warnings(folder: Path, key: str) -> list[str]:
    return [one.message for one in events_of(folder) if isinstance(one, WarningRaised) and one.key == key]


def test_everything_that_a_result_depends_on_is_written_down(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    found = provenance_of(folder)
    assert found is not None
    revision = project.revision("colours/0001")
    assert (found.dataset, found.dataset_fingerprint) == (revision.key, revision.fingerprint)
    assert (found.model, len(found.weights_sha256)) == ("starter", 64)
    assert (found.settings["image_px"], found.settings["weight_decay"], found.settings["batch_size"]) == (32, 0.01, 8)
    assert found.chosen["device"] == found.device == "cpu"
    assert (found.seed, found.processes) == (0, 1)
    assert found.threads >= 1
    assert found.machine.cores >= 1
    assert "torch" in found.packages
    assert warnings(folder, "provenance") == []


def test_the_same_again_tells_nothing_and_another_version_is_told(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    again = train(project, repeated(Run.open(folder)))
    assert warnings(again, "provenance") == []
    rewrite(folder, packages={"torch": "1.0"}, threads=99)
    other = train(project, repeated(Run.open(folder)))
    (told,) = warnings(other, "provenance")
    assert "torch 1.0 before" in told
    assert "threads 99 before" in told


def test_a_resume_under_other_circumstances_is_told(trained: tuple[Project, Path]) -> None:
    _, folder = trained
    rewrite(folder, python="2.7")
    job = Run.open(folder).job
    assert isinstance(job, TrainJob)
    done(run_training, job, folder)
    (told,) = warnings(folder, "provenance")
    assert "Python 2.7 before" in told
    assert provenance_of(folder) is not None


def test_other_data_or_weights_end_a_resume_before_it_begins(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    job = Run.open(folder).job
    assert isinstance(job, TrainJob)
    decided = json.loads((folder / "decided.json").read_bytes())
    decided["trained"]["model"]["sha256"] = "0" * 64
    (folder / "decided.json").write_text(json.dumps(decided), encoding="utf-8")
    with pytest.raises(ModelError, match="not those that this training began with"):
        done(run_training, job, folder)
    path = project.revision_folder(job.dataset) / "revision.json"
    revision = json.loads(path.read_bytes())
    path.write_text(json.dumps(revision | {"fingerprint": "0" * 64}), encoding="utf-8")
    with pytest.raises(DatasetError, match="fingerprint is another"):
        done(run_training, job, folder)


def test_files_that_are_gone_are_told_before_the_training(tmp_path: Path) -> None:
    library_with()
    project, key = coloured_project(tmp_path)
    (tmp_path / "colours" / "red" / "0.png").unlink()
    job = training_of(key, head_epochs=1)
    folder = project.new_run(job)
    with pytest.raises(DatasetError, match="no longer be read"):
        done(run_training, job, folder)
    (told,) = warnings(folder, "missing-files")
    assert told.startswith("1 of 36 files of the data are not where they were, such as “red/0.png”")


def test_the_curves_are_written_for_tensorboard_where_that_is_wanted(trained: tuple[Project, Path]) -> None:
    project, folder = trained
    assert not list(folder.glob("events.out.tfevents.*"))
    other = train(project, training_of("colours/0001", head_epochs=1, tensorboard=True))
    assert len(list(other.glob("events.out.tfevents.*"))) == 1
