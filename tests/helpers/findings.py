"""What rate tests, searches and cross-validations leave behind, made without torch."""

import math
import random
from pathlib import Path

from ptstudio.core.cross_validation import CrossValidation, Fold, mean_and_spread
from ptstudio.core.events import Event, FoldEnded, RateTried, RunFinished, RunStarted, RunStopped, TrialEnded
from ptstudio.core.jobs import CrossValidateJob, RateTestJob, SettingValue, TrainJob, TuneJob
from ptstudio.core.metric import Estimate
from ptstudio.core.project import Project
from ptstudio.core.rate_test import RatePoint, RateTest, suggested
from tests.helpers.windows import TASK, write_events


def drafted(project: Project, preset: str = "balanced", **settings: SettingValue) -> TrainJob:
    """A training of the newest revision."""
    return drafted_for(f"rubbish/{len(project.revisions('rubbish')):04d}", preset, **settings)


def drafted_for(dataset: str, preset: str = "balanced", **settings: SettingValue) -> TrainJob:
    """A training of this revision."""
    return TrainJob(task=TASK, dataset=dataset, model="starter", preset=preset, settings=dict(settings))


def rate_points(count: int = 82) -> tuple[RatePoint, ...]:
    """A loss that falls from a rate of a ten-thousandth on, is lowest at 0.03, and then shoots up."""
    dice = random.Random(0)
    rates = [1e-6 * 10 ** (7 * step / 99) for step in range(count)]
    losses = [1.9 - 0.5 * math.log10(1 + rate / 2e-4) + 12 * max(0.0, rate - 0.04) ** 1.5 for rate in rates]
    points = zip(rates, losses, strict=True)
    return tuple(RatePoint(learning_rate=rate, loss=loss + dice.uniform(-0.02, 0.02)) for rate, loss in points)


def rate_test(points: tuple[RatePoint, ...] = ()) -> RateTest:
    """A test of the last layer's rate."""
    found = points or rate_points()
    return RateTest(
        setting="head_learning_rate",
        phase="Learning the new last layer",
        usual=0.001,
        points=found,
        suggestion=suggested(found),
        seconds=1.4,
    )


def put_rate_test(project: Project, found: RateTest | None = None) -> Path:
    """A rate test that has ended."""
    shown = found or rate_test()
    folder = project.new_run(RateTestJob(training=drafted(project)))
    told = [RateTried(learning_rate=point.learning_rate, loss=point.loss) for point in shown.points]
    end = RunFinished(result=shown.model_dump(mode="json"))
    write_events(folder, [RunStarted(pid=1), *told, end])
    return folder


def trials(count: int = 24) -> list[TrialEnded]:
    """A search that finds something better now and then; its fifth trial fails, every fourth is given up."""
    dice = random.Random(1)
    found: list[TrialEnded] = []
    for number in range(1, count + 1):
        is_failed, is_pruned = number == 5, number > 8 and number % 4 == 0
        value = None if is_failed else min(0.93, 0.72 + 0.008 * number * dice.random() - (0.1 if is_pruned else 0))
        best = max((trial.value for trial in found if trial.value is not None), default=0.0)
        tried: dict[str, SettingValue] = {
            "learning_rate": None if number == 1 else float(f"{10 ** dice.uniform(-4.5, -2):.3g}"),
            "weight_decay": 0.01 if number == 1 else float(f"{10 ** dice.uniform(-4, -0.5):.3g}"),
            "warmup": 0.1 if number == 1 else float(f"{dice.uniform(0, 0.3):.3g}"),
            "label_smoothing": 0.0 if number == 1 else float(f"{dice.uniform(0, 0.2):.3g}"),
            "trainable": "last" if number == 1 else dice.choice(["last", "all"]),
        }
        found.append(
            TrialEnded(
                number=number,
                settings=tried,
                value=value,
                state="failed" if is_failed else "pruned" if is_pruned else "finished",
                seconds=dice.uniform(0.6, 2.4),
                is_best=value is not None and value > best,
            )
        )
    return found


def put_search(project: Project, count: int = 24, *, is_stopped: bool = False) -> Path:
    """A search that has ended, or was stopped and can go on."""
    folder = project.new_run(TuneJob(training=drafted(project), minutes=10))
    end: Event = (
        RunStopped(message="Stopped.", can_resume=True) if is_stopped else RunFinished(result={"trials": count})
    )
    write_events(folder, [RunStarted(pid=1), *trials(count), end])
    if is_stopped:
        (folder / "checkpoints").mkdir()
        (folder / "checkpoints" / "trial-00001.json").write_text("{}", encoding="utf-8")
    return folder


def cross_validation(folds: int = 5) -> CrossValidation:
    """Folds that differ a little."""
    dice = random.Random(2)
    done = []
    for number in range(1, folds + 1):
        accuracy = 0.77 + dice.uniform(-0.07, 0.07)
        metrics = {"accuracy": accuracy, "balanced_accuracy": accuracy - 0.01, "macro_f1": accuracy - 0.02}
        metrics |= {"log_loss": 1.5 - accuracy, "calibration_error": 0.1}
        done.append(Fold(fold=number, samples=16, metrics=metrics, seconds=3.0))
    mean, spread = mean_and_spread([fold.metrics for fold in done])
    return CrossValidation(
        task=TASK,
        dataset="rubbish/0001",
        metric="accuracy",
        samples=16 * folds,
        folds=tuple(done),
        mean=mean,
        spread=spread,
        pooled={key: Estimate(value=value, low=value - 0.05, high=value + 0.05) for key, value in mean.items()},
        baseline={"accuracy": 0.25},
        baseline_reason="always answering “glass”, one of the most frequent classes in training",
        predictions="predictions.csv",
        seconds=15.0,
    )


def put_folds(project: Project) -> Path:
    """A cross-validation that has ended, with its table."""
    found = cross_validation()
    folder = project.new_run(CrossValidateJob(training=drafted(project)))
    told = [
        FoldEnded(fold=one.fold, folds=len(found.folds), metrics=one.metrics, samples=one.samples, seconds=one.seconds)
        for one in found.folds
    ]
    write_events(folder, [RunStarted(pid=1), *told, RunFinished(result=found.model_dump(mode="json"))])
    (folder / "predictions.csv").write_text("sample,path,fold,truth,answer\n", encoding="utf-8")
    (folder / "report.html").write_text("<html><body><h1>Report</h1></body></html>", encoding="utf-8")
    return folder
