"""Tensors are found wherever networks put them."""

from typing import NamedTuple

import torch

from ptstudio.engine.computing.nested import each_tensor, tensors_in


class Pair(NamedTuple):
    """Two things that a network says."""

    first: torch.Tensor
    second: tuple[torch.Tensor, ...]


def nest() -> dict[str, object]:
    one, two, three, four = (torch.tensor(float(number)) for number in range(1, 5))
    return {"pair": Pair(one, (two, three)), "alone": four, "name": "x", "none": None, "list": [one]}


def test_tensors_come_in_order() -> None:
    assert [float(tensor) for tensor in tensors_in(nest())] == [1, 2, 3, 4]
    assert [float(tensor) for tensor in tensors_in(torch.tensor(7.0))] == [7]
    assert list(tensors_in("none")) == []


def test_each_is_changed_and_all_else_stays() -> None:
    before = nest()
    after = each_tensor(before, lambda tensor: tensor * 10)
    assert [float(tensor) for tensor in tensors_in(after)] == [10, 20, 30, 40]
    assert [float(tensor) for tensor in tensors_in(before)] == [1, 2, 3, 4]
    assert isinstance(after["pair"], Pair)
    assert type(after["pair"].second) is tuple
    assert (after["name"], after["none"], after["list"]) == ("x", None, before["list"])
    assert float(each_tensor(torch.tensor(2.0), torch.Tensor.neg)) == -2
