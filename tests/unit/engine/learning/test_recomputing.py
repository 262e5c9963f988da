"""Blocks computed twice: the same gradients and statistics, the same names, less that is kept."""

import copy

import torch
from torch import nn

from ptstudio.engine.learning.recomputing import keep_again, recompute, recomputes


def network() -> nn.Sequential:
    torch.manual_seed(0)
    block = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout(0.5))
    return nn.Sequential(block, nn.Conv2d(8, 4, 3), nn.Flatten(), nn.LazyLinear(2))


def learned(module: nn.Module, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
    """Gradients, and the state after a step."""
    torch.manual_seed(1)
    module(pictures).square().mean().backward()
    gradients = {f"grad {name}": one.grad for name, one in module.named_parameters() if one.grad is not None}
    return gradients | dict(module.state_dict())


def kept_bytes(module: nn.Module, pictures: torch.Tensor) -> int:
    kept = 0

    def note(tensor: torch.Tensor) -> torch.Tensor:
        nonlocal kept
        kept += tensor.numel()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        module(pictures)
    return kept


def test_everything_is_the_same_to_the_last_bit_and_less_is_kept() -> None:
    pictures = torch.rand(4, 3, 12, 12)
    plain = network()
    plain(pictures)
    twice = copy.deepcopy(plain)
    recompute(twice[:2])
    assert list(twice.state_dict()) == list(plain.state_dict())
    assert kept_bytes(twice, pictures) < kept_bytes(copy.deepcopy(plain), pictures)
    plain, twice = copy.deepcopy(plain), copy.deepcopy(twice)
    twice.load_state_dict(plain.state_dict())
    first, second = learned(plain, pictures), learned(twice, pictures)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_it_can_be_undone_and_what_does_not_learn_is_left_alone() -> None:
    module = network()
    block = module[0]
    inner = next(block.children())
    recompute([block, inner])
    assert recomputes(block)
    assert not recomputes(inner), "what stands inside another is computed with that one"
    keep_again([block])
    assert not recomputes(block)
    recompute([block])
    module.eval()
    assert module(torch.rand(2, 3, 12, 12)).shape == (2, 2)
