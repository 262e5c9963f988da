"""How fast samples are read is measured, and more threads are taken where they are worth it."""

import time

import pytest

from ptstudio.engine.choosing import reading
from ptstudio.engine.choosing.reading import Reading, measure_reading
from ptstudio.tasks._task import Example
from tests.helpers.subjects import TASK, pictures

HAND = pictures(1)


def example(index: int) -> Example:
    assert index >= 0
    return Example(HAND.inputs[0], HAND.targets[0])


def test_a_few_samples_are_read_from_all_over_the_split() -> None:
    read: list[int] = []

    def noted(index: int) -> Example:
        read.append(index)
        return example(index)

    assert measure_reading(TASK, noted, 50).seconds > 0
    assert min(read) < 5
    assert max(read) > 45
    assert len(set(read)) == len(read)


def test_as_many_threads_as_cores_are_nothing_to_tell() -> None:
    assert Reading(0.1).choices == ()
    (choice,) = Reading(0.01, 8).choices
    assert choice.value == 8
    assert "100 samples a second" in choice.reason


@pytest.mark.parametrize(("gain", "threads"), [(3.0, 4), (1.1, 0)])
def test_more_threads_are_taken_where_reading_is_clearly_faster(
    monkeypatch: pytest.MonkeyPatch, gain: float, threads: int
) -> None:
    monkeypatch.setattr(reading, "usable_cores", lambda: 2)
    monkeypatch.setattr(reading, "_seconds", lambda _task, _example, _tried, threads=0: 0.01 / (gain if threads else 1))
    assert measure_reading(TASK, example, 1000).threads == threads


def test_slow_reading_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[range] = []

    def slow(_task: object, _example: object, tried: range, _threads: int = 0) -> float:
        tries.append(tried)
        return 1.0

    monkeypatch.setattr(reading, "_seconds", slow)
    assert measure_reading(TASK, example, 1000).seconds == 1.0
    assert len(tries) == 1


def test_time_is_told_for_each_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((10.0, 12.4))
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    assert reading._seconds(TASK, example, range(24)) == pytest.approx(0.1)
