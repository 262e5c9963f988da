"""`ptstudio`: without arguments, or with a project's folder, the window; else the command line."""

import gc
import os
import sys


def main() -> None:
    """Do what was asked for and end with its exit status."""
    gc.disable()  # while it starts: what is made then stays, and searching it takes a tenth of the time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nobody else's code reads what PTStudio writes
    from ptstudio.start import start

    sys.exit(start(sys.argv[1:]))


if __name__ == "__main__":
    main()
