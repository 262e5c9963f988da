"""The outputs of many samples, large ones on disk: masks of photographs would fill the memory."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    Arrays = Mapping[str, np.ndarray]

MOST_BYTES = 1_000_000
"""Of a sample; what takes more waits in a file."""


class KeptOutputs(Sequence["Arrays"]):
    """Arrays by name, sample by sample; those on disk are read when they are asked for, and are gone with this."""

    def __init__(self, outputs: Iterable[Arrays]) -> None:
        """Raises OSError where the disk is full."""
        import numpy as np

        folder = Path(tempfile.mkdtemp(prefix="ptstudio-"))
        self._end = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._kept: list[Arrays | Path] = []
        for number, arrays in enumerate(outputs):
            if sum(array.nbytes for array in arrays.values()) <= MOST_BYTES:
                self._kept.append(arrays)
            else:
                file = folder / f"{number}.npz"
                np.savez(file, **dict(arrays), allow_pickle=False)
                self._kept.append(file)

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, place: Any) -> Any:
        import numpy as np

        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        kept = self._kept[place]
        if not isinstance(kept, Path):
            return kept
        with np.load(kept, allow_pickle=False) as arrays:
            return dict(arrays)

    def close(self) -> None:
        """Take the files away."""
        self._kept.clear()
        self._end()
