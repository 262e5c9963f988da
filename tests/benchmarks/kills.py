"""SIGKILL at random moments: every training goes on, and ends with the very same result.

    PYTHONPATH=. python tests/benchmarks/kills.py [--kills 50] [--seed 0]

For each task and preset that there is, a tiny training is done once undisturbed by a real worker. Then workers on the
same job are killed at a random moment between their start and their end, and the run is resumed to its end; what it
has learned and measured is compared to the last bit. Ends with 1 where one was not resumed, or differs.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.events import CheckpointSaved, EpochEnded, Event, PlanMade, RunFinished, RunStarted, StageChanged
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.worker import Worker
from ptstudio.tasks import all_tasks
from tests.benchmarks.rows import Row
from tests.helpers.trainings import project_for, smallest_model

Milestone = RunStarted | StageChanged | PlanMade | EpochEnded | CheckpointSaved
SMALL: dict[str, SettingValue] = {
    "image_px": 32, "head_epochs": 4, "epochs": 4, "patience": 0, "batch_size": 4, "checkpoint_every_s": 0.2,
}  # fmt: skip


@dataclass
class Subject:
    """One task and preset, and how an undisturbed training of it went: so many milestones, so far apart on average."""

    project: Project
    job: TrainJob
    milestones: int = 0
    gap_s: float = 0.0
    outcome: str = ""

    @property
    def title(self) -> str:
        """What it is."""
        return f"{self.job.task}, {self.job.preset}"


def main() -> int:
    """Kill and resume, and print how it went."""
    parser = argparse.ArgumentParser(description="Trainings that are killed at random moments.")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME_VARIABLE] = str(Path(folder) / "home")
        found = subjects(Path(folder))
        for subject in found:
            undisturbed(subject)
        resumed = differing = 0
        where: Counter[str] = Counter()
        for number in range(asked.kills):
            subject = found[number % len(found)]
            run, place = killed(subject, dice)
            where[place] += 1
            is_resumed, is_same = resume(subject, run)
            resumed += is_resumed
            differing += is_resumed and not is_same
            print(
                f"{number + 1:3}  {subject.title:40} killed after: {place:18} "
                f"{'resumed' if is_resumed else 'NOT RESUMED'}, {'same' if is_same else 'DIFFERENT'}",
                flush=True,
            )
    over = f"SIGKILL at {asked.kills} random moments of {len(found)} kinds of training: undisturbed ones"
    print(Row(over, f"{resumed} resumed", "", f"{differing} final results differ", "all resumed, 0 differ"))
    print("killed after:", ", ".join(f"{place} ({count})" for place, count in where.most_common()))
    return 0 if resumed == asked.kills and not differing else 1


def subjects(folder: Path) -> list[Subject]:
    """All tasks and presets that there are, on tiny data of their own."""
    found = []
    for task in all_tasks().values():
        (folder / task.key).mkdir()
        project, dataset = project_for(task, folder / task.key)
        known = {facts.name for facts in task.settings.facts()}
        settings = {name: value for name, value in SMALL.items() if name in known}
        found += [
            Subject(project, TrainJob(task=task.key, dataset=dataset, model=smallest_model(task), preset=preset.key,
                                      settings=settings))
            for preset in task.presets
        ]  # fmt: skip
    return found


def undisturbed(subject: Subject) -> None:
    """Train once to the end. The first time of all, the machine is measured; the second time is the one that counts."""
    for _ in range(2):
        run = subject.project.new_run(subject.job)
        began = time.monotonic()
        *events, last = Worker.start(run).events()
        if not isinstance(last, RunFinished):
            sys.exit(f"{subject.title}: {last}")
        subject.milestones = sum(isinstance(event, Milestone) for event in events)
        subject.gap_s = (time.monotonic() - began) / subject.milestones
    subject.outcome = outcome(run)


def killed(subject: Subject, dice: random.Random) -> tuple[Path, str]:
    """Start a worker and kill it at a random moment after a random milestone; gives its run and where that was."""
    while True:
        run = subject.project.new_run(subject.job)
        worker = Worker.start(run)
        left, where = dice.randrange(subject.milestones), "before the start"
        for event in worker.events():
            if isinstance(event, Milestone):
                left, where = left - 1, _words(event)
                if left < 0:
                    break
        time.sleep(dice.uniform(0, 2 * subject.gap_s))
        is_alive = worker.process.poll() is None
        worker.process.send_signal(signal.SIGKILL)
        worker.end()
        if is_alive:
            return run, where


def _words(event: Event) -> str:
    match event:
        case StageChanged():
            return f"{event.stage} begun"
        case EpochEnded():
            return f"{event.phase} epoch"
        case _:
            return type(event).__name__


def resume(subject: Subject, run: Path) -> tuple[bool, bool]:
    """Go on to the end; gives whether that worked, and whether the result is the same."""
    *_, last = Worker.start(run).events()
    is_resumed = isinstance(last, RunFinished)
    if not is_resumed:
        print(last)
    return is_resumed, is_resumed and outcome(run) == subject.outcome


def outcome(run: Path) -> str:
    """All that was learned and measured, in one text."""
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    weights = (run / "model" / "weights.safetensors").read_bytes()
    return json.dumps([report["splits"], weights.hex()], sort_keys=True)


if __name__ == "__main__":
    raise SystemExit(main())
