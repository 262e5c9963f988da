"""The child processes of a test's process."""

import psutil


def living_children() -> list[int]:
    """The ids of those that live, but for Python's own resource tracker, which stays as long as its parent."""
    return [child.pid for child in psutil.Process().children() if not _is_tracker(child)]


def _is_tracker(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE or "resource_tracker" in " ".join(process.cmdline())
    except psutil.Error:
        return True
