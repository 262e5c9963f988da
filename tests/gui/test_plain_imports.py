"""Modules that are imported after Qt are not read a second time."""

import subprocess
import sys

AFTERWARDS = "import json.tool, linecache; print(any('json' in file for file in linecache.cache))"


def test_qt_reads_no_source_of_what_is_imported_after_it() -> None:
    as_ours = "from ptstudio.app.plain_imports import use_plain_imports; use_plain_imports(); "
    assert _said("import PySide6.QtCore; " + AFTERWARDS) == "True", "without Qt's hook nothing has to be taken out"
    assert _said(as_ours + AFTERWARDS) == "False"


def _said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()
