"""Fixtures for every test."""

import os
from pathlib import Path

import pytest

from ptstudio.core.folders import HOME_VARIABLE

# Tiny networks spend their time waiting for threads; workers that tests start inherit this.
os.environ["OMP_NUM_THREADS"] = "1"

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
