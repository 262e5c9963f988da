"""Fixtures for every test."""

import gc
import logging
import os
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.quiet import keep_quiet
from tests.helpers.children import living_children

# What a test imports reports to nobody either.
keep_quiet()
# Tiny networks spend their time waiting for threads; workers that tests start inherit this.
os.environ["OMP_NUM_THREADS"] = "1"
# Windows that tests open are shown to nobody, unless QT_QPA_PLATFORM says otherwise.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

WHOLE_EVERY = 20
"""After so many tests with windows all garbage is looked for: what is left over of them is styled with every other."""
_WINDOW_TESTS = count(1)
_REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def real_data() -> Path:
    """The folder of real data and weights beside the project; the test is skipped where it is absent."""
    if not _REAL_DATA.is_dir():
        pytest.skip("the real data is not beside the project")
    return _REAL_DATA


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the data folder of whoever runs it; workers inherit this."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def _nothing_leaks() -> Iterator[None]:
    """A test that leaves a thread or a child process behind fails."""
    threads, children = set(threading.enumerate()), set(living_children())
    yield
    left = [thread for thread in threading.enumerate() if not thread.daemon and thread not in threads]
    if left:
        gc.collect()  # a library's pool of threads ends with it
        for thread in left:
            thread.join(timeout=5)
    assert not [thread for thread in left if thread.is_alive()], "a thread was left behind"
    assert set(living_children()) <= children, "a process was left behind"


@pytest.fixture(autouse=True)
def _garbage_stays_in_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """What belongs to windows is deleted in no other thread, as `ptstudio.app.collecting` says."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect(2 if next(_WINDOW_TESTS) % WHOLE_EVERY == 0 else 1)
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test in which PTStudio logs a warning or an error that it does not expect fails."""
    yield
    records = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in records if record.name.startswith("ptstudio")] == []
