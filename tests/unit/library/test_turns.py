"""Whoever changes the library does so alone; who comes later waits, or is told."""

import pytest

from ptstudio.core.errors import JobFailure
from ptstudio.core.folders import data_folder
from ptstudio.library.library import Library
from ptstudio.library.turns import LOCK, turn, turn_now
from tests.helpers import packs
from tests.helpers.turns import elsewhere_a_turn


class StopError(Exception):
    """Somebody asked for Stop."""


def test_who_comes_later_waits_says_so_once_and_goes_on() -> None:
    said: list[str] = []
    with elsewhere_a_turn() as over:
        breaths: list[int] = []

        def breathe() -> None:
            breaths.append(1)
            if len(breaths) == 3:
                over.set()

        with turn(breathe, lambda message, _: said.append(message)):
            assert over.is_set()
    assert len(said) == 1
    assert "moved or changed by other work" in said[0]


def test_waiting_can_be_given_up() -> None:
    def stop() -> None:
        raise StopError

    with elsewhere_a_turn(), pytest.raises(StopError), turn(stop):
        pytest.fail("it was not our turn")


def test_who_cannot_wait_is_told() -> None:
    entry = packs.entry(Library.standard())
    with elsewhere_a_turn(), pytest.raises(JobFailure, match="being moved") as caught:
        Library.standard().remove(entry)
    assert "try again" in caught.value.hint
    assert entry.folder.is_dir()


def test_turns_may_lie_in_one_another_and_the_lock_lies_outside_of_the_library() -> None:
    with turn(), turn_now():
        assert (data_folder() / LOCK).exists()
    with turn_now():
        pass
