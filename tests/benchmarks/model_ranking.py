"""Whether ranking models by a probe of their features orders them as training them does, and how much sooner.

Run as: PYTHONPATH=. python tests/benchmarks/model_ranking.py [--folds 2] [--preset balanced]

On the photographs and real networks beside the project. Ranking looks at the training split of an import; each network
is then trained once for every fold of the photographs and measured on that fold, which neither training nor its choice
of the best epoch has seen. Everything starts with empty caches. Seconds are those of the processor, all cores added up,
so that other programs do not count.
"""

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.jobs import RankJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.ranking import Ranking
from ptstudio.engine.ranking import run as run_ranking
from ptstudio.engine.training_job import run as run_training
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights
from tests.helpers.projects import TASK, done, imported

REAL = Path(__file__).parents[3] / "shared" / "data"
VALIDATION_SHARE = 0.2


@dataclass(frozen=True)
class Outcome:
    """The accuracy on samples that training never saw (0 to 1), and the processor's seconds for it."""

    accuracy: float
    seconds: float


def main() -> None:
    """Print both orders side by side, and what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=2)
    parser.add_argument("--preset", default="balanced")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[HOME_VARIABLE] = str(Path(folder) / "home")
        for weights in sorted((REAL / "weights").glob("*.pth")):
            add_weights(weights, Library.standard())
        started = time.process_time()
        ranking = ranked(Path(folder))
        ranking_s = time.process_time() - started
        print(f"ranking took {ranking_s:.0f} s: {ranking.verdict}", flush=True)
        folds = [fold_project(Path(folder), number, options.folds) for number in range(options.folds)]
        trained = {model.key: trainings(folds, model.key, options.preset) for model in ranking.models}
    compare(ranking, ranking_s, trained, options.preset)


def compare(ranking: Ranking, ranking_s: float, trained: Mapping[str, Sequence[Outcome]], preset: str) -> None:
    """Print a row a model, in the order of the ranking."""
    means = {key: statistics.mean(outcome.accuracy for outcome in found) for key, found in trained.items()}
    seconds = {key: statistics.mean(outcome.seconds for outcome in found) for key, found in trained.items()}
    order = sorted(means, key=lambda key: -means[key])
    print(f"\n{'model':16} {'ranked':>12}   {preset + ' training':>20}   {'one training':>12}")
    for place, model in enumerate(ranking.models, start=1):
        probed = f"{place}. {model.estimate.value:6.1%}"
        measured = f"{order.index(model.key) + 1}. {means[model.key]:6.1%}"
        print(f"{model.key:16} {probed:>12}   {measured:>20}   {seconds[model.key]:10.0f} s")
    everything_s = sum(outcome.seconds for found in trained.values() for outcome in found)
    best = ranking.models[0]
    print(f"Ranking all of them: {ranking_s:.0f} s. One training of {best.title}: ", end="")
    print(f"{seconds[best.key] / ranking_s:.1f} times that. All trainings: {everything_s / ranking_s:.0f} times.")
    print("The orders are the same." if order == [model.key for model in ranking.models] else "The orders differ.")


def ranked(folder: Path) -> Ranking:
    """Rank every model that is ready."""
    project = Project.create(folder / "ranking")
    dataset = imported(project, REAL / "trashnet-mini")
    job = RankJob(task=TASK, dataset=dataset)
    return Ranking.model_validate(done(run_ranking, job, project.new_run(job)))


def fold_project(folder: Path, number: int, folds: int) -> tuple[Project, str]:
    """A project whose test split is one fold of the photographs; gives it with the revision's key."""
    source = folder / f"fold {number}"
    for label in sorted(path for path in (REAL / "trashnet-mini").iterdir() if path.is_dir()):
        pictures = sorted(label.iterdir())
        random.Random(0).shuffle(pictures)
        rest = [picture for place, picture in enumerate(pictures) if place % folds != number]
        seen = round(len(rest) * VALIDATION_SHARE)
        parts = {"test": pictures[number::folds], "validation": rest[:seen], "train": rest[seen:]}
        for split, chosen in parts.items():
            (source / split / label.name).mkdir(parents=True)
            for picture in chosen:
                shutil.copy(picture, source / split / label.name)
    project = Project.create(folder / f"project {number}")
    return project, imported(project, source)


def trainings(folds: Sequence[tuple[Project, str]], model: str, preset: str) -> list[Outcome]:
    """A training on each fold."""
    found = []
    for project, dataset in folds:
        job = TrainJob(task=TASK, dataset=dataset, model=model, preset=preset)
        started = time.process_time()
        result = done(run_training, job, project.new_run(job))
        accuracy = float(result["metrics"]["test"]["accuracy"]["value"])
        found.append(Outcome(accuracy, time.process_time() - started))
        print(f"trained: {model}: {accuracy:.1%} in {found[-1].seconds:.0f} s", flush=True)
    return found


if __name__ == "__main__":
    main()
