"""Checkpoints: written whole or not at all, checked when opened; the newest sound one counts."""

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from safetensors.torch import load_file, save_file

from ptstudio.core import atomic
from ptstudio.core.errors import explain_os_error
from ptstudio.core.message import Record

KEPT = 2
_NAME = re.compile(r"epoch-(\d+)-step-(\d+)")


class Position(Record):
    """How far a training has come.

    `epoch` counts finished epochs over all phases, `phase_epoch` those of the phase, `step` the steps of the epoch
    under way and `loss_sum` and `samples` what they added up to. `stale` epochs have passed since the best one.
    """

    phase: int = 0
    epoch: int = 0
    phase_epoch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    samples: int = 0
    stale: int = 0
    best_epoch: int = 0
    best_score: tuple[float, float] | None = None
    seconds: dict[str, float] = {}


class _Manifest(Record):
    position: Position
    sha256: dict[str, str]


@dataclass(frozen=True)
class Checkpoint:
    """Everything that a training needs to go on as if nothing had happened.

    `weights` are those of the parts that learn, `best` the same at the best epoch; `machinery` is the state of
    optimiser, schedule and random generators.
    """

    position: Position
    weights: dict[str, torch.Tensor]
    best: dict[str, torch.Tensor]
    machinery: dict[str, Any]


def save(checkpoint: Checkpoint, folder: Path) -> Path:
    """Write a checkpoint below `folder` and drop all but the newest. Raises DiskFull or another PTStudioError,
    earlier checkpoints then being untouched.
    """
    path = folder / f"epoch-{checkpoint.position.epoch:05d}-step-{checkpoint.position.step:06d}"
    try:
        with atomic.replaced_folder(path) as temporary:
            save_file(checkpoint.weights, temporary / "weights.safetensors")
            save_file(checkpoint.best, temporary / "best.safetensors")
            torch.save(checkpoint.machinery, temporary / "machinery.pt")
            sums = {file.name: _sha256(file) for file in sorted(temporary.iterdir())}
            manifest = _Manifest(position=checkpoint.position, sha256=sums)
            (temporary / "checkpoint.json").write_text(manifest.to_text(), encoding="utf-8")
    except OSError as error:
        raise explain_os_error(error, "saving a checkpoint") from error
    for old in _newest_first(folder)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return path


def newest(folder: Path) -> Checkpoint | None:
    """The newest checkpoint below `folder` whose files are what was written; None where there is none."""
    for path in _newest_first(folder):
        checkpoint = _open(path)
        if checkpoint is not None:
            return checkpoint
    return None


def _open(path: Path) -> Checkpoint | None:
    try:
        manifest = _Manifest.from_text((path / "checkpoint.json").read_bytes())
        if any(_sha256(path / name) != digest for name, digest in manifest.sha256.items()):
            return None
    except (OSError, ValidationError):
        return None
    return Checkpoint(
        manifest.position,
        load_file(path / "weights.safetensors"),
        load_file(path / "best.safetensors"),
        torch.load(path / "machinery.pt", weights_only=True, map_location="cpu"),
    )


def _newest_first(folder: Path) -> list[Path]:
    found = [(match, path) for path in folder.glob("epoch-*") if (match := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found, key=lambda pair: [int(n) for n in pair[0].groups()], reverse=True)]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
