"""Sorting texts: PTStudio's presets against `Trainer` with as many epochs, on the same data, splits and weights.

    PYTHONPATH=. python tests/benchmarks/text_race.py [--data FOLDER] [--epochs 3] [--presets quick balanced thorough]

`Trainer` learns from training and validation samples together, for it validates nothing unless it is asked to. PTStudio
has the presets' own epochs for the new last layer, which cost little, and as many as `Trainer` for what comes after
them. Quick is compared with the others too: what it saves, and what that costs in accuracy.
"""

import argparse
from pathlib import Path

from ptstudio.core.dataset import Split
from ptstudio.core.project import Project
from tests.benchmarks.rows import Row, print_table, tell
from tests.benchmarks.side_by_side import Done, fresh_home
from tests.benchmarks.text_sides import BANKING, Said, course_of, imported, raced, trained

QUICK = "quick"
PRESETS = (QUICK, "balanced", "thorough")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=BANKING)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--presets", nargs="+", default=list(PRESETS), choices=PRESETS)
    options = parser.parse_args()
    with fresh_home() as home:
        project = Project.create(home / "project")
        revision = imported(project, options.data)
        found: dict[str, Done] = {}
        for preset in options.presets:
            found[preset] = trained(project, revision, preset, {} if preset == QUICK else {"epochs": options.epochs})
            tell(f"{preset}: {found[preset].seconds:.0f} s, {found[preset].test_accuracy:.1%}")
        rival = raced(course_of(project, revision, Split.TRAIN, Split.VALIDATION), options.epochs)
    print_table(rows(found, rival, options.epochs))


def rows(found: dict[str, Done], rival: Said, epochs: int) -> list[Row]:
    """Each preset beside `Trainer`, and the quick one beside the others."""
    beside = [
        (f"{preset}: `Trainer`, {epochs} epochs", done, rival.seconds, rival.accuracy or 0.0, "sooner, within a point")
        for preset, done in found.items()
        if preset != QUICK
    ]
    if QUICK in found:
        beside += [
            (f"{QUICK}: {preset}", found[QUICK], done.seconds, done.test_accuracy, "seconds")
            for preset, done in found.items()
            if preset != QUICK
        ]
    return [
        Row(
            what,
            f"{done.seconds:.0f} s, {done.test_accuracy:.1%}",
            f"{seconds:.0f} s, {accuracy:.1%}",
            f"{seconds / done.seconds:.1f}×, {100 * (done.test_accuracy - accuracy):+.1f} points",
            asked,
        )
        for what, done, seconds, accuracy, asked in beside
    ]


if __name__ == "__main__":
    main()
