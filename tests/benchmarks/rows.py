"""Rows of the table that the engine's benchmarks print, in Markdown, and the options that all of them take."""

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HEADER = "| what | PTStudio | beside it | ratio | asked |"
RULE = "| --- | ---: | ---: | ---: | --- |"
REAL = Path(__file__).parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Row:
    """One comparison: what was compared, both sides with their units, the ratio of one run, and what is asked of it."""

    what: str
    ours: str
    other: str
    ratio: str
    asked: str = ""

    def __str__(self) -> str:
        return f"| {self.what} | {self.ours} | {self.other} | {self.ratio} | {self.asked} |"


def print_table(rows: Sequence[Row | str], title: str = "") -> None:
    """Print rows, some of which may be lines of a table already."""
    print(f"{title}\n\n" if title else "", end="")
    print("\n".join([HEADER, RULE, *map(str, rows)]), flush=True)


def rows_in(text: str) -> list[str]:
    """The rows of the tables in what a script printed, without their headers."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [line for line in lines if line != HEADER and not line.startswith("| ---")]


def tell(text: str) -> None:
    """Say how far it is, beside the table."""
    print(text, file=sys.stderr, flush=True)


def parser_for(description: str | None) -> argparse.ArgumentParser:
    """Options that all of them take."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=REAL / "trashnet-mini", help="a folder of photographs by class")
    parser.add_argument(
        "--weights", type=Path, default=REAL / "weights" / "mobilenet_v2_imagenet.pth", help="of torchvision's network"
    )
    parser.add_argument("--repetitions", type=int, default=3)
    return parser


def median(values: Sequence[float]) -> float:
    """The middle one, 0 of none."""
    return statistics.median(values) if values else 0.0
