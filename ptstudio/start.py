"""What a start of PTStudio leads to: the window, or a command; the network is guarded before anything else."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from ptstudio.core import guard
from ptstudio.core.errors import PTStudioError
from ptstudio.core.offline import OPTIONS, choose_for_this_call, strictest_option
from ptstudio.core.project import is_project
from ptstudio.core.quiet import keep_quiet
from ptstudio.core.screen import check_screen


def start(arguments: Sequence[str]) -> int:
    """Show the window, alone or with the project in the only argument, or do the command; gives the exit status.

    `--offline` and `--online` forbid or allow the network to the window and its workers, as they do to a command.
    """
    guard.install()
    keep_quiet()
    others = [argument for argument in arguments if argument not in OPTIONS]
    if not others or (len(others) == 1 and is_project(Path(others[0]))):
        for option in strictest_option(arguments):
            choose_for_this_call(OPTIONS[option])
        return _show_window(others)
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
