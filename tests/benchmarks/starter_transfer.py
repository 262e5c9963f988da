"""What the starter's pretraining is worth: fine-tuned against the same network from scratch, on few real digits.

Run as: PYTHONPATH=. python tests/benchmarks/starter_transfer.py [--images 5] [--seeds 5]

For each seed, the same few pictures of each class are the training split, as many others the validation split, and all
the rest the test split. The network from scratch gets its own recipe (every layer, its own learning rate, batch
normalisation that adapts in a short run, early stopping off). Both sides see the pictures as they are, and varied anew
in every pass; the network from scratch is given as many passes as the fine-tuning, and then four times as many, so that
one sees both what transfer saves and what it finally gains.
"""

import argparse
import random
import shutil
import statistics
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.folders import resources
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.engine.training_job import run
from tests.helpers.projects import TASK, done, imported


@dataclass(frozen=True)
class Recipe:
    """A preset, and what is set beside it."""

    preset: str
    settings: Mapping[str, SettingValue] = field(default_factory=dict)


def from_scratch(epochs: int, **settings: SettingValue) -> Recipe:
    """The network from random weights, trained for that many epochs; the best by validation is kept."""
    return Recipe("thorough", {"from_scratch": True, "epochs": epochs, "patience": 0, **settings})


RECIPES = {
    "starter, quick, as they are": Recipe("quick"),
    "from scratch, 60 epochs, as they are": from_scratch(60, augment=False),
    "starter, balanced, varied": Recipe("balanced"),
    "from scratch, 15 epochs, varied": from_scratch(15),
    "from scratch, 60 epochs, varied": from_scratch(60),
}


def main() -> None:
    """Print one table: a row a recipe, mean and spread over the seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=5, help="training pictures of each class")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    found: dict[str, list[float]] = {name: [] for name in RECIPES}
    seconds: dict[str, list[float]] = {name: [] for name in RECIPES}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seeds):
            project = Project.create(Path(folder) / str(seed) / "project")
            dataset = imported(project, few_digits(Path(folder) / str(seed), options.images, seed))
            for name, recipe in RECIPES.items():
                accuracy, taken_s = trained(project, dataset, recipe, seed)
                found[name].append(accuracy)
                seconds[name].append(taken_s)
                print(f"seed {seed}: {name}: {accuracy:.1%} in {taken_s:.0f} s", flush=True)
    print(f"\n{options.images} training pictures a class, {options.seeds} seeds, test accuracy:")
    for name, values in found.items():
        spread = statistics.stdev(values) if len(values) > 1 else 0.0
        print(f"{name:36s} {statistics.mean(values):6.1%} ± {spread:.1%}   {statistics.mean(seconds[name]):6.1f} s")


def few_digits(folder: Path, images: int, seed: int) -> Path:
    """The built-in sample as train, validation and test folders; the first two with so many pictures of each class."""
    with zipfile.ZipFile(resources() / "samples" / "digits.zip") as archive:
        archive.extractall(folder / "all")
    dice = random.Random(seed)
    target = folder / "few"
    for label in sorted({path.parent for path in (folder / "all").rglob("*.png")}):
        pictures = sorted(label.iterdir())
        dice.shuffle(pictures)
        parts = {
            "train": pictures[:images],
            "validation": pictures[images : 2 * images],
            "test": pictures[2 * images :],
        }
        for split, chosen in parts.items():
            (target / split / label.name).mkdir(parents=True)
            for picture in chosen:
                shutil.copy(picture, target / split / label.name)
    return target


def trained(project: Project, dataset: str, recipe: Recipe, seed: int) -> tuple[float, float]:
    """The test accuracy (0 to 1) of a training, and how long it took without loading the program (seconds)."""
    values = {**recipe.settings, "seed": seed}
    job = TrainJob(task=TASK, dataset=dataset, model="starter", preset=recipe.preset, settings=values)
    started = time.perf_counter()
    result = done(run, job, project.new_run(job))
    return float(result["metrics"]["test"]["accuracy"]["value"]), time.perf_counter() - started


if __name__ == "__main__":
    main()
