"""Adapters: small layers beside those of a network that learn in their place, and in the end become part of them.

Low-rank adaptation (Hu et al. 2021, arXiv:2106.09685) beside every linear layer, not those of attention alone, which
fall behind (Dettmers et al. 2023, arXiv:2305.14314); built on `peft`. Knows no steps, and nothing of what is kept of a
training.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import torch
from torch import nn

from ptstudio.engine.computing.phases import Phase, no_room_for_adapters

STRENGTH = 2
"""What an adapter says counts so many times, whatever its rank (alpha is twice the rank; Biderman et al. 2024,
arXiv:2405.09673)."""


@contextmanager
def adapted(network: nn.Module, phase: Phase, seed: int) -> Iterator[Phase]:
    """Inside, the network has the adapters of a phase, if it has any, and what is given is the phase with them among
    what learns. Afterwards it is a plain network again, and what they have learned is part of its weights.

    Raises SettingsError for a network without linear layers.
    """
    if not phase.rank:
        yield phase
        return
    learning = with_adapters(network, phase, seed)
    try:
        yield learning
    finally:
        _merge(network)


def with_adapters(network: nn.Module, phase: Phase, seed: int) -> Phase:
    """Put adapters beside the layers of a phase's blocks, for good; gives the phase with them among what learns.

    They say nothing yet, so that the network computes what it did; what they begin with depends on the seed alone.
    Raises SettingsError for a network without linear layers.
    """
    if not phase.rank:
        return phase
    names = _linear_layers(network, phase)
    if not names:
        raise no_room_for_adapters()
    _put_beside(network, names, phase.rank, seed)
    learns = [_adapters_in(block) for block in phase.blocks]
    return replace(phase, learns=[part for part in learns if part] + phase.learns)


def _linear_layers(network: nn.Module, phase: Phase) -> list[str]:
    """The names of those inside the phase's blocks. A block itself cannot be put another layer in place of: others hold
    it; and a layer of a kind of its own may have its weights used without being called.
    """
    inside = {id(part) for block in phase.blocks for part in block.modules() if part is not block}
    return [name for name, part in network.named_modules() if type(part) is nn.Linear and id(part) in inside]


def _put_beside(network: Any, names: list[str], rank: int, seed: int) -> None:
    # A third of a second, of which only those trainings know that need it.
    from peft import LoraConfig, inject_adapter_in_model

    config = LoraConfig(r=rank, lora_alpha=STRENGTH * rank, target_modules=names)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        inject_adapter_in_model(config, network)
    del network.peft_config  # or the next ones would be taken for second ones beside these


def _adapters_in(block: nn.Module) -> list[nn.Module]:
    from peft.tuners.lora import LoraLayer

    layers = [part for part in block.modules() if isinstance(part, LoraLayer)]
    return [adapter for layer in layers for adapter in (layer.lora_A, layer.lora_B)]


def _merge(network: nn.Module) -> None:
    from peft.tuners.lora import LoraLayer

    layers = {name: part for name, part in network.named_modules() if isinstance(part, LoraLayer)}
    for name, layer in layers.items():
        layer.merge()
        network.set_submodule(name, layer.get_base_layer())
