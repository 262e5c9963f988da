"""A large table of texts: the peak memory of its import beside that of a small one, and how soon its first rows show.

Run as: PYTHONPATH=. python tests/benchmarks/text_import.py [--rows 10000 1000000]
"""

import argparse
import time
from pathlib import Path

from ptstudio.core.dataset import ImportOptions
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project
from ptstudio.data import all_formats
from ptstudio.data._format import TableFormat
from tests.benchmarks.engine_memory import Peak
from tests.benchmarks.rows import Row, print_table
from tests.benchmarks.side_by_side import fresh_home, worked

TOPICS = ("delivery", "returns", "payment", "account")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs=2, default=[10_000, 1_000_000])
    options = parser.parse_args()
    with fresh_home() as home:
        few, many = (measured(home, rows) for rows in options.rows)
    sizes = f"{options.rows[1]:,} rows: {options.rows[0]:,}"
    parts = zip(("peak memory of an import", "import", "first rows"), ("MB", "s", "s"), many, few, strict=True)
    print_table(
        [
            Row(f"{what}, {sizes}", f"{more:,.2f} {unit}", f"{less:,.2f} {unit}", f"{more / less:.2f}")
            for what, unit, more, less in parts
        ]
    )


def measured(home: Path, rows: int) -> tuple[float, float, float]:
    """The peak of an import (MB), how long it took, and how long the first rows take (seconds)."""
    file = home / f"{rows}.csv"
    with file.open("w", encoding="utf-8") as table:
        table.write("text,label\n")
        for number in range(rows):
            topic = TOPICS[number % len(TOPICS)]
            table.write(
                f'"Message {letters(number)} about {topic}, which somebody wrote on a Monday morning.",{topic}\n'
            )
    started = time.perf_counter()
    kind = all_formats()["text-table"]
    assert isinstance(kind, TableFormat)
    kind.preview(file, ImportOptions())
    shown_s = time.perf_counter() - started
    project = Project.create(home / f"project-{rows}")
    job = ImportJob(task="text-classification", source=str(file), dataset="texts")
    peak = Peak()
    done = worked(job, project.new_run(job), peak.happened)
    peak.end()
    return peak.mb, done.seconds, shown_s


def letters(number: int) -> str:
    """A number as letters, so that no two texts are alike."""
    return "".join(chr(97 + int(digit)) for digit in str(number))


if __name__ == "__main__":
    main()
