"""What this process and those that it has started take together: time of the processor and memory."""

import os
import time
from collections.abc import Callable

import psutil

from ptstudio.core.amount import MB

LOOK_S = 5.0
"""New processes are looked for this often: on most systems that reads a file for every process of the machine."""


class ProcessTree:
    """A process and its descendants, since it was made."""

    def __init__(self, root: psutil.Process | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self._root = root or psutil.Process()
        self._now = now
        self._looked_at = now()
        self._members = {self._root.pid: self._root}
        self._counted_s = {self._root.pid: cpu_s(self._root)}

    @classmethod
    def of_siblings(cls) -> "ProcessTree":
        """All that were started by the process that has started this one, as `torchrun` starts them."""
        tree = cls(psutil.Process(os.getppid()))
        tree._look()
        return tree

    def read(self) -> tuple[float, float]:
        """Seconds of one core that were used since the last reading, and memory held just now (resident, MB).

        What several processes share is counted for each.
        """
        if self._now() - self._looked_at >= LOOK_S:
            self._look()
        used_s = memory = 0.0
        for pid, process in list(self._members.items()):
            try:
                with process.oneshot():
                    used, resident = cpu_s(process), float(process.memory_info().rss)
            except psutil.Error:  # it has ended
                self._members.pop(pid)
                continue
            used_s += max(0.0, used - self._counted_s.get(pid, 0.0))
            self._counted_s[pid] = used
            memory += resident
        return used_s, memory / MB

    def _look(self) -> None:
        self._looked_at = self._now()
        try:
            found = self._root.children(recursive=True)
        except psutil.Error:
            return
        for child in found:
            self._members.setdefault(child.pid, child)
        self._counted_s = {pid: seconds for pid, seconds in self._counted_s.items() if pid in self._members}


def cpu_s(process: psutil.Process) -> float:
    """Seconds of one core that a process has used. Raises psutil.Error."""
    times = process.cpu_times()
    return float(times.user + times.system)
