"""What is freed stays with the process that asked to keep it, until it is trimmed."""

import platform
import subprocess
import sys

import pytest

TAKEN_MB = 256
PROGRAM = f"""
import psutil, torch
from ptstudio.engine.computing import heap

def resident_mb():
    return psutil.Process().memory_info().rss / 2**20

keeps = {{keeps}}
if keeps:
    heap.keep_freed()
before = resident_mb()
torch.ones({TAKEN_MB} * 2**18)
freed = resident_mb()
heap.trim()
print(freed - before, resident_mb() - before)
"""


def left_mb(*, keeps: bool) -> tuple[float, float]:
    """What a process has more than before, once it has made and dropped a large tensor, and after a trim."""
    program = [sys.executable, "-c", PROGRAM.format(keeps=keeps)]
    freed, trimmed = subprocess.run(program, capture_output=True, check=True, text=True).stdout.split()
    return float(freed), float(trimmed)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told how to keep memory")
def test_large_tensors_leave_their_memory_for_the_next_ones_until_it_is_trimmed() -> None:
    freed, trimmed = left_mb(keeps=True)
    assert freed > 0.9 * TAKEN_MB
    assert trimmed < 0.1 * TAKEN_MB


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries decide by themselves")
def test_without_asking_large_tensors_are_given_back_at_once() -> None:
    freed, _ = left_mb(keeps=False)
    assert freed < 0.1 * TAKEN_MB
