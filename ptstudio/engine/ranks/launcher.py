"""What a process owes to whoever has started it: the first process of a training, or `torchrun`."""

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path

from ptstudio.core.requests import Stop
from ptstudio.core.worker import ask
from ptstudio.engine.ranks.place import Place

_DIES_WITH_PARENT = 1
"""`PR_SET_PDEATHSIG` of Linux's prctl(2)."""


def bind_to_parent(parent: int) -> None:
    """From now on this process ends as soon as its parent (a process's number) is gone, whatever it is doing."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), name="parent watch", daemon=True).start()


def heed_launcher(folder: Path, place: Place) -> None:
    """`torchrun` tells all processes to end where one has ended, or where a person has pressed Ctrl+C. The first one
    then stops and saves, or says what has failed; the others end once the first one does.
    """

    def stop(*_: object) -> None:
        if not place.is_helper:
            ask(folder, Stop())

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _watch(parent: int) -> None:
    """For all systems, and for a parent that was gone before it could be bound to."""
    import psutil

    with suppress(psutil.Error):
        psutil.Process(parent).wait()
    os._exit(1)
