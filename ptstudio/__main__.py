"""`ptstudio`: without arguments, or with a project's folder, the window; else the command line."""

import sys
from pathlib import Path


def main() -> None:
    """Do what was asked for and end with its exit status."""
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and (Path(arguments[0]) / "project.json").is_file()):
        from ptstudio.app.main import main as show_window

        sys.exit(show_window(arguments))
    from ptstudio.cli.program import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
