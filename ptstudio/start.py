"""What a start of PTStudio leads to: the window, or a command; the network is guarded before anything else."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from ptstudio.core import guard
from ptstudio.core.errors import PTStudioError
from ptstudio.core.project import is_project
from ptstudio.core.quiet import keep_quiet
from ptstudio.core.screen import check_screen


def start(arguments: Sequence[str]) -> int:
    """Show the window, alone or with the project in the only argument, or do the command; gives the exit status."""
    guard.install()
    keep_quiet()
    if not arguments or (len(arguments) == 1 and is_project(Path(arguments[0]))):
        return _show_window(arguments)
    gc.enable()
    from ptstudio.cli.program import run

    return run(arguments)


def _show_window(arguments: Sequence[str]) -> int:
    try:
        check_screen()
    except PTStudioError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return error.exit_code
    from ptstudio.app.plain_imports import use_plain_imports

    use_plain_imports()
    from ptstudio.app.main import main

    return main(arguments)
