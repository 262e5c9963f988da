"""Arrays and evidence as bytes; nothing is read from them that could run."""

import io
from collections.abc import Mapping

import numpy as np


def to_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Named arrays of numbers as bytes."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def from_bytes(text: bytes) -> dict[str, np.ndarray]:
    """The same arrays again."""
    with np.load(io.BytesIO(text), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}
