"""Networks of the timm library as backbones; fetches nothing, knows no single network."""

from functools import cache
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError
from ptstudio.models._blocks import consecutive
from ptstudio.models._timm_maps import timm_maps

if TYPE_CHECKING:
    from torch import nn

CANNOT_BUILD = (AssertionError, AttributeError, KeyError, RuntimeError, TypeError, ValueError)
ANY_SIZE: tuple[dict[str, Any], ...] = ({}, {"dynamic_img_size": True})
"""How a network is asked to take pictures of another size: as it is, or with its position embeddings stretched."""
FILLED_UP: dict[str, Any] = {"dynamic_img_size": True, "dynamic_img_pad": True}
"""The same where pictures are no whole number of its patches."""


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
    import torch

    for options in ANY_SIZE:
        try:
            with torch.device("meta"):
                features: torch.Tensor = _on_meta(architecture, **options)(torch.empty(1, 3, px, px))
        except CANNOT_BUILD:
            continue
        if features.ndim == 2:
            return _made(architecture, **options), features.shape[1]
    raise _no_such_size(architecture, px)


def maps(architecture: str, px: int) -> "nn.Module":
    """The same as what gives maps, as `timm_maps` does. Raises ModelError where it keeps none, or takes no pictures of
    that size.
    """
    import torch

    for options in (*ANY_SIZE, FILLED_UP):
        try:
            with torch.device("meta"):
                network: Any = _on_meta(architecture, **options)
                found = network.forward_intermediates(torch.empty(1, 3, px, px), intermediates_only=True)
        except CANNOT_BUILD:
            continue
        return timm_maps(_made(architecture, **options), [(each.shape[1], each.shape[-1]) for each in found], px)
    raise _no_such_size(architecture, px)


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


def _no_such_size(architecture: str, px: int) -> ModelError:
    own = (facts_of(architecture).get("input_size") or (3, 224, 224))[-1]
    return ModelError(
        f"This network takes no pictures of {px} × {px} pixels.",
        f"Choose the size that it learned with: {own} pixels.",
    )


def _made(architecture: str, **options: Any) -> "nn.Module":
    import timm

    network: nn.Module = timm.create_model(architecture, pretrained=False, num_classes=0, **options)
    return network


def _on_meta(architecture: str, **options: Any) -> "nn.Module":
    import torch

    with torch.device("meta"):
        return _made(architecture, **options).eval()
