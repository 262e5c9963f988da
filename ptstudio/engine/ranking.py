"""The rank job: which pretrained models suit a dataset best, found out without training any of them."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError, ModelError, SettingsError
from ptstudio.core.events import MachineProbed, StageChanged, StepEnded
from ptstudio.core.jobs import RankJob, TrainJob
from ptstudio.core.metric import Estimate
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.project import Project
from ptstudio.core.ranking import LeftOutModel, RankedModel, Ranking
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.device import choose_device, probe_machine
from ptstudio.engine.computing.evaluation import with_intervals
from ptstudio.engine.embedding import Embedded, Ground, embed
from ptstudio.engine.learning.preparation import describe
from ptstudio.engine.looking.feature_cache import trim
from ptstudio.engine.sampling import stratified
from ptstudio.library.faults import raise_if_absent
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Baseline, Evidence, Probe, Task


def run(job: RankJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result is a `Ranking`, with its `verdict` and the key of the `recommended` model beside it.

    Raises DatasetError where there is too little to compare models on, ModelError where no model could be tried,
    SettingsError where models cannot be ranked for this task.
    """
    start = time.perf_counter()
    project = Project.of_run(folder)
    data = RevisionData(project, project.revision(job.dataset))
    comparison = _Comparison(job, data, _ground(job, data, folder, project, channel), channel)
    models, twins = _without_twins(_candidates(job))
    for model in models:
        comparison.take(model, len(models))
    comparison.pass_over(twins)
    trim(project.cache_folder())
    ranking = comparison.ranking(time.perf_counter() - start)
    return ranking.model_dump(mode="json") | {"verdict": ranking.verdict.say(), "recommended": ranking.recommended.key}


def _ground(job: RankJob, data: RevisionData, folder: Path, project: Project, channel: Channel) -> Ground:
    rows = data.rows(Split.TRAIN)
    if not rows:
        raise DatasetError(
            "There is no training sample to compare models on.", "Import data with a training split, and try again."
        )
    machine = probe_machine()
    channel.emit(MachineProbed(machine=machine))
    device, _ = choose_device(None, machine)
    sample = rows.chosen(stratified(rows.strata.tolist(), job.samples, job.seed))
    tested = len(data.rows(Split.TEST))
    return Ground(rows, data.rows(Split.VALIDATION), tested, sample, device, folder, project.cache_folder())


def _candidates(job: RankJob) -> list[PretrainedModel]:
    """The models to try, in the order of their keys. Raises ModelError for an unknown key, or where none is ready or a
    folder of models is not there.
    """
    library = Library.standard()
    if job.models:
        return [find_model(key, library)[0] for key in sorted(set(job.models))]
    raise_if_absent(library)
    families = all_families()
    ready = [entry.model for entry in library.models()]
    found = [model for model in ready if model.family in families and job.task in families[model.family].tasks]
    if not found:
        raise ModelError(
            "No model for this task is on this machine.", "Add the weights of one by: ptstudio models add FILE"
        )
    return found


def _without_twins(
    models: list[PretrainedModel],
) -> tuple[list[PretrainedModel], list[tuple[PretrainedModel, PretrainedModel]]]:
    """Models that differ, and those with the same weights and input as one of them, each with that one."""
    first: dict[tuple[str, str], PretrainedModel] = {}
    twins = []
    for model in models:
        known = first.setdefault((model.sha256, model.input.to_line()), model)
        if known is not model:
            twins.append((model, known))
    return list(first.values()), twins


@dataclass(frozen=True)
class _Tried:
    ranked: RankedModel
    evidence: Evidence
    folds: int


class _Comparison:
    """Tries one model after the other on the same samples and folds."""

    def __init__(self, job: RankJob, data: RevisionData, ground: Ground, channel: Channel) -> None:
        self._job, self._data, self._ground, self._channel = job, data, ground, channel
        self._task = all_tasks()[job.task]
        self._probe = _probe_of(self._task)
        self._start = time.perf_counter()
        self._tried: list[_Tried] = []
        self._left_out: list[LeftOutModel] = []

    def take(self, model: PretrainedModel, of: int) -> None:
        """Try a model, or note why it cannot be; `of` is the number of all."""
        number = len(self._tried) + len(self._left_out)
        self._channel.breathe()
        self._channel.emit(StageChanged(stage="rank", title=f"Trying {model.title} ({number + 1} of {of})"))
        try:
            self._tried.append(self._try(model, self._progress(number, of)))
        except ModelError as error:
            self._leave_out(model, error.message, error.hint)
        except (MemoryError, RuntimeError) as error:  # how torch says that a network cannot be computed here
            said = (str(error).splitlines() or [type(error).__name__])[0]
            self._leave_out(model, f"It cannot be computed on this machine: {said}", "Choose a smaller model.")
        self._progress(number, of)(len(self._ground.sample), len(self._ground.sample))

    def pass_over(self, twins: Iterable[tuple[PretrainedModel, PretrainedModel]]) -> None:
        """Note which models have the same weights as another, so that what is found of that one holds for them."""
        for model, known in twins:
            self._leave_out(
                model,
                f"It has the same weights as “{known.key}”.",
                "Whatever is said of that one holds for it; you can remove one of the two.",
            )

    def ranking(self, seconds: float) -> Ranking:
        """All models in order. Raises ModelError where none could be tried."""
        if not self._tried:
            first = self._left_out[0]
            raise ModelError(f"No model could be tried. {first.title}: {first.reason}", first.hint)
        facts = self._task.deciding_metric
        sign = -1 if facts.higher_is_better else 1
        ranked = [tried.ranked for tried in self._tried]
        baseline = self._baseline()
        return Ranking(
            task=self._job.task,
            dataset=self._job.dataset,
            metric=facts.key,
            higher_is_better=facts.higher_is_better,
            samples=len(self._ground.sample),
            training_samples=len(self._ground.training),
            folds=self._tried[0].folds,
            baseline=baseline.values[facts.key],
            baseline_reason=baseline.reason,
            models=tuple(sorted(ranked, key=lambda model: (sign * model.estimate.value, model.seconds_per_sample))),
            left_out=tuple(self._left_out),
            seconds=round(seconds, 3),
        )

    def _try(self, model: PretrainedModel, progress: Callable[[int, int], None]) -> _Tried:
        job, metric = self._job, self._task.best_metric
        training = TrainJob(task=job.task, dataset=job.dataset, model=model.key, preset=self._task.presets[0].key)
        embedded = embed(describe(training, self._data), self._ground, progress)
        found = self._probe(
            embedded.features,
            self._ground.sample.column("group"),
            self._data.revision.classes,
            job.folds,
            job.seed,
            self._channel.breathe,
        )
        by_fold = [
            self._task.measure({name: array[found.folds == fold] for name, array in found.evidence.items()})[metric]
            for fold in np.unique(found.folds)
        ]
        estimate = with_intervals(self._task, found.evidence, job.seed)[metric]
        return _Tried(_ranked(model, estimate, by_fold, embedded), found.evidence, len(by_fold))

    def _baseline(self) -> Baseline:
        classes = self._data.revision.classes
        counts = self._task.class_counts(self._ground.training.column("label"), classes)
        return self._task.baseline(counts, self._tried[0].evidence, classes)

    def _leave_out(self, model: PretrainedModel, reason: str, hint: str) -> None:
        self._left_out.append(LeftOutModel(key=model.key, title=model.title, reason=reason, hint=hint))

    def _progress(self, number: int, of: int) -> Callable[[int, int], None]:
        """Tells progress within the model of that number as progress over all, as if each took as long."""
        total = of * len(self._ground.sample)

        def tell(done: int, _: int) -> None:
            self._channel.breathe()
            overall = number * len(self._ground.sample) + done
            taken_s = time.perf_counter() - self._start
            remaining_s = taken_s * (total - overall) / overall
            self._channel.step(StepEnded(stage="rank", done=overall, total=total, remaining_s=remaining_s))

        return tell


def _probe_of(task: Task) -> Probe:
    """How models are ranked for a task. Raises SettingsError where they cannot be."""
    probe = task.probe()
    if probe is None:
        raise SettingsError(
            f"Models cannot be ranked for “{task.title}”.", "Choose one by its facts, or train with several."
        )
    return probe


def _ranked(model: PretrainedModel, estimate: Estimate, by_fold: list[float], embedded: Embedded) -> RankedModel:
    return RankedModel(
        key=model.key,
        title=model.title,
        estimate=estimate,
        fold_mean=statistics.mean(by_fold),
        fold_spread=statistics.stdev(by_fold),
        seconds_per_sample=embedded.seconds_per_sample,
        parameters=model.parameters,
        memory_mb=round(embedded.memory_mb, 1),
        training_s={preset: round(seconds, 1) for preset, seconds in embedded.training_s.items()},
    )
