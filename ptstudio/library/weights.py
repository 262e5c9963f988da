"""Reading pretrained weights from a file or folder, safely, and saying why where that cannot be; knows no network."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError, explain_os_error
from ptstudio.library.hugging_face_folder import WHOLE, is_hugging_face, read_folder, stated_licence
from ptstudio.library.safetensors_file import looks_like_safetensors, read_safetensors
from ptstudio.library.torch_file import read_torch_file

if TYPE_CHECKING:
    import torch

KINDS = "PTStudio takes .pth, .pt, .bin and .safetensors files with a state dict, and folders in Hugging Face format."
BYTES_TO_LOOK_AT, BYTES_AT_ONCE = 512, 2**20
OTHER_KINDS = (".bmp", ".csv", ".docx", ".gif", ".jpeg", ".jpg", ".md", ".pdf", ".png", ".py", ".tsv", ".txt", ".xlsx")

Told = Callable[[int], None]
"""Told of a number of bytes; what it raises ends the work."""


@dataclass(frozen=True)
class WeightsFile:
    """What was found in a file or folder.

    `tensors` are on the CPU, by name. `config` is what lay beside them: a Hugging Face config.json, with what else
    describes the model under names of its own; empty for a plain file. `licence` is an SPDX name or `unknown`.
    `sha256` is that of a single file, empty for weights in several. `card` is the model card of a folder, `tokenizer`
    the file by which a model reads.
    """

    path: Path
    tensors: "dict[str, torch.Tensor]" = field(repr=False)
    config: dict[str, Any]
    licence: str
    sha256: str
    card: Path | None = None
    tokenizer: Path | None = None

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each tensor."""
        return {name: tuple(tensor.shape) for name, tensor in self.tensors.items()}


def read_weights(path: Path) -> WeightsFile:
    """Read a state dict (.pth, .pt, .bin, .safetensors) or a folder in Hugging Face format.

    Nothing in the file is ever run. Raises ModelError, with what would help, for anything that is not sound weights,
    and ProjectError where the file may not be read.
    """
    try:
        if path.is_dir():
            return _from_folder(path)
        if not path.is_file():
            raise ModelError(f"There is nothing at “{path}”.", "Check the name of the file or folder.")
        if path.name in WHOLE and is_hugging_face(path.parent):
            return _from_folder(path.parent)
        return WeightsFile(path, _from_file(path), {}, stated_licence(path.parent), digest(path))
    except OSError as error:
        raise explain_os_error(error, f"reading “{path.name}”") from error


def digest(path: Path, told: Told = lambda _bytes: None) -> str:
    """The sha256 of a file, as hexadecimal digits; `told` how many bytes have been read since it was last told."""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(BYTES_AT_ONCE):
            sha256.update(piece)
            told(len(piece))
    return sha256.hexdigest()


def _from_folder(folder: Path) -> WeightsFile:
    if not is_hugging_face(folder):
        raise ModelError(f"The folder “{folder.name}” holds no config.json, so it is no model folder.", KINDS)
    found = read_folder(folder)
    tensors = {name: tensor for file in found.weights for name, tensor in _from_file(file).items()}
    sha256 = digest(found.weights[0]) if len(found.weights) == 1 else ""
    return WeightsFile(folder, tensors, found.config, found.licence, sha256, found.card, found.tokenizer)


def _from_file(path: Path) -> "dict[str, torch.Tensor]":
    with path.open("rb") as file:
        start = file.read(BYTES_TO_LOOK_AT)
    _refuse_other_kinds(path, start)
    if looks_like_safetensors(start):
        tensors = read_safetensors(path)
        if not tensors:
            raise ModelError(f"“{path.name}” holds no tensors.", "Get the weights again, or choose another file.")
        return tensors
    if path.suffix == ".safetensors":
        raise ModelError(f"“{path.name}” is not a safetensors file, whatever its name says.", KINDS)
    return read_torch_file(path)


def _refuse_other_kinds(path: Path, start: bytes) -> None:
    """Raise ModelError for files that are often mistaken for weights, each with its own reason."""
    if not start:
        raise ModelError(f"“{path.name}” is empty.", "The download did not succeed. Get the file again.")
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise ModelError(
            f"“{path.name}” is a web page, not weights.",
            "The download link led to a page about the file. Open it in a browser and use its download button.",
        )
    if text.startswith(b"version https://git-lfs"):
        raise ModelError(
            f"“{path.name}” only points to weights that are kept elsewhere (Git LFS).",
            "Fetch the file itself: “git lfs pull”, or the download button of the page.",
        )
    if path.suffix.lower() == ".onnx" or _looks_like_onnx(start):
        raise ModelError(
            f"“{path.name}” is an ONNX file: made for running a network, not for training it further.",
            f"Get the weights for PyTorch. {KINDS}",
        )
    if path.suffix.lower() in OTHER_KINDS:
        raise ModelError(f"“{path.name}” is no file of weights.", KINDS)
    if start.startswith((b"\x89HDF", b"GGUF")):
        raise ModelError(f"“{path.name}” was made for another program than PyTorch.", KINDS)


def _looks_like_onnx(start: bytes) -> bool:
    """ONNX is a protobuf whose first fields are a version below 128 and the producer's name or the graph."""
    return len(start) > 2 and start[0] == 0x08 and start[1] < 0x80 and start[2] in (0x12, 0x1A, 0x3A)
