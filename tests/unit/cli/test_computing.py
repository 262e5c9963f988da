"""What a training computes with, said on the command line."""

import json
from pathlib import Path

import pytest

from ptstudio.cli.computing import computing, launch_command, with_computing
from ptstudio.cli.train import report_prepared
from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import TrainJob
from tests.helpers.projects import TASK

JOB = TrainJob(task=TASK, dataset="data/0001", model="starter", preset="quick")


@pytest.mark.parametrize(
    ("processes", "cards", "expected"),
    [
        (None, None, (1, ())),
        (3, None, (3, ())),
        (None, "1", (1, (1,))),
        (None, "0,2", (2, (0, 2))),
        (2, "0, 2", (2, (0, 2))),
    ],
)
def test_each_card_has_a_process(
    processes: int | None, cards: str | None, expected: tuple[int, tuple[int, ...]]
) -> None:
    assert computing(processes, cards) == expected
    job = with_computing(JOB, processes, cards)
    assert (job.processes, job.cards) == expected


@pytest.mark.parametrize("cards", ["", "a", "0,0", "-1", "0,,1"])
def test_what_names_no_cards_is_refused(cards: str) -> None:
    with pytest.raises(SettingsError, match="names no graphics cards"):
        computing(None, cards)


def test_cards_and_processes_have_to_fit() -> None:
    with pytest.raises(SettingsError, match="do not go together"):
        computing(3, "0,1")


def test_a_training_done_again_computes_with_what_it_did_before() -> None:
    before = JOB.model_copy(update={"processes": 2, "cards": (0, 1)})
    assert with_computing(before, None, None) == before


def test_the_command_for_several_machines_names_the_run() -> None:
    assert launch_command(Path("/shared/a run")).endswith(" -m ptstudio.engine '/shared/a run'")


def test_a_run_that_is_only_made_says_how_it_is_started(capsys: pytest.CaptureFixture[str]) -> None:
    report_prepared(Path("/shared/run"), as_json=False)
    said = capsys.readouterr().out
    assert "/shared/run" in said.splitlines()[0]
    assert launch_command(Path("/shared/run")) in said
    report_prepared(Path("/shared/run"), as_json=True)
    assert json.loads(capsys.readouterr().out)["command"] == launch_command(Path("/shared/run"))
