"""Dropout in shares of a batch drops what it drops in the whole."""

import torch
from torch import nn

from ptstudio.engine.ranks.common_dice import dice_for_all


def test_shares_together_are_what_the_whole_batch_is() -> None:
    network = nn.Sequential(nn.Dropout(0.3), nn.Dropout(0.5), nn.Dropout(0.0)).train()
    batch = torch.rand(7, 5) + 1
    torch.manual_seed(3)
    whole = network(batch)
    shares = []
    for first, end in ((0, 4), (4, 7)):
        torch.manual_seed(3)
        with dice_for_all(network, first, len(batch)):
            shares.append(network(batch[first:end]))
    torch.testing.assert_close(torch.cat(shares), whole, rtol=0, atol=0)
    assert 0 < int((whole == 0).sum()) < whole.numel()


def test_nothing_is_dropped_while_a_network_is_judged() -> None:
    network = nn.Sequential(nn.Dropout(0.5)).eval()
    batch = torch.rand(3, 2)
    with dice_for_all(network, 0, 6):
        assert torch.equal(network(batch), batch)
    assert "forward" not in network[0].__dict__
