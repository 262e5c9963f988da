"""Processes with no network at all: in an empty network namespace, watched where the system lets us."""

import os
import shutil
import subprocess
from pathlib import Path

ALONE = ("unshare", "-rn")


def can_isolate() -> bool:
    """Whether this system lets a process leave the network."""
    try:
        subprocess.run([*ALONE, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def isolated(trace: Path) -> list[str]:
    """What to write before a command so that it has no network; where strace is there it adds to the file `trace`
    whatever the command and all it starts, native code included, would connect or send to.
    """
    strace = shutil.which("strace")
    if strace is None:
        return list(ALONE)
    return [*ALONE, strace, "-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg", "-A", "-o", os.fspath(trace)]


def strangers(trace: Path) -> list[str]:
    """The lines of a trace that go to an address of the internet; none where there is no strace to make one."""
    if shutil.which("strace") is None:
        return []
    return [line for line in trace.read_text(errors="replace").splitlines() if "sa_family=AF_INET" in line]
