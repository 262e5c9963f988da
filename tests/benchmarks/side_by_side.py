"""PTStudio's worker and its rivals, each started as a process of its own and timed from before that is made.

Knows neither what is compared nor torch, so that this process takes nothing from those that it times.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from PIL import Image

from ptstudio.core.dataset import ImportOptions, Split
from ptstudio.core.events import EpochEnded, Event, RunFinished, StageChanged
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.jobs import AddModelJob, ImportJob, Job
from ptstudio.core.project import Project, new_run_folder
from ptstudio.core.spare import Spare
from ptstudio.core.worker import Worker
from ptstudio.data._revision import RevisionData
from tests.benchmarks.rivals.course import BEGAN, Course, Picture

TASK = "image-classification"
ROOT = Path(__file__).parents[2]
IDLE_S = 1.0
"""A worker that has computed nothing for so long has loaded everything."""


@dataclass(frozen=True)
class Done:
    """What a worker did: the seconds from its start to its result, how many of them were imports, and what happened."""

    folder: Path
    seconds: float
    imports_s: float
    result: dict[str, Any]
    events: tuple[Event, ...]

    @property
    def working_s(self) -> float:
        """The seconds after the imports."""
        return self.seconds - self.imports_s

    @property
    def test_accuracy(self) -> float:
        """Of a training, 0 to 1."""
        return float(self.result["metrics"]["test"]["accuracy"]["value"])

    def speeds(self, phase: str) -> list[float]:
        """Samples a second of each epoch of a phase but its first."""
        found = [event for event in self.events if isinstance(event, EpochEnded) and event.phase == phase]
        return [event.samples_per_s for event in found[1:]]


@dataclass(frozen=True)
class Raced:
    """What a rival said: the seconds that its imports took, its looks (seconds so far, test accuracy), its speeds."""

    imports_s: float
    looks: list[tuple[float, float]]
    samples_per_s: list[float]
    ways: list[dict[str, Any]]


@contextmanager
def fresh_home() -> Iterator[Path]:
    """A folder in which this process and all workers keep everything, with empty caches; gone afterwards."""
    before = os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="ptstudio-benchmark-") as folder:
        os.environ[HOME_VARIABLE] = str(Path(folder) / "home")
        try:
            yield Path(folder)
        finally:
            os.environ.pop(HOME_VARIABLE)
            if before is not None:
                os.environ[HOME_VARIABLE] = before


def waiting() -> Spare:
    """A worker that has loaded everything, as the window keeps one ready."""
    spare = Spare()
    process, before = psutil.Process(spare.pid), -1.0
    while (spent := process.cpu_times().user) != before or spent == 0:
        before = spent
        time.sleep(IDLE_S)
    return spare


def worked(job: Job, folder: Path, happened: Callable[[Event], None] | None = None, spare: Spare | None = None) -> Done:
    """Have a worker, the `spare` one if there is one, do a job whose run folder is made already, and tell `happened` of
    every event. Raises RuntimeError where it does not finish.
    """
    began = time.time()
    events = []
    for event in ((spare and spare.become(folder)) or Worker.start(folder)).events():
        events.append(event)
        if happened is not None:
            happened(event)
    final = events[-1]
    if not isinstance(final, RunFinished):
        raise RuntimeError(f"{job.type}: {final}")
    # What a job's first stage tells is said once its modules are there.
    ready = next((event.at for event in events if isinstance(event, StageChanged)), began)
    return Done(folder, final.at - began, ready - began, final.result, tuple(events))


def added_model(folder: Path, weights: Path) -> str:
    """Put weights into the library of the fresh home; gives the model's key."""
    job = AddModelJob(source=str(weights.resolve()))
    return str(worked(job, new_run_folder(folder / "adding", job)).result["model"]["key"])


def imported(
    project: Project,
    source: Path,
    options: ImportOptions | None = None,
    happened: Callable[[Event], None] | None = None,
) -> Done:
    """Have a worker import photographs."""
    job = ImportJob(task=TASK, source=str(source.resolve()), dataset="photographs", options=options or ImportOptions())
    return worked(job, project.new_run(job), happened)


def course_of(project: Project, revision: str, architecture: str, weights: Path | None) -> Course:
    """The same pictures, with the same splits and classes, for a rival."""
    data = RevisionData(project, project.revision(revision))
    pictures = [
        Picture(row["path"], row["label"], str(split))
        for split in (Split.TRAIN, Split.VALIDATION, Split.TEST)
        for row in data.rows(split)
    ]
    return Course(data.revision.classes, tuple(pictures), architecture, str(weights.resolve()) if weights else "")


def raced(name: str, course: Course, *arguments: str) -> Raced:
    """Have a rival of `tests/benchmarks/rivals` run a course; raises RuntimeError where it fails."""
    with tempfile.TemporaryDirectory(prefix="rival-") as folder:
        file = course.write(Path(folder) / "course.json")
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.rivals.{name}", str(file), *arguments],
            env=os.environ | {BEGAN: str(time.time()), "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"},
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr}")
    said = json.loads(done.stdout.splitlines()[-1])
    return Raced(**said | {"looks": [(seconds, accuracy) for seconds, accuracy in said["looks"]]})


def enlarged(source: Path, folder: Path, px: int) -> Path:
    """Copies of a folder's photographs whose longer side has so many pixels, as a camera's would."""
    for file in sorted(source.rglob("*")):
        if not file.is_file():
            continue
        copy = folder / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(file) as image:
            scale = px / max(image.size)
            size = round(image.width * scale), round(image.height * scale)
            image.convert("RGB").resize(size, Image.Resampling.BICUBIC).save(copy.with_suffix(".jpg"), quality=92)
    return folder
