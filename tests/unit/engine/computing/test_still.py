"""What was made of a network that stands still is found again, until its weights change."""

import gc

import pytest
import torch
from torch import nn

from ptstudio.engine.computing import still as module
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.still import keep_only, still
from tests.helpers.subjects import pictures, tiny_network

FUSED, PLAIN = Way(torch.device("cpu"), is_fused=True), Way(torch.device("cpu"), is_channels_last=True)
EXAMPLE = pictures(1).inputs


def test_it_is_made_once_for_a_way_whatever_the_batch() -> None:
    network = tiny_network().eval()
    first = still(network, FUSED, EXAMPLE)
    assert still(network, Way(torch.device("cpu"), is_fused=True, batch_size=7), EXAMPLE) is first
    assert still(network, PLAIN, EXAMPLE) is not first
    PLAIN.place(network)
    assert still(network, FUSED, EXAMPLE) is first, "another memory layout changes no weight"


@pytest.mark.parametrize("how", ["step", "load", "statistics"])
def test_changed_weights_make_it_anew(how: str) -> None:
    network = tiny_network().eval()
    before = still(network, FUSED, EXAMPLE)(EXAMPLE)
    if how == "step":
        with torch.no_grad():
            next(network.parameters()).add_(1.0)
    elif how == "load":
        network.load_state_dict({name: tensor + 1 for name, tensor in network.state_dict().items()})
    else:
        next(iter(network.buffers())).add_(1.0)
    after = still(network, FUSED, EXAMPLE)(EXAMPLE)
    assert not torch.allclose(before, after)
    with torch.inference_mode():
        assert torch.allclose(after, network(EXAMPLE), atol=1e-5)


def test_what_is_not_wanted_any_more_is_forgotten() -> None:
    network = tiny_network().eval()
    fused, plain = still(network, FUSED, EXAMPLE), still(network, PLAIN, EXAMPLE)
    keep_only(network, [PLAIN])
    assert still(network, PLAIN, EXAMPLE) is plain
    assert still(network, FUSED, EXAMPLE) is not fused


def test_no_network_is_kept_alive_for_it() -> None:
    network = tiny_network().eval()
    still(network, FUSED, EXAMPLE)
    assert network in module._MADE
    count = len(module._MADE)
    del network
    gc.collect()
    assert len(module._MADE) < count


def test_a_network_that_says_several_things_is_found_again_too() -> None:
    class SaysTwo(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = tiny_network()

        def forward(self, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            said = self.network(inputs)
            return said, said.argmax(dim=1)

    network = SaysTwo().eval()
    first = still(network, FUSED, EXAMPLE)
    assert still(network, FUSED, EXAMPLE) is first
    with torch.inference_mode():
        torch.testing.assert_close(first(EXAMPLE), network(EXAMPLE), atol=1e-5, rtol=1e-4)
