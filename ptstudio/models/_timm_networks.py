"""Networks of the timm library as backbones; fetches nothing, knows no single network."""

from functools import cache
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError
from ptstudio.models._blocks import consecutive

if TYPE_CHECKING:
    from torch import nn

CANNOT_BUILD = (AssertionError, AttributeError, KeyError, RuntimeError, TypeError, ValueError)
ANY_SIZE: tuple[dict[str, Any], ...] = ({}, {"dynamic_img_size": True})
"""How a network is asked to take pictures of another size: as it is, or with its position embeddings stretched."""


def facts_of(architecture: str) -> dict[str, Any]:
    """What timm says of an architecture's usual weights. Raises ModelError where it does not know it."""
    import timm

    if not timm.is_model(architecture):
        raise ModelError(
            f"The timm library here knows no network “{architecture}”.",
            "Update PTStudio, or choose another model.",
        )
    described: Any = timm.get_pretrained_cfg(architecture)
    return dict(described.to_dict()) if described is not None else {}


@cache
def shapes_of(architecture: str) -> dict[str, tuple[int, ...]]:
    """The shapes of the backbone's tensors, by name; built on the meta device."""
    state = _on_meta(architecture).state_dict()
    return {name: tuple(tensor.shape) for name, tensor in state.items() if not name.endswith("num_batches_tracked")}


def backbone(architecture: str, px: int) -> "tuple[nn.Module, int]":
    """Build a network without its last layer, with random weights, and give its number of features.

    The module takes pictures (N, 3, `px`, `px`) and gives features (N, D). Raises ModelError where it takes no
    pictures of that size.
    """
    import timm
    import torch

    for options in ANY_SIZE:
        try:
            with torch.device("meta"):
                features: torch.Tensor = _on_meta(architecture, **options)(torch.empty(1, 3, px, px))
        except CANNOT_BUILD:
            continue
        if features.ndim == 2:
            built: nn.Module = timm.create_model(architecture, pretrained=False, num_classes=0, **options)
            return built, features.shape[1]
    own = (facts_of(architecture).get("input_size") or (3, 224, 224))[-1]
    raise ModelError(
        f"This network takes no pictures of {px} × {px} pixels.",
        f"Choose the size that it learned with: {own} pixels.",
    )


def blocks(network: "nn.Module") -> "list[list[nn.Module]]":
    """The network's parts in the order in which it lists them, chains of layers link by link."""
    from torch import nn

    own = list(network.parameters(recurse=False))
    # Freezing and learning rates go by module; parameters that stand alone need a list to hold them.
    parts: list[nn.Module] = [nn.ParameterList(own)] if own else []
    for child in network.children():
        is_chain = isinstance(child, nn.Sequential | nn.ModuleList) and not list(child.parameters(recurse=False))
        parts += list(child.children()) if is_chain else [child]
    return consecutive(parts)


def _on_meta(architecture: str, **options: Any) -> "nn.Module":
    import timm
    import torch

    with torch.device("meta"):
        network: nn.Module = timm.create_model(architecture, pretrained=False, num_classes=0, **options)
    return network.eval()
