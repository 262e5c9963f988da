"""The cross-validation job: every sample answered by a network that has not seen it; the test split stays untouched.

Of each fold's other samples, some decide which epoch is best, as the validation split does in a training; so nothing is
chosen by the samples that are measured. Folds are stratified, and samples of one group never lie in two. A fold is kept
as soon as it has ended, and a resumed job does the others.
"""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ptstudio.core.cross_validation import PREDICTIONS, CrossValidation, Fold, mean_and_spread
from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.events import FoldEnded, StageChanged, StepEnded
from ptstudio.core.jobs import CrossValidateJob
from ptstudio.core.project import Project
from ptstudio.core.report import Report
from ptstudio.data._revision import SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.batches import chunks
from ptstudio.engine.computing.evaluation import in_place, judge, split_report
from ptstudio.engine.computing.network import settled
from ptstudio.engine.learning.preparation import Prepared, prepare
from ptstudio.engine.learning.setup import Setup, feature_source, sample_source
from ptstudio.engine.learning.telling import looking
from ptstudio.engine.learning.training import Training
from ptstudio.engine.looking.feature_cache import trim
from ptstudio.engine.looking.lengths import unread
from ptstudio.engine.reporting.judging import keep_report
from ptstudio.engine.trials.inner_channel import InnerChannel
from ptstudio.engine.trials.kept_folds import KeptFold, KeptFolds, together
from ptstudio.engine.trials.out_of_fold import write_predictions
from ptstudio.engine.trials.repeated_training import RepeatedTraining
from ptstudio.tasks._folds import Numbers, divide
from ptstudio.tasks._task import Evidence

SPLIT = "folds"
"""What the samples are called in the report."""


def run(job: CrossValidateJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result is a `CrossValidation`, with its `verdict` beside it.

    Raises DatasetError where there are too few samples, and what a training raises.
    """
    prepared = prepare(job.training, folder, InnerChannel(channel))
    work = _CrossValidation(job, prepared, folder, channel)
    work.go_on()
    trim(Project.of_run(folder).cache_folder())
    return work.outcome()


class _CrossValidation:
    def __init__(self, job: CrossValidateJob, prepared: Prepared, folder: Path, channel: Channel) -> None:
        self._job, self._folder, self._channel = job, folder, channel
        self._task, self._trained = prepared.setup.task, prepared.setup.trained
        self._seed = prepared.setup.settings.seed
        self._rows = prepared.data.rows(Split.TRAIN, Split.VALIDATION)
        self._share = len(prepared.setup.validation) / len(self._rows)
        self._strata = self._rows.strata
        self._groups = self._rows.column("group")
        self._repeated = RepeatedTraining(prepared)
        self._folds = self._divide(np.arange(len(self._rows)), job.folds)
        self._kept = KeptFolds(folder / "checkpoints")

    def go_on(self) -> None:
        """Do the folds that are still to be done. Raises StopRequested."""
        count = int(self._folds.max()) + 1
        self._look_once()
        began, done = time.perf_counter(), 0
        for number in range(count):
            kept = self._kept.find(number)
            if kept is None:
                self._channel.emit(StageChanged(stage=SPLIT, title="Training and measuring, fold by fold"))
                kept = self._measure(number)
                self._kept.keep(number, kept)
                done += 1
            self._tell(number, count, kept)
            remaining_s = (time.perf_counter() - began) / max(1, done) * (count - number - 1)
            self._channel.step(StepEnded(stage=SPLIT, done=number + 1, total=count, remaining_s=remaining_s))

    def outcome(self) -> dict[str, Any]:
        """Everything together, with the report and the predictions on disk."""
        folds = [kept for number in range(int(self._folds.max()) + 1) if (kept := self._kept.find(number))]
        places, evidence = together(folds)
        rows, classes, task = self._rows.chosen(places), self._trained.classes, self._task
        counts = task.class_counts(self._rows.column("label"), classes)
        cut_off = unread(task, rows, self._trained, self._channel.breathe)
        split = split_report(task, evidence, rows.column("id"), classes, counts, SPLIT, self._seed, cut_off)
        report = Report(
            task=task.key,
            model=self._trained.model.key,
            run=self._folder.name,
            dataset=self._trained.dataset,
            classes=classes,
            splits={SPLIT: split},
        )
        keep_report(report, task, Project.of_run(self._folder), {SPLIT: rows}, self._folder)
        write_predictions(self._folder / PREDICTIONS, task, rows, self._folds[places], evidence, classes)
        measured = [Fold(fold=n, samples=len(k.places), metrics=self._task.measure(k.evidence), seconds=k.seconds)
                    for n, k in enumerate(folds, 1)]  # fmt: skip
        mean, spread = mean_and_spread([fold.metrics for fold in measured])
        found = CrossValidation(
            task=task.key,
            dataset=self._trained.dataset,
            metric=task.best_metric,
            samples=len(rows),
            folds=tuple(measured),
            mean=mean,
            spread=spread,
            pooled=split.metrics,
            baseline=split.baseline,
            baseline_reason=split.baseline_reason,
            predictions=PREDICTIONS,
            seconds=round(sum(fold.seconds for fold in measured), 3),
        )
        return found.model_dump(mode="json") | {"verdict": found.verdict(task.metrics).say()}

    # ------------------------------------------------------------------ folds

    def _divide(self, places: Numbers, folds: int) -> Numbers:
        """The fold of each of these samples. Raises DatasetError where they cannot be divided."""
        found = divide(self._strata[places], [self._groups[place] for place in places], folds, self._seed)
        if not len(found) or found.max() < 1:
            raise DatasetError(
                "There are too few samples, or groups of them, to divide into folds.",
                "Add samples, or use fewer folds; samples of one group always stay together.",
            )
        return found

    def _measure(self, number: int) -> KeptFold:
        """Train on the other folds, a part of which decides when to stop, and measure this one."""
        began = time.perf_counter()
        held_out, others = np.flatnonzero(self._folds == number), np.flatnonzero(self._folds != number)
        parts = self._divide(others, max(2, round(len(others) / max(1.0, self._share * len(self._rows)))))
        setup = self._repeated.setup(
            self._folder / "fold",
            training=self._chosen(others[parts != 0]),
            validation=self._chosen(others[parts == 0]),
        )
        training = Training(setup, InnerChannel(self._channel))
        try:
            training.run()
        finally:
            shutil.rmtree(self._folder / "fold", ignore_errors=True)
        evidence = _settled_evidence(training.setup, self._chosen(held_out), self._channel)
        return KeptFold(held_out, evidence, round(time.perf_counter() - began, 3))

    def _chosen(self, places: Numbers) -> SplitRows:
        return self._rows.chosen([int(place) for place in places])

    def _look_once(self) -> None:
        """Have the frozen part look at every sample, once for all folds."""
        setup = self._repeated.setup(self._folder / "fold")
        if not any(phase.uses_features for phase in setup.phases):
            return
        self._channel.emit(StageChanged(stage="features", title="Looking at every sample once"))
        feature_source(replace(setup, training=self._rows), looking(self._channel, "features"))

    def _tell(self, number: int, count: int, kept: KeptFold) -> None:
        self._channel.emit(
            FoldEnded(
                fold=number + 1,
                folds=count,
                metrics=self._task.measure(kept.evidence),
                samples=len(kept.places),
                seconds=kept.seconds,
            )
        )


def _settled_evidence(setup: Setup, held_out: SplitRows, channel: Channel) -> Evidence:
    """What a trained network says of the samples that were held out, once its task has chosen by its own validation
    samples what is to be chosen.
    """
    evidence = _evidence(replace(setup, validation=held_out), channel)
    if not setup.task.settles:
        return evidence
    return setup.task.as_settled(evidence, settled(setup.trained, _evidence(setup, channel)))


def _evidence(setup: Setup, channel: Channel) -> Evidence:
    """What a trained network says of its validation samples, in float32 as prediction does; where only the last layer
    has learned, from the features that are there already.
    """
    if all(phase.uses_features for phase in setup.phases):
        source = feature_source(setup, lambda _done, _total: channel.breathe())
    else:
        source = sample_source(setup)
    batches = source.validation(chunks(setup.judged_order, setup.exact.batch_size))
    module = setup.exact.place(source.module)
    found, _ = judge(setup.lesson, module, batches, setup.exact, lambda _: channel.breathe())
    return in_place(found, setup.judged_order)
