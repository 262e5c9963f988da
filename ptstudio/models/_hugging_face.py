"""Networks of the `transformers` library as backbones; knows no single network, runs no code that a model brings."""

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError
from ptstudio.models._blocks import consecutive
from ptstudio.models._tensors import copy_tensors

if TYPE_CHECKING:
    import torch
    from torch import nn

CANNOT_BUILD = (AttributeError, ImportError, KeyError, RuntimeError, TypeError, ValueError)
CHOOSE_ANOTHER = "Choose another model, such as a ViT, DeiT, BEiT, Swin, ConvNeXt or ResNet image classifier."


def backbone(settings: Mapping[str, Any], px: int) -> "tuple[nn.Module, int]":
    """Build an image classifier from its configuration, without its last layer, and give its number of features.

    The module takes pictures (N, 3, `px`, `px`) and gives features (N, D). Raises ModelError where the library does
    not know the network or where it does not end with a linear layer.
    """
    import torch
    from torch import nn
    from transformers import CONFIG_MAPPING, AutoModelForImageClassification

    classifiers: Any = AutoModelForImageClassification
    kind = str(settings.get("model_type", ""))
    try:
        config = CONFIG_MAPPING[kind].from_dict(deepcopy(dict(settings)))
        options = _options_for(classifiers, config, px)
        network = classifiers.from_config(config, dtype=torch.float32)
    except refusals() as error:
        raise ModelError(
            f"No image classifier can be built from this config.json (“{kind}”).", CHOOSE_ANOTHER
        ) from error
    last = _last_layers(network)
    widths = {layer.in_features for layer in last.values()}
    if len(widths) != 1:
        raise ModelError(f"This network (“{kind}”) does not end with a linear layer on its features.", CHOOSE_ANOTHER)
    for name in last:
        network.set_submodule(name, nn.Identity())
    return _backbone_class()(network, tuple(last), options), widths.pop()


def load(module: Any, tensors: "Mapping[str, torch.Tensor]") -> None:
    """Copy tensors into a backbone made here; raises ModelError where one is missing or has another shape."""
    network = module.network
    full, missing, misshapen = read(type(network), network.config, tensors)
    taken_off = tuple(f"{name}." for name in module.taken_off)
    refuse_absent([name for name in sorted(missing | misshapen) if not name.startswith(taken_off)])
    copy_tensors(full.state_dict(), network)


def read(kind: Any, config: Any, tensors: "Mapping[str, torch.Tensor]") -> tuple[Any, set[str], set[str]]:
    """A network of that kind and configuration with these tensors, and the names of those that are missing and of those
    of another shape, which are random. Raises ModelError where they cannot be read.

    The library itself reads them, for it knows the names that tensors had in its older versions.
    """
    import torch

    try:
        with _quiet():
            full, report = kind.from_pretrained(
                None,
                config=config,
                state_dict=dict(tensors),
                dtype=torch.float32,
                ignore_mismatched_sizes=True,
                output_loading_info=True,
            )
    except CANNOT_BUILD as error:
        raise ModelError("These weights do not fit the network of their config.json.", CHOOSE_ANOTHER) from error
    misshapen = {key if isinstance(key, str) else key[0] for key in report["mismatched_keys"]}
    return full, set(report["missing_keys"]), misshapen


def refuse_absent(names: list[str]) -> None:
    """Raise ModelError where any tensors are missing."""
    if names:
        raise ModelError(
            f"These weights do not fit the network of their config.json: {len(names)} of its tensors are missing "
            f"or have another shape, the first is “{names[0]}”.",
            "The folder is incomplete or its files do not belong together. Download it again.",
        )


@cache
def refusals() -> tuple[type[Exception], ...]:
    """What the library raises where it cannot build a network of a configuration."""
    from huggingface_hub.errors import StrictDataclassError

    return (*CANNOT_BUILD, StrictDataclassError)


def refuse_unsuitable(config: Mapping[str, Any]) -> None:
    """Raise ModelError for a model that needs code of its own, or that cannot be trained further."""
    if "auto_map" in config:
        raise ModelError(
            "This model needs program code that comes with it (“auto_map” in its config.json). "
            "PTStudio never runs code from a model.",
            "Choose a model whose network is part of the transformers library.",
        )
    if "quantization_config" in config:
        raise ModelError(
            "The weights of this model are quantised, so they cannot be trained further.",
            "Get the original weights in float32 or float16.",
        )


def blocks(module: "nn.Module") -> "list[list[nn.Module]]":
    """The network's parts in the order in which it lists them, its longest chain of layers opened."""
    from torch import nn

    network = module.get_submodule("network")
    chains = [part for part in network.modules() if isinstance(part, nn.ModuleList)]
    if not chains:
        return consecutive(_first_of_several(network).children())
    return consecutive(_around(network, max(chains, key=_size)))


def _first_of_several(module: "nn.Module") -> "nn.Module":
    """The outermost part that consists of several."""
    parts = [part for part in module.children() if any(True for _ in part.parameters())]
    alone = not any(True for _ in module.parameters(recurse=False))
    return _first_of_several(parts[0]) if alone and len(parts) == 1 else module


def _around(module: "nn.Module", chain: "nn.Module") -> "Iterator[nn.Module]":
    """The parts of a module, the links of `chain` one by one and all else whole."""
    from torch import nn

    own = list(module.parameters(recurse=False))
    if own:
        # Freezing and learning rates go by module; parameters that stand alone need a list to hold them.
        yield nn.ParameterList(own)
    for child in module.children():
        if child is chain:
            yield from child.children()
        elif any(part is chain for part in child.modules()):
            yield from _around(child, chain)
        else:
            yield child


def _size(module: "nn.Module") -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def _last_layers(network: Any) -> "dict[str, nn.Linear]":
    """The linear layers behind the base network that give the classes; distilled networks have two."""
    from torch import nn

    base = f"{network.base_model_prefix}."
    return {
        name: layer
        for name, layer in network.named_modules()
        if isinstance(layer, nn.Linear)
        and layer.out_features == network.config.num_labels
        and not name.startswith(base)
    }


def _options_for(classifiers: Any, config: Any, px: int) -> dict[str, bool]:
    """How the network has to be called for pictures of `px` pixels: its position embeddings may need stretching.

    Raises ModelError where it takes no pictures of that size. Tried on the meta device, where nothing is computed.
    """
    import torch

    own = _own_px(config)
    if own is None or own == px:
        return {}
    with torch.device("meta"):
        network = classifiers.from_config(deepcopy(config), dtype=torch.float32).eval()
        can_stretch = "interpolate_pos_encoding" in inspect.signature(network.forward).parameters
        options = {"interpolate_pos_encoding": True} if can_stretch else {}
        if _takes(network, own, {}) and not _takes(network, px, options):
            raise ModelError(
                f"This network takes no pictures of {px} × {px} pixels.",
                f"Choose the size that it learned with: {own} pixels.",
            )
    return options


def _takes(network: Any, px: int, options: Mapping[str, bool]) -> bool:
    import torch

    try:
        network(pixel_values=torch.empty(1, 3, px, px), **options)
    except CANNOT_BUILD:
        return False
    return True


def _own_px(config: Any) -> int | None:
    """The size of picture that the configuration names, if it names one."""
    size = getattr(config, "image_size", None)
    return size[0] if isinstance(size, list | tuple) else size


@cache
def _backbone_class() -> "type[nn.Module]":
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn

    class Backbone(nn.Module):
        """A classifier whose last layers were `taken_off`: what it calls logits are features."""

        def __init__(self, network: nn.Module, taken_off: tuple[str, ...], options: Mapping[str, bool]) -> None:
            super().__init__()
            self.network = network
            self.taken_off = taken_off
            self.options = dict(options)

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            features: torch.Tensor = self.network(pixel_values=pictures, **self.options).logits
            if features.ndim != 2:
                raise ModelError("This network gives no single list of features for a picture.", CHOOSE_ANOTHER)
            return features

    return Backbone


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars and no advice to train the head: that is what happens next."""
    from transformers import utils

    logging: Any = utils.logging
    bars, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
