"""The programs beside an export, run as somebody does who has never heard of PTStudio."""

import os
import subprocess
import sys
from pathlib import Path

HIDDEN = ("ptstudio", "torch", "transformers")


def run_alone(
    folder: Path, *arguments: str, cwd: Path | None = None, hidden: tuple[str, ...] = ()
) -> "subprocess.CompletedProcess[str]":
    """Run a folder's `predict.py` where PTStudio, and what else is `hidden`, cannot be imported, with a console that
    knows no UTF-8.
    """
    alone = (
        f"import sys, runpy; sys.modules.update(dict.fromkeys({HIDDEN + hidden})); "
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PYTHONIOENCODING": "cp1252", "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, "-c", alone, str(folder / "predict.py"), *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment,
        cwd=cwd or folder,
    )
