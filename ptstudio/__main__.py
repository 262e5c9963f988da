"""`ptstudio`: without arguments, or with a project's folder, the window; else the command line."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from ptstudio.core import guard
from ptstudio.core.errors import PTStudioError
from ptstudio.core.project import is_project
from ptstudio.core.quiet import keep_quiet
from ptstudio.core.screen import check_screen


def main() -> None:
    """Do what was asked for and end with its exit status."""
    guard.install()
    keep_quiet()
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and is_project(Path(arguments[0]))):
        sys.exit(_show_window(arguments))
    from ptstudio.cli.program import run

    sys.exit(run(arguments))


def _show_window(arguments: Sequence[str]) -> int:
    try:
        check_screen()
    except PTStudioError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return error.exit_code
    gc.disable()  # until the window stands: what is made before stays, and searching it takes a tenth of the time
    from ptstudio.app.main import main as show

    return show(arguments)


if __name__ == "__main__":
    main()
