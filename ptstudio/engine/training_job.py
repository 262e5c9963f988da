"""The train job: get ready, train, keep the best network, measure it on what it never saw."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from ptstudio.core import atomic
from ptstudio.core.dataset import Split
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.report import Report
from ptstudio.core.trained import TrainedModel
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.device import peak_memory_mb
from ptstudio.engine.computing.network import TrainedNetwork, keep, keep_description, settled
from ptstudio.engine.learning.preparation import Prepared, prepare
from ptstudio.engine.learning.stopwatch import Stopwatch
from ptstudio.engine.learning.training import Training
from ptstudio.engine.looking.feature_cache import trim
from ptstudio.engine.looking.read_ahead import ReadAhead
from ptstudio.engine.metering.meter import taken
from ptstudio.engine.metering.past_trainings import remember_training
from ptstudio.engine.ranks.place import own_place
from ptstudio.engine.ranks.together import settle_first, together
from ptstudio.engine.reporting.judging import describe_splits, judge_by_features, judge_splits, keep_report
from ptstudio.engine.reporting.tensorboard import write_for_tensorboard


def run(job: TrainJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. A stopped training also keeps the best network so far, so that it can be tried out."""
    with ReadAhead() as ahead:
        return _train(job, folder, channel, ahead)


def _train(job: TrainJob, folder: Path, channel: Channel, ahead: ReadAhead) -> dict[str, Any]:
    stopwatch, place = Stopwatch(), own_place()
    settle_first(job, place)
    with stopwatch.stage("prepare"):
        prepared = prepare(job, folder, channel, ahead)
    setup = prepared.setup
    if setup.settings.tensorboard:
        write_for_tensorboard(folder, channel)
    with together(job, prepared, place, channel) as setup:
        training = Training(setup, channel)
        try:
            training.run()
        except StopRequested:
            if training.has_best:
                keep(setup.network, _settled_so_far(training), folder / "model")
            raise
    setup = training.setup  # memory that ran out may have made its inputs smaller
    prepared = replace(prepared, setup=setup)
    keep(setup.network, setup.trained, folder / "model")
    channel.emit(StageChanged(stage="evaluate", title="Measuring on samples it never saw"))
    with stopwatch.stage("evaluate"):
        report = _report(prepared, channel, folder)
    seconds = Stopwatch(stopwatch.seconds | training.stopwatch.seconds).rounded()
    used = channel.measure()
    result = _result(job, prepared, training, report, seconds) | taken(used, peak_memory_mb())
    atomic.write_text(folder / "result.json", json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    remember_training(folder, setup.trained.model, str(setup.way.device), used)
    trim(setup.cache)
    return result


def _settled_so_far(training: Training) -> TrainedModel:
    """The best network so far, as its validation samples settle it; as it was, where that is not known any more."""
    trained, evidence = training.setup.trained, training.best_evidence
    return trained if evidence is None else settled(trained, evidence)


def _report(prepared: Prepared, channel: Channel, folder: Path) -> Report:
    data, setup = prepared.data, prepared.setup
    splits = {str(split): data.rows(split) for split in (Split.VALIDATION, Split.TEST)}
    model = TrainedNetwork(setup.network, setup.trained)
    if all(phase.uses_features for phase in setup.phases):
        evidence = judge_by_features(model, splits, setup.exact, setup.samples, channel)
    else:
        evidence = judge_splits(model, splits, setup.exact, channel)
    trained = settled(setup.trained, evidence[Split.VALIDATION])
    if trained != setup.trained:
        keep_description(trained, folder / "model")
    model = TrainedNetwork(setup.network, trained)
    report = Report(
        task=trained.task,
        model=trained.model.key,
        run=folder.name,
        dataset=trained.dataset,
        classes=trained.classes,
        splits=describe_splits(model, setup.training, splits, evidence, channel),
    )
    if Split.TEST not in report.splits:
        channel.warn(
            "There are no test samples, so nothing was measured on samples that training never saw.",
            "Give the test split a share and import again.",
        )
    keep_report(report, setup.task, Project.of_run(folder), splits, folder)
    return report


def _result(
    job: TrainJob, prepared: Prepared, training: Training, report: Report, seconds: dict[str, float]
) -> dict[str, Any]:
    splits = report.model_dump(mode="json")["splits"]
    return {
        "run": str(prepared.setup.folder),
        "task": job.task,
        "model": job.model,
        "counts": {str(split): count for split, count in prepared.data.revision.counts.totals.items()},
        "metrics": {name: split["metrics"] for name, split in splits.items()},
        "baseline": splits[list(splits)[-1]]["baseline"],
        "best_epoch": training.position.best_epoch,
        "seconds": seconds,
        "samples_per_s": {phase: round(speed, 1) for phase, speed in training.samples_per_s.items()},
        "choices": [choice.model_dump(mode="json") for choice in prepared.choices],
        "command": job.command,
    }
