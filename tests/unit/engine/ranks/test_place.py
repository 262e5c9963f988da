"""A process finds its place in the environment, as torchrun and we write it."""

from dataclasses import replace

import pytest

from ptstudio.core.worker import PROCESSES
from ptstudio.engine.ranks.place import Place, read_place


def test_whoever_is_told_nothing_is_alone() -> None:
    place = read_place({})
    assert place == Place()
    assert not place.is_helper
    assert not place.is_launched


def test_what_torchrun_says_is_understood() -> None:
    told = {
        "RANK": "5", "WORLD_SIZE": "8", "LOCAL_RANK": "1", "LOCAL_WORLD_SIZE": "4", "MASTER_ADDR": "first",
        "MASTER_PORT": "29400",
    }  # fmt: skip
    place = read_place(told)
    assert place == Place(5, 8, 1, 4, "first", 29400, is_launched=True)
    assert place.is_helper


def test_a_child_reads_what_its_parent_wrote() -> None:
    place = Place(rank=1, world=2, local_rank=1, local_world=2, port=1234, parent=77)
    assert read_place(place.environment()) == place
    assert read_place(replace(place, parent=78).environment()) != place


def test_a_resume_may_ask_for_another_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Place().processes(2) == 2
    monkeypatch.setenv(PROCESSES, "3")
    assert Place().processes(2) == 3
    assert Place(0, 8, is_launched=True).processes(2) == 8
