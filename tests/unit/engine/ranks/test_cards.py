"""Each process has a graphics card of its own, and one that is not there is named."""

import pytest
import torch

from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import TrainJob
from ptstudio.engine.ranks.place import Place
from ptstudio.engine.ranks.settling import take_card
from ptstudio.engine.ranks.together import settle_first
from tests.helpers.projects import TASK

JOB = TrainJob(task=TASK, dataset="data/0001", model="starter", preset="quick")


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A machine of two cards; gives those that were taken."""
    found: list[int] = []
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "set_device", found.append)
    return found


def test_a_card_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError, match="There is no graphics card 7"):
        settle_first(JOB.model_copy(update={"cards": (7,)}), Place())


def test_the_first_process_takes_the_first_of_the_cards(taken: list[int]) -> None:
    settle_first(JOB, Place())
    assert taken == []
    settle_first(JOB.model_copy(update={"cards": (1, 0), "processes": 2}), Place())
    assert taken == [1]


def test_every_other_process_takes_its_own(taken: list[int]) -> None:
    take_card(1, (1, 0))
    take_card(1, ())
    assert taken == [0, 1]


def test_launched_processes_take_the_card_of_their_number(taken: list[int]) -> None:
    settle_first(JOB, Place(0, 8, 1, 4, is_launched=True))
    assert taken == [1]


def test_cores_are_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    monkeypatch.setattr(torch, "get_num_threads", lambda: 8)
    monkeypatch.setattr(torch, "set_num_threads", threads.append)
    monkeypatch.setattr("ptstudio.engine.ranks.settling.usable_cores", lambda: 8)
    settle_first(JOB, Place())
    settle_first(JOB.model_copy(update={"processes": 3}), Place())
    assert threads == [2]
