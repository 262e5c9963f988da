"""Safetensors files: read, the header without torch and the tensors with it, and written."""

import json
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError

if TYPE_CHECKING:
    import torch

LENGTH_BYTES = 8
LONGEST_HEADER = 100_000_000  # the format's own limit
GET_AGAIN = "The file is damaged or was not downloaded to its end. Get it again."


def looks_like_safetensors(start: bytes) -> bool:
    """Whether a file with these first bytes (16 or so) claims to be safetensors: a length, then an open brace."""
    return len(start) > LENGTH_BYTES and start[LENGTH_BYTES : LENGTH_BYTES + 1] == b"{"


def read_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """The shape of each tensor in a safetensors file, from its header alone; torch is not needed.

    Raises ModelError where the file is damaged or ends too early, OSError where it cannot be read.
    """
    header, room = _header(path)
    shapes: dict[str, tuple[int, ...]] = {}
    try:
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            shapes[name] = tuple(int(side) for side in entry["shape"])
            if int(entry["data_offsets"][1]) > room:
                raise ModelError(f"“{path.name}” ends too early: “{name}” is cut off.", GET_AGAIN)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ModelError(f"The header of “{path.name}” cannot be understood.", GET_AGAIN) from error
    return shapes


def read_safetensors(path: Path) -> "dict[str, torch.Tensor]":
    """The tensors of a safetensors file, on the CPU. Raises ModelError where it is damaged."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    read_shapes(path)
    try:
        return load_file(path)
    except SafetensorError as error:
        raise ModelError(f"“{path.name}” is not a sound safetensors file.", GET_AGAIN) from error


def write_safetensors(path: Path, tensors: "Mapping[str, torch.Tensor]") -> None:
    """Write tensors. Raises OSError where the disk is full or fails."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    # Tensors that share memory (tied weights) are written apart: safetensors knows no sharing.
    apart = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    try:
        save_file(apart, path)
    except SafetensorError as error:
        number = re.search(r"\(os error (\d+)\)", str(error))
        if number is None:
            raise
        code = int(number.group(1))
        raise OSError(code, str(error), str(path), code) from error  # Windows goes by the last


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """The header, and how many bytes follow it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(LENGTH_BYTES)
        length = struct.unpack("<Q", start)[0] if len(start) == LENGTH_BYTES else LONGEST_HEADER + 1
        if length > min(LONGEST_HEADER, size - LENGTH_BYTES):
            raise ModelError(f"“{path.name}” ends too early: its list of tensors is cut off.", GET_AGAIN)
        text = file.read(length)
    try:
        header = json.loads(text)
    except ValueError as error:
        raise ModelError(f"The header of “{path.name}” cannot be understood.", GET_AGAIN) from error
    if not isinstance(header, dict):
        raise ModelError(f"The header of “{path.name}” cannot be understood.", GET_AGAIN)
    return header, size - LENGTH_BYTES - length
