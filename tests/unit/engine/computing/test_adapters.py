"""Adapters say nothing at first, learn alone with the head, and become part of a network that is plain again."""

import subprocess
import sys
from collections import OrderedDict
from pathlib import Path

import pytest
import torch
from torch import nn

from ptstudio.core.errors import SettingsError
from ptstudio.core.training import USUAL_RANK
from ptstudio.engine.computing.adapters import adapted, with_adapters
from ptstudio.engine.computing.phases import Phase, learned_names, phases, set_learning
from ptstudio.library.weights import read_weights
from ptstudio.models import all_families
from ptstudio.models._family import Rates
from ptstudio.tasks import all_tasks
from tests.helpers.encoders import TINY, text_folder

FAMILY = all_families()["hf-text-encoder"]
SETTINGS = all_tasks()["text-classification"].settings
TOLERANCE = 1e-5
CLASSES, LENGTH = 3, 9

IMPORT_WHAT_TRAINS = """
import sys
import ptstudio.engine.training_job, ptstudio.engine.ranks.follower, ptstudio.engine.computing.adapters
sys.exit("peft" in sys.modules)
"""


def reader(folder: Path, kind: str) -> nn.Module:
    torch.manual_seed(0)
    text_folder(folder, kind)
    weights = read_weights(folder)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    network = FAMILY.build(model, CLASSES).eval()
    FAMILY.load(network, weights.tensors)
    return network


def adapting(network: nn.Module, rank: int = USUAL_RANK, seed: int = 0) -> Phase:
    settings = SETTINGS.from_values({"trainable": "adapters", "adapter_rank": rank, "seed": seed})
    return phases(settings, network, FAMILY.blocks(network), FAMILY.rates)[-1]


def planes() -> torch.Tensor:
    dice = torch.Generator().manual_seed(0)
    made = torch.ones(4, 3, LENGTH, dtype=torch.long)
    made[:, 0] = torch.randint(8, 40, (4, LENGTH), generator=dice)
    made[:, 2] = 0
    return made


def said(network: nn.Module) -> torch.Tensor:
    with torch.inference_mode():
        answers: torch.Tensor = network.eval()(planes())
    return answers


@pytest.mark.parametrize("kind", TINY)
def test_what_they_have_learned_is_part_of_the_same_network_afterwards(tmp_path: Path, kind: str) -> None:
    network = reader(tmp_path, kind)
    names, before = list(network.state_dict()), said(network)
    with adapted(network, adapting(network), 0) as phase:
        torch.testing.assert_close(said(network), before, atol=TOLERANCE, rtol=0)
        set_learning(network, phase)
        network(planes()).square().sum().backward()
        learning = {name for name, parameter in network.named_parameters() if parameter.requires_grad}
        assert learning == learned_names(network, phase)
        assert {name for name in learning if "lora_" not in name} == {"head.weight", "head.bias"}
        assert all(part.grad is not None for part in network.parameters() if part.requires_grad)
        with torch.no_grad():
            for name in learning:
                network.get_parameter(name).add_(0.05)
        learned = said(network)
    assert not torch.allclose(learned, before, atol=0.01)
    torch.testing.assert_close(said(network), learned, atol=TOLERANCE, rtol=0)
    assert list(network.state_dict()) == names
    assert not hasattr(network, "peft_config")


def test_a_network_can_be_adapted_again(tmp_path: Path) -> None:
    network = reader(tmp_path, "bert")
    names = list(network.state_dict())
    for _ in range(2):
        with adapted(network, adapting(network), 0) as phase:
            assert len(phase.learns) > 2
    assert list(network.state_dict()) == names


def test_whatever_breaks_off_leaves_a_plain_network(tmp_path: Path) -> None:
    network = reader(tmp_path, "bert")
    names = list(network.state_dict())
    with pytest.raises(KeyError), adapted(network, adapting(network), 0):
        raise KeyError
    assert list(network.state_dict()) == names


def test_what_they_begin_with_depends_on_the_seed_and_on_nothing_else(tmp_path: Path) -> None:
    network = reader(tmp_path, "bert")
    state = torch.get_rng_state()
    with adapted(network, adapting(network, seed=1), 1) as phase:
        one = {name: network.state_dict()[name].clone() for name in learned_names(network, phase)}
    assert torch.equal(torch.get_rng_state(), state)
    torch.rand(7)
    for seed, is_same in ((1, True), (2, False)):
        with adapted(network, adapting(network, seed=seed), seed):
            there = network.state_dict()
            assert all(torch.equal(tensor, there[name]) for name, tensor in one.items()) is is_same


def test_the_rank_is_how_many_numbers_each_passes_on(tmp_path: Path) -> None:
    network = reader(tmp_path, "bert")
    phase = with_adapters(network, adapting(network, rank=3), 0)
    shapes = {tuple(network.get_parameter(name).shape) for name in learned_names(network, phase) if "lora_" in name}
    assert shapes == {(3, 16), (16, 3), (20, 3), (3, 20)}


def test_a_network_without_linear_layers_is_refused() -> None:
    backbone = nn.Sequential(nn.Conv1d(3, 4, 1), nn.Flatten())
    network = nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(4, CLASSES)))
    with pytest.raises(SettingsError, match="cannot be put beside") as caught:
        with_adapters(network, adapting_any(network), 0)
    assert "quick" in caught.value.hint


def test_a_family_that_they_do_not_suit_refuses_them() -> None:
    network = nn.Sequential(OrderedDict(backbone=nn.Linear(2, 2), head=nn.Linear(2, CLASSES)))
    settings = SETTINGS.from_values({"trainable": "adapters", "learning_rate": 1e-3})
    with pytest.raises(SettingsError, match="cannot be put beside"):
        phases(settings, network, [[network.get_submodule("backbone")]], Rates())


def adapting_any(network: nn.Module) -> Phase:
    settings = SETTINGS.from_values({"trainable": "adapters"})
    return phases(settings, network, [[network.get_submodule("backbone")]], Rates(adapting=1e-3))[-1]


@pytest.mark.parametrize("trainable", ["head", "last", "all"])
def test_other_phases_and_their_networks_stay_as_they_are(tmp_path: Path, trainable: str) -> None:
    network = reader(tmp_path, "bert")
    names = list(network.state_dict())
    for phase in phases(SETTINGS.from_values({"trainable": trainable}), network, FAMILY.blocks(network), Rates()):
        with adapted(network, phase, 0) as same:
            assert same is phase
            assert list(network.state_dict()) == names


def test_only_who_needs_them_waits_for_their_library() -> None:
    assert subprocess.run([sys.executable, "-c", IMPORT_WHAT_TRAINS], check=False).returncode == 0
