"""`ptstudio`: the command line."""

import sys

from ptstudio.cli.program import run


def main() -> None:
    """Run what the command line says and end with its exit status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
