"""Comparing and copying tensors by name; knows no family."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ptstudio.core.errors import ModelError
from ptstudio.models._family import Shapes

if TYPE_CHECKING:
    import torch
    from torch import nn


def share_that_fits(wanted: Shapes, given: Shapes) -> float:
    """The share (0 to 1) of the tensors of either side that the other has with the same shape."""
    fitting = sum(1 for name, shape in wanted.items() if tuple(given.get(name, ())) == tuple(shape))
    return fitting / max(1, len(wanted.keys() | given.keys()))


def difference(wanted: Shapes, given: Shapes, *, exact: bool = False) -> str:
    """A sentence on the first thing in which `given` differs, empty if nothing does.

    With `exact`, tensors that are not wanted count as a difference too.
    """
    missing = [name for name in wanted if name not in given]
    if missing:
        return f"{len(missing)} of its {len(wanted)} tensors are missing, the first is “{missing[0]}”."
    misshapen = [name for name in wanted if tuple(given[name]) != tuple(wanted[name])]
    if misshapen:
        name = misshapen[0]
        return (
            f"{len(misshapen)} of its {len(wanted)} tensors have another shape, the first is “{name}” "
            f"({_text(given[name])} instead of {_text(wanted[name])})."
        )
    extra = [name for name in given if name not in wanted]
    return f"The file holds {len(extra)} more tensors, the first is “{extra[0]}”." if exact and extra else ""


def copy_tensors(given: "Mapping[str, torch.Tensor]", module: "nn.Module") -> None:
    """Copy tensors into a module by name, in the module's precision; batch norm's step counters may be missing.

    Raises ModelError, before anything is changed, if one is missing, has another shape or holds a NaN.
    """
    import torch

    state: dict[str, torch.Tensor] = module.state_dict()
    wanted = {name: target for name, target in state.items() if not name.endswith("num_batches_tracked")}
    shapes = {name: tuple(tensor.shape) for name, tensor in given.items()}
    reason = difference({name: tuple(target.shape) for name, target in wanted.items()}, shapes)
    if reason:
        raise ModelError(
            f"These weights do not fit the network: {reason}",
            "They were made for another network, or the file is incomplete. Download it again or choose another model.",
        )
    broken = [name for name in wanted if not bool(torch.isfinite(given[name]).all())]
    if broken:
        raise ModelError(
            f"These weights are spoilt: “{broken[0]}” holds values that are not numbers.",
            "The training that made them went wrong, or the file is damaged. Get the file again.",
        )
    with torch.no_grad():
        for name, target in wanted.items():
            target.copy_(given[name])


def copy_what_fits(given: "Mapping[str, torch.Tensor]", module: "nn.Module") -> None:
    """Copy the tensors that have the shape that is wanted; those of other classes do not."""
    import torch

    with torch.no_grad():
        for name, target in module.state_dict().items():
            if name in given and given[name].shape == target.shape:
                target.copy_(given[name])


def _text(shape: Sequence[int]) -> str:
    return "×".join(map(str, shape)) or "one number"
