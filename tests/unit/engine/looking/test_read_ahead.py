"""What was read ahead is read once, within bounds, and never where others want rest."""

import threading
import time

import pytest
import torch

from ptstudio.engine.looking.read_ahead import ReadAhead
from ptstudio.tasks._task import Example
from tests.helpers.patience import until

KEY = "validation"
SAMPLE_MB = 1.0


class Shelf:
    """Samples of a megabyte each, and a note of each reading: by whom."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.readers: set[str] = set()

    def example(self, index: int) -> Example:
        self.read.append(index)
        self.readers.add(threading.current_thread().name)
        return Example(torch.full((2**18,), float(index)), {"label": torch.tensor(index)})


def have_been_read(ahead: ReadAhead, shelf: Shelf, count: int) -> None:
    until(lambda: len(shelf.read) == count)
    with ahead.resting():
        pass  # the last one is put away


def test_what_was_read_is_not_read_again() -> None:
    shelf = Shelf()
    with ReadAhead() as ahead:
        ahead.begin(KEY, 3, shelf.example)
        have_been_read(ahead, shelf, 3)
        take = ahead.taking(KEY, shelf.example)
        assert [int(take(index).target["label"]) for index in (2, 0, 1)] == [2, 0, 1]
    assert shelf.read == [0, 1, 2]
    assert shelf.readers == {"reading ahead"}


def test_what_is_not_there_yet_is_read_by_who_wants_it_and_nothing_more_is_read_for_him() -> None:
    shelf = Shelf()
    with ReadAhead() as ahead, ahead.resting():
        ahead.begin(KEY, 3, shelf.example)
        take = ahead.taking(KEY, shelf.example)
        assert int(take(1).target["label"]) == 1
        with ahead.going_on():
            time.sleep(0.05)
    assert shelf.read == [1]
    assert shelf.readers == {threading.current_thread().name}


def test_what_was_taken_is_read_anew_the_next_time() -> None:
    shelf = Shelf()
    with ReadAhead() as ahead:
        ahead.begin(KEY, 1, shelf.example)
        have_been_read(ahead, shelf, 1)
        take = ahead.taking(KEY, shelf.example)
        take(0)
        take(0)
    assert shelf.read == [0, 0]


def test_samples_of_another_kind_are_read_by_who_wants_them() -> None:
    shelf, other = Shelf(), Shelf()
    with ReadAhead() as ahead:
        ahead.begin(KEY, 1, shelf.example)
        ahead.taking("test", other.example)(0)
        until(lambda: shelf.read == [0])
    assert other.readers == {threading.current_thread().name}


def test_no_more_waits_in_memory_than_there_is_room_for() -> None:
    shelf, next_one = Shelf(), Shelf()
    with ReadAhead(most_mb=2 * SAMPLE_MB) as ahead:
        ahead.begin(KEY, 10, shelf.example)
        ahead.begin("test", 10, next_one.example)
        have_been_read(ahead, shelf, 2)
        time.sleep(0.05)
        assert shelf.read == [0, 1]
        take = ahead.taking(KEY, shelf.example)
        take(0)
        until(lambda: next_one.read == [0])
        time.sleep(0.05)
        assert next_one.read == [0]
    assert shelf.read == [0, 1]


def test_no_more_samples_wait_than_are_soon_wanted() -> None:
    shelf = Shelf()
    with ReadAhead(most_samples=3) as ahead:
        ahead.begin(KEY, 10, shelf.example)
        have_been_read(ahead, shelf, 3)
        time.sleep(0.05)
    assert shelf.read == [0, 1, 2]


def test_nothing_is_read_while_others_want_rest_but_where_they_allow_it() -> None:
    shelf = Shelf()
    with ReadAhead() as ahead:
        with ahead.resting():
            ahead.begin(KEY, 3, shelf.example)
            time.sleep(0.05)
            assert not shelf.read
            with ahead.going_on():
                until(lambda: len(shelf.read) == 3)
            ahead.begin("test", 1, shelf.example)
            time.sleep(0.05)
            assert len(shelf.read) == 3
        until(lambda: len(shelf.read) == 4)


def test_a_sample_that_cannot_be_read_fails_where_it_is_wanted() -> None:
    tried: list[int] = []

    def example(index: int) -> Example:
        tried.append(index)
        if index == 0:
            raise ValueError("a damaged picture")
        return Example(torch.zeros(1), torch.zeros(1))

    with ReadAhead() as ahead:
        ahead.begin(KEY, 2, example)
        until(lambda: tried == [0, 1])
        take = ahead.taking(KEY, example)
        take(1)
        with pytest.raises(ValueError, match="a damaged picture"):
            take(0)
