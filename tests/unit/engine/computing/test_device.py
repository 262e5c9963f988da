"""A way of computing says itself, and puts networks and inputs where they belong."""

import pytest
import torch
from torch import nn

from ptstudio.core.errors import SettingsError
from ptstudio.engine.computing.device import (
    Way,
    choose_device,
    free_memory_mb,
    held_memory_mb,
    peak_memory_mb,
    probe_machine,
    settle,
    usable_cores,
)

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("way", "title"),
    [
        (Way(CPU), "float32"),
        (Way(CPU, "bfloat16", is_channels_last=True, is_fused=True), "bfloat16, channels last, fused"),
        (Way(CPU, is_channels_last=True, is_compiled=True), "float32, channels last, compiled"),
        (Way(CPU, runtime="onnxruntime"), "float32, ONNX Runtime"),
    ],
)
def test_a_way_says_itself(way: Way, title: str) -> None:
    assert way.title == title


def test_pictures_and_weights_lie_in_the_memory_layout() -> None:
    way = Way(CPU, is_channels_last=True)
    network = way.place(nn.Conv2d(3, 4, 3))
    assert isinstance(network, nn.Conv2d)
    assert network.weight.is_contiguous(memory_format=torch.channels_last)
    assert way.inputs(torch.zeros(2, 3, 4, 4)).is_contiguous(memory_format=torch.channels_last)
    assert Way(CPU).place(network) is network
    assert network.weight.is_contiguous()


def test_it_computes_in_the_precision() -> None:
    network, inputs = nn.Linear(4, 4), torch.zeros(1, 4)
    for precision, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
        with Way(CPU, precision).autocast():
            assert network(inputs).dtype == dtype


def test_threads_are_set_where_they_were_chosen() -> None:
    usual = torch.get_num_threads()
    try:
        settle(CPU, 0)
        assert torch.get_num_threads() == usual
        settle(CPU, 1)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(usual)


def test_memory_and_cores_are_told() -> None:
    assert usable_cores() >= 1
    assert free_memory_mb(CPU) > 0
    assert 0 < held_memory_mb(CPU) <= peak_memory_mb() * 1.05


def test_a_device_that_is_not_there_is_refused() -> None:
    machine = probe_machine().model_copy(update={"devices": probe_machine().devices[:1]})
    device, choice = choose_device(None, machine)
    assert (device.type, choice.value) == ("cpu", "cpu")
    with pytest.raises(SettingsError, match="no device “cuda”"):
        choose_device("cuda", machine)
