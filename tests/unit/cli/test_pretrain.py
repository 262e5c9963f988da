"""`ptstudio pretrain`: what it takes, what it prints, and how it is gone on with."""

import json
from pathlib import Path

import pytest

from ptstudio.cli.program import run
from ptstudio.core.events import RunStopped
from ptstudio.core.jobs import PretrainJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks
from tests.helpers.encoders import reader_in_library
from tests.helpers.inline_worker import work_inline
from tests.helpers.trainings import project_for


@pytest.fixture(autouse=True)
def _inline(monkeypatch: pytest.MonkeyPatch) -> None:
    work_inline(monkeypatch)


@pytest.fixture
def texts(tmp_path: Path) -> Project:
    return project_for(all_tasks()["text-classification"], tmp_path)[0]


def asked(project: Project, *more: str) -> list[str]:
    usual = ["--model", reader_in_library(), "--preset", "quick", "--set", "batch_size=4", "--set", "head_epochs=2"]
    return ["pretrain", "--data", str(project.folder), "--epochs", "1", *usual, *more]


def test_it_says_what_was_read_and_what_that_is_good_for(
    texts: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "more.txt"
    more.write_text("".join(f"the cat sleeps and number {number} sings\n" for number in range(20)), encoding="utf-8")
    assert run(asked(texts, "--texts", str(more), "--name", "familiar")) == 0
    printed = capsys.readouterr().out
    for said in ("and 20 more texts.", "hidden in some which it did not learn from", "with a new last layer alone",
                 "Train with it by: --model familiar"):  # fmt: skip
        assert said in printed
    assert Library.standard().find("familiar") is not None


def test_texts_that_are_not_there_are_refused_before_anything_is_done(
    texts: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts.runs()
    assert run(asked(texts, "--texts", "gone.txt")) == 2
    assert "gone.txt" in capsys.readouterr().err
    assert texts.runs() == before


def test_one_that_was_stopped_is_gone_on_with(texts: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (revision,) = texts.learnable_revisions()
    training = TrainJob(task="text-classification", dataset=revision.key, model=reader_in_library(), preset="quick",
                        settings={"batch_size": 4, "head_epochs": 2})  # fmt: skip
    folder = texts.new_run(PretrainJob(training=training, epochs=1))
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write(RunStopped(message="Stopped.", can_resume=True).to_line() + "\n")
    assert run(["resume", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["run"] == str(folder)
    assert Run.open(folder).result["model"] == found["model"]
