"""Two processes that train together against one: the same final figures, and how much sooner they are there.

Run as: PYTHONPATH=. python tests/benchmarks/two_processes.py [--model resnet18] [--epochs 2] [--cards 0,1]

Each trains everything for a few epochs on the built-in sample, at full size and from the same start; batches are as
large, every sample is varied alike. On a processor one process uses all cores already, so that two are not to be
expected to be faster there; each then has half of them. A network that drops nothing out shows the rounding alone.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from safetensors.numpy import load_file

from ptstudio.core.events import EpochEnded
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import read_events
from ptstudio.core.worker import Worker
from tests.benchmarks.starter_transfer import few_digits
from tests.helpers.projects import TASK, imported, library_with

TOLERANCE = 1e-3
"""Of every metric on the validation and the test split, which are shares; and of the log loss."""


@dataclass(frozen=True)
class Trained:
    """Where a training lies, its figures by split and metric, and how long its epochs took (seconds)."""

    folder: Path
    figures: dict[str, float]
    training_s: float


def main() -> int:
    """Print both and their ratio; gives 1 where the figures differ by more than the tolerance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="resnet18", help="a network of torchvision, begun with random weights")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--images", type=int, default=8, help="training pictures of each class")
    parser.add_argument("--image-px", type=int, default=96)
    parser.add_argument("--cards", default="", help="graphics cards of the two, such as 0,1")
    options = parser.parse_args()
    library_with(options.model)
    settings: dict[str, SettingValue] = {
        "image_px": options.image_px, "epochs": options.epochs, "patience": 0, "head_epochs": 1, "batch_size": 16,
        "precision": "float32",
    }  # fmt: skip
    cards = tuple(int(card) for card in options.cards.split(",") if card)
    with tempfile.TemporaryDirectory() as root:
        project = Project.create(Path(root) / "project")
        dataset = imported(project, few_digits(Path(root), options.images, 0))
        job = TrainJob(task=TASK, dataset=dataset, model=options.model, preset="thorough", settings=settings)
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
    is_same = all(abs(value - two.figures[name]) <= TOLERANCE for name, value in one.figures.items())
    print(f"The figures {'agree' if is_same else 'DO NOT agree'} within {TOLERANCE}.")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
