"""How fast a disk takes what is written to it, by writing to it; knows nothing of what is to come."""

import os
import tempfile
import time
from pathlib import Path

from ptstudio.core.errors import explain_os_error

PIECE, PIECES = bytes(2**20), 16


def bytes_per_s(folder: Path) -> float:
    """Write 16 MB into a folder, make sure that they are there, and delete them. Raises as `explain_os_error`."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            began = time.perf_counter()
            for _ in range(PIECES):
                file.write(PIECE)
            file.flush()
            os.fsync(file.fileno())
            return len(PIECE) * PIECES / (time.perf_counter() - began)
    except OSError as error:
        raise explain_os_error(error, f"writing to “{folder}”") from error
