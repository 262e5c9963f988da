"""Reading PyTorch weight files (.pth, .pt, .bin) without ever running what they hold; knows no network."""

import pickle
import pickletools
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError

if TYPE_CHECKING:
    import torch

NESTS = ("state_dict", "model_state_dict", "model", "state_dict_ema", "model_ema", "net", "network", "weights")
WRAPPERS = ("module.", "_orig_mod.")  # of DataParallel and of torch.compile
NETWORK_CODE = ("torch.nn.", "torchvision.", "timm.", "transformers.", "__main__.")
SAVE_STATE_DICT = "Ask for the weights alone: “torch.save(model.state_dict(), …)” or a safetensors file."
CALLS = frozenset({"GLOBAL", "INST", "OBJ", "NEWOBJ", "NEWOBJ_EX", "REDUCE", "STACK_GLOBAL"})
"""The instructions by which a pickle names a piece of program, or calls it."""
GET_AGAIN = "The file is damaged or was not downloaded to its end. Get it again."


def read_torch_file(path: Path) -> "dict[str, torch.Tensor]":
    """The tensors of a state dict, on the CPU, out of whatever it is nested in and without a wrapper's prefix.

    Reads the zip format and the older one, with `weights_only=True` and nothing else. Raises ModelError where the file
    holds more than tensors, is damaged or is something else; OSError where it cannot be read.
    """
    if zipfile.is_zipfile(path):
        _refuse_other_archives(path)
    else:
        _refuse_program(path)
    tensors = _tensors(_load(path))
    if not tensors:
        raise ModelError(f"“{path.name}” holds no tensors by name.", SAVE_STATE_DICT)
    quantised = next((name for name, tensor in tensors.items() if tensor.is_quantized), None)
    if quantised is not None:
        raise ModelError(
            f"The weights in “{path.name}” are quantised (“{quantised}”), so they cannot be trained further.",
            "Get the weights in float32 or float16.",
        )
    return _unwrapped(tensors)


def _load(path: Path) -> Any:
    import torch

    try:
        return torch.load(path, weights_only=True, map_location="cpu")
    except pickle.UnpicklingError as error:
        raise _refusal(path, str(error)) from None
    except (RuntimeError, EOFError, ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise ModelError(f"“{path.name}” cannot be read as PyTorch weights.", GET_AGAIN) from error


def _refusal(path: Path, reason: str) -> ModelError:
    asked_for = re.search(r"(?:GLOBAL|Unsupported global: GLOBAL|class) ([\w.]+\.[\w.]+)", reason)
    if asked_for is None:
        return ModelError(f"“{path.name}” cannot be read as PyTorch weights.", GET_AGAIN)
    name = asked_for[1].rstrip(".")
    if name.startswith(NETWORK_CODE):
        return ModelError(
            f"“{path.name}” is a whole pickled model (“{name}”), not its weights alone; opening it would run its code.",
            SAVE_STATE_DICT,
        )
    return ModelError(
        f"“{path.name}” holds more than tensors: it asks for “{name}”, which could run a program on this machine. "
        "Nothing of it was run.",
        f"Do not open it elsewhere unless you trust whoever made it. {SAVE_STATE_DICT}",
    )


def _refuse_program(path: Path) -> None:
    """Refuse a bare pickle that would run a program; its instructions are read, and none is followed."""
    with path.open("rb") as file:
        try:
            instructions = {instruction.name for instruction, _, _ in pickletools.genops(file)}
        except (ValueError, OverflowError, MemoryError):  # it is no pickle, or not a whole one
            return
    if instructions & CALLS:
        raise ModelError(
            f"“{path.name}” is a Python pickle: a program that would run as soon as the file is opened. PTStudio never "
            "runs it.",
            f"Do not open it elsewhere unless you trust whoever made it. {SAVE_STATE_DICT}",
        )


def _refuse_other_archives(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if any("/code/" in name or name.endswith("/constants.pkl") for name in names):
        raise ModelError(
            f"“{path.name}” is a TorchScript program, which can be run but not trained further here.",
            SAVE_STATE_DICT,
        )
    if not any(name.endswith("/data.pkl") for name in names):
        raise ModelError(
            f"“{path.name}” is a ZIP archive, but not one of PyTorch weights.",
            "If the weights are inside, unpack it first and add the file or folder that comes out.",
        )


def _tensors(contents: Any) -> "dict[str, torch.Tensor]":
    """The tensors of a dictionary, or of the dictionary inside it that goes by one of the usual names."""
    import torch

    if not isinstance(contents, Mapping):
        return {}
    tensors = {str(name): value for name, value in contents.items() if isinstance(value, torch.Tensor)}
    if tensors:
        return tensors
    return next((found for nest in NESTS if (found := _tensors(contents.get(nest)))), {})


def _unwrapped(tensors: "dict[str, torch.Tensor]") -> "dict[str, torch.Tensor]":
    for wrapper in WRAPPERS:
        if all(name.startswith(wrapper) for name in tensors):
            tensors = {name.removeprefix(wrapper): tensor for name, tensor in tensors.items()}
    return tensors
