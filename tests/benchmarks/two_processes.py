"""Two processes that train together against one: the same final figures, and how much sooner they are there.

Run as: PYTHONPATH=. python tests/benchmarks/two_processes.py [--preset balanced] [--epochs 3] [--cards 0,1]

Both fine-tune the real network on the photographs beside the project, from the same start, with the same batches and
the same dice, each in workers of their own. On a processor one process uses all cores already, so that two, with half
of them each, are not to be expected to be faster; what rounds otherwise is then seen too. `--alike` gives both one
thread.
"""

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from safetensors.numpy import load_file

from ptstudio.core.events import EpochEnded
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import read_events
from ptstudio.core.worker import Worker
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights
from tests.benchmarks.rows import Row
from tests.helpers.projects import TASK, imported

REAL = Path(__file__).parents[3] / "shared" / "data"
TOLERANCE = 0.01
"""Of every metric on the validation and the test split but the calibration error; the log loss is among them."""


@dataclass(frozen=True)
class Trained:
    """Where a training lies, its figures by split and metric, and how long its epochs took (seconds)."""

    folder: Path
    figures: dict[str, float]
    training_s: float


def main() -> int:
    """Print both and their ratio; gives 1 where the figures differ by more than the tolerance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="balanced")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--cards", default="", help="graphics cards of the two, such as 0,1")
    parser.add_argument("--alike", action="store_true", help="one thread for each process, also for the one alone")
    options = parser.parse_args()
    if options.alike:
        os.environ["OMP_NUM_THREADS"] = "1"
    settings: dict[str, SettingValue] = {"epochs": options.epochs, "patience": 0, "precision": "float32"}
    cards = tuple(int(card) for card in options.cards.split(",") if card)
    with tempfile.TemporaryDirectory() as root:
        project = Project.create(Path(root) / "project")
        os.environ[HOME_VARIABLE] = str(Path(root) / "home")
        model = add_weights(REAL / "weights" / "mobilenet_v2_imagenet.pth", Library.standard()).model.key
        dataset = imported(project, REAL / "trashnet-mini")
        job = TrainJob(task=TASK, dataset=dataset, model=model, preset=options.preset, settings=settings)
        trained(project, job)  # what is measured and decoded once is there for both
        one = trained(project, job.model_copy(update={"cards": cards[:1]}))
        two = trained(project, job.model_copy(update={"processes": 2, "cards": cards}))
        return report(one, two)


def trained(project: Project, job: TrainJob) -> Trained:
    """Train in a worker of its own. Raises RuntimeError where that fails."""
    folder = project.new_run(job)
    worker = Worker.start(folder)
    final = list(worker.events())[-1]
    worker.end()
    if final.type != "RunFinished":
        raise RuntimeError(final)
    figures = {
        f"{split} {name}": float(estimate["value"])
        for split, metrics in final.result["metrics"].items()
        for name, estimate in metrics.items()
    }
    epochs = [event for event in read_events(folder) if isinstance(event, EpochEnded) and event.phase != "head"]
    return Trained(folder, figures, sum(event.seconds for event in epochs))


def report(one: Trained, two: Trained) -> int:
    """Say how they compare."""
    first, second = (load_file(each.folder / "model" / "weights.safetensors") for each in (one, two))
    weights = max(float(abs(first[name].astype(float) - second[name].astype(float)).max()) for name in first)
    print(f"{'':34s}{'one':>10s}{'two':>10s}{'difference':>13s}")
    for name, value in one.figures.items():
        print(f"{name:34s}{value:10.5f}{two.figures[name]:10.5f}{abs(value - two.figures[name]):13.1e}")
    print(f"{'largest difference of a weight':34s}{'':20s}{weights:13.1e}")
    ratio = one.training_s / two.training_s
    print(f"{'seconds of training':34s}{one.training_s:10.2f}{two.training_s:10.2f}{ratio:12.2f}×")
    farthest = max(abs(value - two.figures[name]) for name, value in one.figures.items() if _is_steady(name))
    is_same = farthest <= TOLERANCE
    agree = f"figures differ by at most {farthest:.1e}"
    seconds = f"{two.training_s:.1f} s", f"{one.training_s:.1f} s"
    print(Row("two processes that train together: one", *seconds, f"{agree}, {ratio:.2f}×", f"≤ {TOLERANCE}"))
    return 0 if is_same else 1


def _is_steady(name: str) -> bool:
    """The calibration error sorts few samples into bins, and leaps where one crosses a border; it is shown, no more."""
    return not name.endswith("calibration_error")


if __name__ == "__main__":
    sys.exit(main())
