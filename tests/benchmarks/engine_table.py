"""Everything that the engine must show, as one table in Markdown: runs the other benchmarks, one after the other.

    PYTHONPATH=. python tests/benchmarks/engine_table.py [--only engine_race.py ...] [--keep FOLDER]

It takes most of an hour, and wants a machine that does nothing else. Each script prints its rows on standard output and
how far it is on standard error; a script that fails is named below the table. What each printed is kept in `--keep`.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from ptstudio.core.machine import this_machine
from tests.benchmarks.rows import print_table, rows_in, tell

HERE = Path(__file__).parent
SCRIPTS: dict[str, tuple[str, ...]] = {
    "engine_race.py": ("--enlarge", "512"),
    "engine_throughput.py": (),
    "engine_memory.py": (),
    "kills.py": (),
    "two_processes.py": (),
}


def main() -> int:
    """Run the scripts and print the table; 1 where one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=list(SCRIPTS), choices=list(SCRIPTS))
    parser.add_argument("--keep", type=Path, help="a folder for what the scripts print")
    options = parser.parse_args()
    rows: list[str] = []
    failed: list[str] = []
    for name in options.only:
        if not (HERE / name).is_file():
            tell(f"{name} is not there: left out.")
            continue
        tell(f"{name} …")
        said, is_good = _said(name, options.keep)
        rows += rows_in(said)
        failed += [] if is_good else [name]
    print_table(rows, title=machine())
    for name in failed:
        print(f"\n{name} failed, or found what must not be.")
    return 1 if failed else 0


def _said(name: str, keep: Path | None) -> tuple[str, bool]:
    """What a script prints on standard output, and whether it is content with that."""
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[1])}
    command = [sys.executable, str(HERE / name), *SCRIPTS[name]]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / name).with_suffix(".md").write_text(done.stdout, encoding="utf-8")
    return done.stdout, done.returncode == 0


def machine() -> str:
    """The machine in words: its processor, cores, memory and system."""
    facts = this_machine()
    return f"{facts.processor}, {facts.cores} cores, {facts.memory_mb / 1000:.0f} GB, {facts.system}."


if __name__ == "__main__":
    sys.exit(main())
