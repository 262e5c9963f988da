"""Whether the disks have room for what is to come: for the download, and for its copy in the library."""

import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from ptstudio.library.downloading.refusals import no_room

SPARE_BYTES = 50 * 2**20
"""What is left free: a disk that is full to the last byte stops everything else on the machine."""


def check_room(needed: Mapping[Path, int]) -> None:
    """Compare the bytes that each folder needs with what its disk has free. Raises DiskFull."""
    disks: dict[int, int] = defaultdict(int)
    for folder, count in needed.items():
        folder.mkdir(parents=True, exist_ok=True)
        disk = folder.stat().st_dev
        disks[disk] += count
        free = shutil.disk_usage(folder).free
        if count and disks[disk] + SPARE_BYTES > free:
            raise no_room(str(folder), disks[disk] + SPARE_BYTES, free)
