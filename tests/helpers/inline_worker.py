"""A worker that does its job in the test's own process, so that the whole command line is quick to try."""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ptstudio.cli import following
from ptstudio.core.events import Event
from ptstudio.core.requests import Request
from ptstudio.core.run import read_events
from ptstudio.engine.__main__ import _work
from ptstudio.engine.channel import Channel


class InlineWorker:
    """Stands in for `ptstudio.core.worker.Worker`; for jobs that ask nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def start(cls, folder: Path) -> "InlineWorker":
        return cls(folder)

    def events(self) -> Generator[Event, None, None]:
        with closing(Channel(self.folder, None)) as channel, _log_of(self.folder):
            channel.emit(_work(self.folder, channel))
        yield from read_events(self.folder)

    def ask(self, request: Request) -> None:
        raise AssertionError(request)

    def end(self, _grace_s: float = 0) -> None:
        pass


def work_inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the command line starts no process."""
    monkeypatch.setattr(following, "Worker", InlineWorker)


@contextmanager
def _log_of(folder: Path) -> Iterator[None]:
    """What a worker logs is in its log.txt, and nowhere else."""
    logger = logging.getLogger("ptstudio")
    handler = logging.FileHandler(folder / "log.txt", encoding="utf-8")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = True
        logger.removeHandler(handler)
        handler.close()
