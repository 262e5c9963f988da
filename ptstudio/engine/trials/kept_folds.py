"""Folds of a cross-validation on disk, each whole or not at all, so that a resumed job knows what is done."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ptstudio.core import atomic
from ptstudio.tasks._folds import Numbers
from ptstudio.tasks._task import Evidence

_PLACES, _SECONDS = ".places", ".seconds"


@dataclass(frozen=True)
class KeptFold:
    """Which samples a fold was measured on (their places), what was said of them, and how long it took."""

    places: Numbers
    evidence: Evidence
    seconds: float


class KeptFolds:
    """A file for each fold that has ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, number: int, fold: KeptFold) -> None:
        """Write a fold down. Raises OSError."""
        content = io.BytesIO()
        arrays = {_PLACES: fold.places, _SECONDS: np.array(fold.seconds), **fold.evidence}
        np.savez(content, allow_pickle=False, **arrays)
        atomic.write_bytes(self._file(number), content.getvalue())

    def find(self, number: int) -> KeptFold | None:
        """A fold that has ended; one that cannot be read is as good as not there."""
        with suppress(OSError, EOFError, ValueError, KeyError, BadZipFile), np.load(self._file(number)) as arrays:
            evidence = {name: arrays[name] for name in arrays.files if name not in (_PLACES, _SECONDS)}
            return KeptFold(arrays[_PLACES], evidence, float(arrays[_SECONDS]))
        return None

    def _file(self, number: int) -> Path:
        return self._folder / f"fold-{number + 1:02d}.npz"


def together(folds: Sequence[KeptFold]) -> tuple[list[int], Evidence]:
    """The places of all samples in ascending order, and what was said of each."""
    places = np.concatenate([fold.places for fold in folds])
    order = np.argsort(places, kind="stable")
    evidence = {name: np.concatenate([fold.evidence[name] for fold in folds])[order] for name in folds[0].evidence}
    return [int(place) for place in places[order]], evidence
