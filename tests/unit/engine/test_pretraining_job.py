"""The pretrain job: a tiny encoder reads texts, becomes another model of the library, and can be trained like any."""

from contextlib import closing
from pathlib import Path

import pytest
import torch

from ptstudio.core.errors import ModelError
from ptstudio.core.events import CheckpointSaved, EpochEnded, StageChanged
from ptstudio.core.familiarity import Familiarity
from ptstudio.core.jobs import PretrainJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import has_checkpoint
from ptstudio.engine import pretraining_job, training_job
from ptstudio.engine.channel import StopRequested
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks
from tests.helpers.channels import StopsAt
from tests.helpers.encoders import TINY, reader_in_library
from tests.helpers.projects import done, events_of, forget_earlier_jobs, library_with
from tests.helpers.trainings import SMALL, project_for

TASKS = [key for key, task in all_tasks().items() if task.icon == "text"]


def drafted(dataset: str, task: str = "text-classification", kind: str = "bert") -> TrainJob:
    known = {facts.name for facts in all_tasks()[task].settings.facts()}
    small = {name: value for name, value in SMALL.items() if name in known}
    return TrainJob(task=task, dataset=dataset, model=reader_in_library(kind), preset="quick", settings=small)


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Project, str]:
    return project_for(all_tasks()["text-classification"], tmp_path)


def more_texts(folder: Path) -> Path:
    file = folder / "more.txt"
    file.write_text("".join(f"the cat sleeps again and number {n} sings in the garden\n" for n in range(60)))
    return file


@pytest.mark.parametrize("task", TASKS)
def test_for_every_task_about_texts_a_model_becomes_familiar_with_them(task: str, tmp_path: Path) -> None:
    project, dataset = project_for(all_tasks()[task], tmp_path)
    job = PretrainJob(training=drafted(dataset, task), texts=str(more_texts(tmp_path)), epochs=2, name=f"for-{task}")
    folder = project.new_run(job)
    found = Familiarity.model_validate(done(pretraining_job.run, job, folder))
    assert (found.model, found.more_texts, found.epochs) == (f"for-{task}", 60, 2)
    assert found.effect.samples > 0
    assert 0 <= found.effect.before <= 1
    assert 0 <= found.effect.after <= 1
    ended = [event for event in events_of(folder) if isinstance(event, EpochEnded)]
    assert [(event.epoch, event.phase, set(event.metrics)) for event in ended] == [
        (number, "all", {"found", "perplexity"}) for number in (1, 2)
    ]
    best = min(event.metrics["perplexity"] for event in ended)
    assert found.after.perplexity == pytest.approx(best, rel=0.01), "the best of all epochs is kept"
    trained = drafted(dataset, task).model_copy(update={"model": found.model})
    result = done(training_job.run, trained, project.new_run(trained))
    assert result["model"] == found.model


@pytest.mark.parametrize("kind", TINY)
def test_every_kind_of_network_becomes_familiar(texts: tuple[Project, str], kind: str) -> None:
    project, dataset = texts
    job = PretrainJob(training=drafted(dataset, kind=kind), epochs=1, name=f"familiar-{kind}")
    found = Familiarity.model_validate(done(pretraining_job.run, job, project.new_run(job)))
    library = Library.standard()
    before, after = (library.tensors(library.get(key)) for key in (reader_in_library(kind), found.model))
    words = ("word_embeddings.weight", "word_embedding.weight", "tok_embeddings.weight")
    was, became = (next(tensors[name] for name in tensors if name.endswith(words)) for tensors in (before, after))
    assert not torch.equal(was, became), "all of it has learned"
    facts, original = library.get(found.model).model, library.get(reader_in_library(kind)).model
    assert (facts.licence, facts.input, facts.config) == (original.licence, original.input, original.config)
    assert "texts of yours" in facts.summary


def test_stopped_and_gone_on_with_it_comes_to_the_same(texts: tuple[Project, str], tmp_path: Path) -> None:
    project, dataset = texts
    job = PretrainJob(training=drafted(dataset), texts=str(more_texts(tmp_path)), epochs=3, name="whole")
    whole = done(pretraining_job.run, job, project.new_run(job))

    again = job.model_copy(update={"name": "in-parts"})
    folder = project.new_run(again)
    forget_earlier_jobs()
    with closing(StopsAt(folder, 25)) as channel, pytest.raises(StopRequested):
        pretraining_job.run(again, folder, channel)
    assert has_checkpoint(folder)
    assert [event for event in events_of(folder) if isinstance(event, CheckpointSaved)]
    resumed = done(pretraining_job.run, again, folder)
    ignored = ("model", "seconds")
    assert {key: resumed[key] for key in resumed if key not in ignored} == {
        key: whole[key] for key in whole if key not in ignored
    }
    library = Library.standard()
    weights = [library.get(name).model.sha256 for name in ("whole", "in-parts")]
    assert weights[0] == weights[1]


def test_a_head_that_is_missing_learns_first(texts: tuple[Project, str]) -> None:
    project, dataset = texts
    for kind, stages in (("bert", 0), ("sentence-transformers", 1)):
        job = PretrainJob(training=drafted(dataset, kind=kind), epochs=1, name=f"staged-{kind}")
        folder = project.new_run(job)
        done(pretraining_job.run, job, folder)
        told = [event.stage for event in events_of(folder) if isinstance(event, StageChanged)]
        assert told.count("head") == stages


def test_without_a_name_it_finds_one_that_is_free(texts: tuple[Project, str]) -> None:
    project, dataset = texts
    job = PretrainJob(training=drafted(dataset), epochs=1)
    names = [done(pretraining_job.run, job, project.new_run(job))["model"] for _ in range(2)]
    usual = f"tiny-bert-{dataset.partition('/')[0]}"
    assert names == [usual, usual], "the same once more is the same model"
    longer = job.model_copy(update={"epochs": 2})
    assert done(pretraining_job.run, longer, project.new_run(longer))["model"] == f"{usual}-2"


def test_a_name_that_is_taken_is_refused_before_anything_is_done(texts: tuple[Project, str]) -> None:
    project, dataset = texts
    job = PretrainJob(training=drafted(dataset), name="starter")
    folder = project.new_run(job)
    with pytest.raises(ModelError, match="already holds a model called “starter”"):
        done(pretraining_job.run, job, folder)
    assert not list(folder.glob("texts"))


def test_a_model_of_pictures_is_refused(texts: tuple[Project, str]) -> None:
    project, dataset = texts
    library_with()
    job = PretrainJob(training=drafted(dataset).model_copy(update={"model": "starter"}))
    with pytest.raises(ModelError):
        done(pretraining_job.run, job, project.new_run(job))
