"""Checkpoints: written whole or not at all, checked when opened; the newest sound one counts.

Below a run's `checkpoints/`, the newest two are kept, each in its folder `epoch-…-step-…`; beside them `best-…` holds
the best weights once more, from which a training can still go on if both are damaged. Names tell how far the training
had come; no clock is asked.
"""

import contextlib
import hashlib
import pickle
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from ptstudio.core import atomic
from ptstudio.core.errors import explain_os_error
from ptstudio.core.message import Record
from ptstudio.core.shortage import failure, shortage_of
from ptstudio.engine.learning.position import Position

KEPT = 2
VERSION = 1
"""Grows when a checkpoint of today could not be understood by the program of yesterday."""
_NAME = re.compile(r"epoch-(\d+)-step-(\d+)")
_BEST = re.compile(r"best-(\d+)")
_WEIGHTS, _BEST_WEIGHTS, _MACHINERY, _MANIFEST = (
    "weights.safetensors", "best.safetensors", "machinery.pt", "checkpoint.json",
)  # fmt: skip


class _Manifest(Record):
    version: int = VERSION
    position: Position
    sha256: dict[str, str]


@dataclass(frozen=True)
class Checkpoint:
    """Everything that a training needs to go on as if nothing had happened.

    `weights` are those of the parts that learn, `best` the same at the best epoch; `machinery` is the state of
    optimiser, schedule, scaler and random generators. Without any, a training goes on from the weights alone.
    """

    position: Position
    weights: dict[str, torch.Tensor]
    best: dict[str, torch.Tensor]
    machinery: dict[str, Any]

    @property
    def is_sound(self) -> bool:
        """Whether every weight is a finite number."""
        return all(bool(torch.isfinite(tensor).all()) for tensor in self.weights.values())


def save(checkpoint: Checkpoint, folder: Path) -> Path:
    """Write a checkpoint below `folder` and drop all but the newest. Raises DiskFull or another PTStudioError,
    earlier checkpoints then being untouched.
    """
    name = f"epoch-{checkpoint.position.epoch:05d}-step-{checkpoint.position.step:06d}"
    with_machinery = {_WEIGHTS: checkpoint.weights, _BEST_WEIGHTS: checkpoint.best}
    _write(folder / name, checkpoint.position, with_machinery, checkpoint.machinery)
    for old in _newest_first(folder, _NAME)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return folder / name


def save_best(position: Position, weights: dict[str, torch.Tensor], folder: Path) -> None:
    """Write the best weights so far, and where they were reached, in place of what was the best. Raises as `save`."""
    path = folder / f"best-{position.best_epoch:05d}"
    if not path.exists():
        _write(path, position, {_WEIGHTS: weights}, None)
    for old in _newest_first(folder, _BEST):
        if old != path:
            shutil.rmtree(old, ignore_errors=True)


def newest(folder: Path, warn: Callable[[str, str], None]) -> Checkpoint | None:
    """The newest checkpoint below `folder` whose files are what was written; None where there is none.

    Those that are damaged, or written by a newer PTStudio, are passed over, and `warn`ed of (message, hint).
    """
    passed_over: list[Path] = []
    for path in (*_newest_first(folder, _NAME), *_newest_first(folder, _BEST)):
        checkpoint = _open(path)
        if checkpoint is not None:
            if passed_over:
                warn(*_words(passed_over, checkpoint))
            return checkpoint
        passed_over.append(path)
    if passed_over:
        warn(*_words(passed_over, None))
    return None


def reached(folder: Path) -> Position:
    """Where the newest checkpoint below `folder` was made, read without its weights; the beginning where there is
    none that says so.
    """
    for path in _newest_first(folder, _NAME):
        with contextlib.suppress(OSError, ValidationError):
            return _Manifest.from_text((path / _MANIFEST).read_bytes()).position
    return Position()


def clear_leftovers(folder: Path) -> None:
    """Delete what a worker that was killed in the middle of saving has left; nobody else may be writing."""
    for path in folder.glob(".*"):
        shutil.rmtree(path, ignore_errors=True)


def _write(
    path: Path, position: Position, weights: dict[str, dict[str, torch.Tensor]], machinery: dict[str, Any] | None
) -> None:
    try:
        with atomic.replaced_folder(path) as temporary:
            for name, tensors in weights.items():
                save_file(tensors, temporary / name)
            if machinery is not None:
                torch.save(machinery, temporary / _MACHINERY)
            sums = {file.name: _sha256(file) for file in sorted(temporary.iterdir())}
            manifest = _Manifest(position=position, sha256=sums)
            (temporary / _MANIFEST).write_text(manifest.to_text(), encoding="utf-8")
    except OSError as error:
        raise explain_os_error(error, "saving a checkpoint") from error
    except (SafetensorError, RuntimeError) as error:
        shortage = shortage_of(error)  # what Rust and C++ met while they wrote is no OSError
        if shortage is None:
            raise
        raise failure(shortage) from error


def _open(path: Path) -> Checkpoint | None:
    try:
        manifest = _Manifest.from_text((path / _MANIFEST).read_bytes())
        if manifest.version > VERSION or not {_WEIGHTS} <= manifest.sha256.keys():
            return None
        if any(_sha256(path / name) != digest for name, digest in manifest.sha256.items()):
            return None
        weights = load_file(path / _WEIGHTS)
        best = load_file(path / _BEST_WEIGHTS) if _BEST_WEIGHTS in manifest.sha256 else weights
        machinery: dict[str, Any] = {}
        if _MACHINERY in manifest.sha256:
            machinery = torch.load(path / _MACHINERY, weights_only=True, map_location="cpu")
    except (OSError, ValidationError, SafetensorError, RuntimeError, pickle.UnpicklingError, EOFError):
        return None
    return Checkpoint(manifest.position, weights, best, machinery)


def _words(passed_over: list[Path], used: Checkpoint | None) -> tuple[str, str]:
    names = ", ".join(f"“{path.name}”" for path in passed_over)
    if used is None:
        way_on = "There is no other, so the training starts from the beginning."
    elif not used.machinery:
        way_on = f"The training goes on from the best epoch so far, {used.position.epoch}, with a fresh optimiser."
    else:
        way_on = f"The training goes on from the one before, after epoch {used.position.epoch}."
    return (
        f"A checkpoint is damaged or was written by a newer PTStudio, and is passed over: {names}. {way_on}",
        "If this happens again, check the drive; a checkpoint that was restored from a backup counts again.",
    )


def _newest_first(folder: Path, name: re.Pattern[str]) -> list[Path]:
    found = [(match, path) for path in folder.glob("*-*") if (match := name.fullmatch(path.name))]
    return [path for _, path in sorted(found, key=lambda pair: [int(n) for n in pair[0].groups()], reverse=True)]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
