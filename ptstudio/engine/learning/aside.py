"""While a training is paused, the device's memory is for others: the network waits in the machine's."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from ptstudio.engine.computing.memory_return import give_back
from ptstudio.engine.learning.loop import Loop


@contextmanager
def set_aside(network: nn.Module, loop: Loop, device: torch.device) -> Iterator[None]:
    """Inside, nothing of the training lies on a graphics card, and no batch is held ready; afterwards all is as it was,
    to the last bit.
    """
    loop.drop_batches()
    loop.forget_step()
    places = _optimiser_places(loop)
    # A pause may come while the network is measured; what is made in inference mode could not learn any more.
    with torch.inference_mode(mode=False):
        if device.type != "cpu":
            network.to("cpu")
            _move_optimiser(loop, dict.fromkeys(places, torch.device("cpu")))
        give_back()
    yield
    if device.type != "cpu":
        with torch.inference_mode(mode=False):
            network.to(device)
            _move_optimiser(loop, places)


def _optimiser_places(loop: Loop) -> dict[tuple[int, str], torch.device]:
    return {
        (id(parameter), name): value.device
        for parameter, state in loop.state_tensors.items()
        for name, value in state.items()
        if isinstance(value, torch.Tensor)
    }


def _move_optimiser(loop: Loop, places: dict[tuple[int, str], torch.device]) -> None:
    for parameter, state in loop.state_tensors.items():
        for name, value in state.items():
            if isinstance(value, torch.Tensor):
                state[name] = value.to(places[id(parameter), name])
