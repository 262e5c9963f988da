"""Whether memory stays flat: the peak of an import and of trainings on few samples, and on a hundred times as many.

    PYTHONPATH=. python tests/benchmarks/engine_memory.py [--sizes 1000 100000] [--presets quick balanced]

Tiny pictures made for it, 32 pixels a side, and the starter network. The peak is that of the worker with its children:
resident memory, memory maps of files included, seen every 50 ms, and what the system says was the worker's most. On
standard error stands each stage's own peak, which tells where it grew.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import numpy as np
import psutil
from PIL import Image

from ptstudio.core.amount import MB
from ptstudio.core.events import Event, RunStarted, StageChanged
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from tests.benchmarks.rows import Row, print_table, tell
from tests.benchmarks.side_by_side import TASK, fresh_home, imported, worked

EVERY_S = 0.05
SIDE = 32
FEW_EPOCHS: dict[str, SettingValue] = {"head_epochs": 2, "epochs": 1, "patience": 0}
COLOURS = {"blue": (40, 60, 210), "green": (30, 200, 60), "red": (220, 30, 40)}


class Peak:
    """The most memory that a worker and its children hold, in all and in each stage."""

    def __init__(self) -> None:
        self.by_stage: dict[str, float] = {}
        self._stage = "start"
        self._is_over = Flag()
        self._thread: Thread | None = None

    @property
    def mb(self) -> float:
        """In all."""
        return max(self.by_stage.values())

    def happened(self, event: Event) -> None:
        """Take note of what a worker tells."""
        if isinstance(event, RunStarted):
            self._thread = Thread(target=self._watch, args=(psutil.Process(event.pid),))
            self._thread.start()
        elif isinstance(event, StageChanged):
            self._stage = event.stage

    def end(self) -> None:
        """Watch no longer."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self, worker: psutil.Process) -> None:
        most_mb = 0.0
        with suppress(psutil.Error):
            while not self._is_over.wait(EVERY_S):
                held = [_resident_mb(process) for process in (worker, *worker.children(recursive=True))]
                before, most_mb = most_mb, _most_mb(worker.pid)
                # The system's own figure says in which stage it rose, however short that was.
                now = max(sum(held), most_mb if most_mb > before else 0.0)
                self.by_stage[self._stage] = max(self.by_stage.get(self._stage, 0.0), now)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs=2, default=[1000, 100_000])
    parser.add_argument("--presets", nargs="*", default=["quick", "balanced"])
    options = parser.parse_args()
    with fresh_home() as home:
        few, many = (_peaks(home, samples, options.presets) for samples in options.sizes)
    sizes = " and on ".join(f"{size:,}" for size in options.sizes)
    print_table([_row(f"peak memory, {what} on {sizes} samples", few[what], many[what]) for what in few])


def _row(what: str, few_mb: float, many_mb: float) -> Row:
    return Row(what, f"{many_mb:,.0f} MB", f"{few_mb:,.0f} MB", f"{many_mb / few_mb:.2f}", "≤ 1.10")


def _peaks(home: Path, samples: int, presets: list[str]) -> dict[str, float]:
    """The peak of each job on so many samples, in MB."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="ptstudio-benchmark-") as folder:
        source = pictures(Path(folder), samples)
        project = Project.create(home / f"project {samples}")
        with _watched(f"import of {samples:,}", found, "import") as peak:
            revision = str(imported(project, source, happened=peak.happened).result["revision"])
        for preset in presets:
            job = TrainJob(task=TASK, dataset=revision, model="starter", preset=preset, settings=FEW_EPOCHS)
            with _watched(f"{preset} on {samples:,}", found, f"{preset} training") as peak:
                worked(job, project.new_run(job), peak.happened)
    return found


@contextmanager
def _watched(what: str, found: dict[str, float], key: str) -> Iterator[Peak]:
    peak = Peak()
    try:
        yield peak
    finally:
        peak.end()
    found[key] = peak.mb
    tell(f"{what}: " + ", ".join(f"{stage} {mb:,.0f} MB" for stage, mb in peak.by_stage.items()))


def pictures(folder: Path, samples: int) -> Path:
    """So many different little pictures in a folder for each of three colours."""
    for label in COLOURS:
        (folder / label).mkdir()

    def save(number: int) -> None:
        label, colour = list(COLOURS.items())[number % len(COLOURS)]
        noise = np.random.default_rng(number).integers(-30, 30, (SIDE, SIDE, 3))
        pixels = np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / label / f"{number:06d}.jpg", quality=80)

    with ThreadPoolExecutor() as pool:
        for _ in pool.map(save, range(samples)):
            pass
    return folder


def _resident_mb(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        return float(process.memory_info().rss) / MB
    return 0.0


def _most_mb(pid: int) -> float:
    """The most that a process has held so far, where the system tells; else 0."""
    if sys.platform == "win32":
        return float(psutil.Process(pid).memory_info().peak_wset) / MB
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
        return int(found[1]) * 1024 / MB if found else 0.0
    return 0.0


if __name__ == "__main__":
    main()
