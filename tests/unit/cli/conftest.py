"""The command line in the test's own process."""

from pathlib import Path

import pytest

from ptstudio.cli.program import run
from tests.helpers.inline_worker import work_inline
from tests.helpers.telling import Tell


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tell:
    """`ptstudio models …` in this process: its status, standard output and standard error."""
    work_inline(monkeypatch)

    def tell(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(["models", *map(str, arguments)])
        return status, *capsys.readouterr()

    return tell
