"""How many tokens a second PTStudio learns from when everything is trained, beside `Trainer` with the same network.

    PYTHONPATH=. python tests/benchmarks/text_throughput.py [--data FOLDER] [--texts 8] [--epochs 3] [--repetitions 3]

Both learn from the same texts of banking77, so many of each class, in processes of their own that take turns. Only the
tokens of the texts are counted, padding is not. The first epoch of each is left out; whatever either does in an epoch's
steps is included. Among other programs, run it with OMP_WAIT_POLICY=PASSIVE: threads that spin while they wait make the
figures those of the others.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from ptstudio.core.dataset import Split
from ptstudio.core.project import Project
from tests.benchmarks.rows import Row, median, print_table, tell
from tests.benchmarks.side_by_side import fresh_home
from tests.benchmarks.text_sides import (
    BANKING,
    course_of,
    imported,
    of_each_class,
    raced,
    table,
    trained,
    write_table,
)

OURS, THEIRS = "PTStudio", "`Trainer`"
DEFAULTS = {OURS: 32, THEIRS: 8}
"""The batches that each makes unless it is told another size."""
HELD_OUT = 2


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=BANKING)
    parser.add_argument("--texts", type=int, default=8, help="training texts of each class")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()
    with fresh_home() as home:
        project = Project.create(home / "project")
        revision = imported(project, _some(options.data, home / "texts", options.texts))
        course = course_of(project, revision, Split.TRAIN, is_tested=False)
        speeds: dict[tuple[str, int], list[float]] = defaultdict(list)
        for _ in range(options.repetitions):
            for size in sorted(set(DEFAULTS.values())):
                theirs = raced(course, options.epochs, size)
                speeds[THEIRS, size].append(median(theirs.tokens_per_s[1:]))
                speed, way = _ours(project, revision, options.epochs, size, theirs.tokens / len(course.train))
                speeds[OURS, size].append(speed)
                tell(f"batches of {size}: {way} {speed:.0f} tokens/s, Trainer {speeds[THEIRS, size][-1]:.0f}")
    print_table(rows(speeds, way))


def rows(speeds: dict[tuple[str, int], list[float]], precision: str) -> list[Row]:
    """At each size of batches, and at the sizes that each chooses; the ratio is the median of those of the turns."""
    sizes = sorted(set(DEFAULTS.values()))
    pairs = [(f"batches of {size}", size, size, "≥ 1") for size in sizes]
    pairs.append(("each with its defaults", DEFAULTS[OURS], DEFAULTS[THEIRS], "faster"))
    found = []
    for what, own, other, asked in pairs:
        ours, theirs = speeds[OURS, own], speeds[THEIRS, other]
        ratio = median([each / beside for each, beside in zip(ours, theirs, strict=True)])
        found.append(
            Row(
                f"tokens a second, everything tuned: `Trainer`, {what}",
                f"{median(ours):,.0f}/s ({precision})",
                f"{median(theirs):,.0f}/s",
                f"{ratio:.2f}×",
                asked,
            )
        )
    return found


def _some(source: Path, folder: Path, texts: int) -> Path:
    """A few texts of each class, with a validation and a test split that are no larger than they must be."""
    train, validation = of_each_class(table(source / "train.csv"), (texts, HELD_OUT), seed=0)
    (test,) = of_each_class(table(source / "test.csv"), (HELD_OUT,), seed=0)
    for name, part in (("train", train), ("validation", validation), ("test", test)):
        write_table(folder / f"{name}.csv", part)
    return folder


def _ours(project: Project, revision: str, epochs: int, size: int, tokens: float) -> tuple[float, str]:
    """PTStudio's tokens a second at so many `tokens` a text, and the precision that it chose."""
    settings = {"head_epochs": 0, "epochs": epochs, "patience": 0, "batch_size": size}
    done = trained(project, revision, "thorough", dict(settings))
    way = json.loads((done.folder / "decided.json").read_bytes())["training"]
    return tokens * median(done.speeds("all")), str(way["precision"])


if __name__ == "__main__":
    main()
