"""Batches in an order that threads cannot change."""

import random
import threading
import time
from collections.abc import Sequence

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.errors import DatasetError
from ptstudio.engine.computing.batches import alike, chunks, largest_first, load_batches, mixed, to_device
from ptstudio.engine.computing.randomness import order
from ptstudio.tasks._task import Batch, Example


def collate(examples: Sequence[Example]) -> Batch:
    return Batch([example.inputs for example in examples], None, len(examples))


@given(st.integers(1, 300), st.integers(1, 50))
def test_chunks_hold_everything_once_and_none_is_single_unless_it_must(count: int, size: int) -> None:
    cut = chunks(range(count), size)
    assert [number for chunk in cut for number in chunk] == list(range(count))
    if size > 1 and count > 1:
        assert min(map(len, cut)) > 1


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_slow_examples_do_not_change_the_order(threads: int) -> None:
    def example(number: int) -> Example:
        time.sleep(0.002 * (number % 3))
        return Example(number, None)

    numbers = order(40, 1)
    batches = load_batches(chunks(numbers, 7), example, collate, threads)
    assert [number for batch in batches for number in batch.inputs] == numbers


def test_a_vanished_file_is_named(tmp_path: object) -> None:
    def example(number: int) -> Example:
        raise FileNotFoundError(2, "No such file", f"{tmp_path}/cat-{number}.jpg")

    with pytest.raises(DatasetError, match=r"cat-0\.jpg") as caught:
        list(load_batches([[0]], example, collate))
    assert "import the data again" in caught.value.hint


def test_leaving_early_ends_the_threads() -> None:
    batches = load_batches([[number] for number in range(1000)], lambda number: Example(number, None), collate)
    assert next(batches).inputs == [0]
    batches.close()


def test_for_a_card_batches_are_put_together_aside_in_pinned_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    made_by: list[str] = []

    def together(examples: Sequence[Example]) -> Batch:
        made_by.append(threading.current_thread().name)
        return Batch({"pixels": torch.tensor([example.inputs for example in examples])}, "targets", len(examples))

    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda tensor: tensor + 1000)
    order_ = [[3, 4], [5], [6, 7]]
    card = torch.device("cuda")
    batches = list(load_batches(order_, lambda number: Example(number, None), together, device=card))
    assert [batch.inputs["pixels"].tolist() for batch in batches] == [[1003, 1004], [1005], [1006, 1007]]
    assert threading.current_thread().name not in made_by
    assert batches[0].targets == "targets"


def test_for_a_card_a_vanished_file_is_named_too_and_leaving_early_ends_the_threads() -> None:
    def example(number: int) -> Example:
        if number == 1:
            raise FileNotFoundError(2, "No such file", "cat-1.jpg")
        return Example(number, None)

    batches = load_batches([[0], *([1] for _ in range(50))], example, collate, device=torch.device("cuda"))
    assert next(batches).inputs == [0]
    with pytest.raises(DatasetError, match=r"cat-1\.jpg"):
        next(batches)
    again = load_batches([[number] for number in range(2, 500)], example, collate, device=torch.device("cuda"))
    assert next(again).inputs == [2]
    again.close()


def test_the_same_seed_shuffles_alike_and_another_differently() -> None:
    assert order(50, 3, "order", 1) == order(50, 3, "order", 1)
    assert order(50, 3, "order", 1) != order(50, 3, "order", 2)
    assert sorted(order(50, 4)) == list(range(50))


def test_mappings_of_tensors_are_moved_too() -> None:
    moved = to_device({"a": torch.ones(2), "b": "text"}, torch.device("meta"))
    assert moved["a"].device.type == "meta"
    assert moved["b"] == "text"


def test_samples_of_one_size_come_together_where_they_stand_near_each_other() -> None:
    sizes = np.array([(7 * number) % 50 for number in range(103)])
    order = random.Random(1).sample(range(103), 103)
    cut = alike(order, 4, sizes)
    assert sorted(number for batch in cut for number in batch) == list(range(103))
    assert sorted(map(len, cut)) == sorted(map(len, chunks(order, 4)))
    spread = [int(np.ptp(sizes[list(batch)])) for batch in cut]
    assert sum(spread) < sum(int(np.ptp(sizes[list(batch)])) for batch in chunks(order, 4)) / 5
    means = [float(sizes[list(batch)].mean()) for batch in cut]
    assert abs(float(np.corrcoef(means, np.arange(len(means)))[0, 1])) < 0.5, "short ones would always come first"
    assert alike(order, 4, sizes) == cut


def test_samples_of_the_same_size_stay_in_their_order() -> None:
    assert alike([3, 1, 0, 2], 2, None) == [[3, 1], [0, 2]]
    assert list(largest_first(3, None)) == [0, 1, 2]


def test_the_largest_samples_come_first_and_equal_ones_in_their_order() -> None:
    assert list(largest_first(5, np.array([2, 9, 2, 4, 9]))) == [1, 4, 3, 0, 2]


def test_batches_are_mixed_behind_the_first() -> None:
    batches = [[number] for number in range(40)]
    found = mixed(batches)
    assert found[0] == [0]
    assert found != batches
    assert sorted(map(list, found)) == batches
    assert mixed(batches) == found
    assert mixed([]) == []
