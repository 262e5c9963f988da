"""Looks are counted as they are taken, and who counts them can give up."""

import pytest
import torch
from torch import nn

from ptstudio.core.events import StepEnded
from ptstudio.core.requests import EXPLAINING
from ptstudio.engine.reporting.looks import counted


def test_each_look_is_told_and_none_afterwards() -> None:
    network, told = nn.Flatten(), list[StepEnded]()
    with counted(network, 5, told.append):
        for looks in (1, 3, 4):
            network(torch.zeros(looks, 3))
    network(torch.zeros(1, 3))
    assert [(step.stage, step.done, step.total) for step in told] == [(EXPLAINING, done, 5) for done in (1, 4, 5)]
    left = [step.remaining_s for step in told]
    assert left[0] is not None
    assert left[0] > 0
    assert left[-1] == 0


def test_where_one_look_is_enough_nothing_is_told() -> None:
    told = list[StepEnded]()
    network = nn.Flatten()
    with counted(network, 1, told.append):
        network(torch.zeros(1, 3))
    assert told == []


def test_who_counts_can_give_up() -> None:
    def give_up(_: StepEnded) -> None:
        raise KeyboardInterrupt

    network = nn.Flatten()
    with pytest.raises(KeyboardInterrupt), counted(network, 5, give_up):
        network(torch.zeros(1, 3))
    assert torch.equal(network(torch.ones(1, 3)), torch.ones(1, 3)), "the network is as it was"
