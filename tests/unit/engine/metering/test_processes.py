"""A process and those that it has started, as the system tells of them."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import cast

import psutil
import pytest

from ptstudio.engine.metering.processes import LOOK_S, ProcessTree


@dataclass
class Times:
    user: float
    system: float


@dataclass
class Memory:
    rss: int


@dataclass
class FakeProcess:
    pid: int
    cpu_s: float = 0.0
    rss: int = 10**7
    is_gone: bool = False
    offspring: list["FakeProcess"] = field(default_factory=list)

    def oneshot(self) -> "FakeProcess":
        return self

    def __enter__(self) -> None:
        if self.is_gone:
            raise psutil.NoSuchProcess(self.pid)

    def __exit__(self, *_: object) -> None:
        pass

    def cpu_times(self) -> Times:
        return Times(self.cpu_s, 0.0)

    def memory_info(self) -> Memory:
        return Memory(self.rss)

    def children(self, recursive: bool) -> list["FakeProcess"]:
        assert recursive
        return self.offspring


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_time_is_counted_from_the_beginning_and_memory_is_what_it_is() -> None:
    root = FakeProcess(1, cpu_s=5.0)
    tree = ProcessTree(cast("psutil.Process", root), Clock())
    root.cpu_s = 7.5
    assert tree.read() == (2.5, 10.0)
    assert tree.read() == (0.0, 10.0)


def test_what_it_starts_is_found_and_counts_from_its_own_start() -> None:
    clock, root = Clock(), FakeProcess(1)
    tree = ProcessTree(cast("psutil.Process", root), clock)
    child = FakeProcess(2, cpu_s=3.0, rss=5 * 10**7)
    root.offspring = [child]
    assert tree.read() == (0.0, 10.0)
    clock.now = LOOK_S
    assert tree.read() == (3.0, 60.0)
    child.cpu_s = 4.0
    assert tree.read() == (1.0, 60.0)


def test_one_that_has_ended_is_left_out() -> None:
    clock, root = Clock(), FakeProcess(1)
    tree = ProcessTree(cast("psutil.Process", root), clock)
    child = FakeProcess(2)
    root.offspring = [child]
    clock.now = LOOK_S
    tree.read()
    child.is_gone = True
    root.cpu_s = 1.0
    assert tree.read() == (1.0, 10.0)


def test_this_very_process_can_be_read() -> None:
    tree = ProcessTree()
    total = sum(number * number for number in range(300_000))
    used_s, memory = tree.read()
    assert total > 0
    assert used_s >= 0
    assert memory > 10


def test_processes_that_were_started_side_by_side_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here this process stands for the one that has started them."""
    monkeypatch.setattr("os.getppid", os.getpid)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as sibling:
        _, alone_mb = ProcessTree().read()
        _, together_mb = ProcessTree.of_siblings().read()
        sibling.communicate(b"\n")
    assert together_mb > alone_mb
