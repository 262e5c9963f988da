"""The processes that the first one starts on its own machine; none of them outlives it."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path

from ptstudio.core import worker
from ptstudio.core.worker import CONDITIONS, cause_of_death
from ptstudio.engine.ranks.faults import lost
from ptstudio.engine.ranks.place import Place

ENDING_S = 5.0


class Children:
    """The processes 1, 2, … of a run; their output goes where this process's does: into the run's log."""

    def __init__(self, folder: Path, processes: int, port: int) -> None:
        first = Place(world=processes, local_world=processes, port=port, parent=os.getpid())
        places = [replace(first, rank=rank, local_rank=rank) for rank in range(1, processes)]
        self._processes = [_start(folder, place) for place in places]

    def raise_if_dead(self) -> None:
        """Raises ProcessLost where one is no longer there."""
        codes = [code for process in self._processes if (code := process.poll()) is not None]
        if codes:
            raise lost(cause_of_death(min(codes)))  # one that was killed says more than one that noticed it

    def end(self, grace_s: float = 0.0) -> None:
        """Have them all gone, after a while in which they may end by themselves."""
        for process in self._processes:
            try:
                process.wait(grace_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(ENDING_S)


def _start(folder: Path, place: Place) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*worker.PROGRAM, str(folder)],
        stdin=subprocess.DEVNULL,
        env=CONDITIONS | os.environ | place.environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
