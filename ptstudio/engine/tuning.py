"""The tune job: good settings for a training, found by trying within a budget; knows no setting by name.

The test split is never looked at. Every trial starts from the same weights and is measured on the same validation
samples. A trial is kept as soon as it has ended, in a file of its own, so that a search that was stopped or killed goes
on where it was: what is proposed depends on the seed, the number of the trial and the trials before it alone.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import optuna
from optuna.pruners import MedianPruner
from optuna.samplers import TPESampler
from optuna.trial import TrialState

from ptstudio.core import atomic
from ptstudio.core.errors import Diverged, OutOfMemory
from ptstudio.core.events import StageChanged, StepEnded, TrialEnded
from ptstudio.core.jobs import SettingValue, TuneJob
from ptstudio.core.tuning import Tuning
from ptstudio.engine.channel import Channel
from ptstudio.engine.learning.preparation import Prepared, prepare
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.learning.training import Training
from ptstudio.engine.trials.attempt import Attempt, GivenUp, phase_starts
from ptstudio.engine.trials.inner_channel import InnerChannel
from ptstudio.engine.trials.repeated_training import RepeatedTraining
from ptstudio.engine.trials.search_space import KeptTrial, as_optuna_knows, known_values, rounded, space_of

RANDOM_TRIALS = 8
"""So many are thrown by dice before conclusions are drawn from them."""
LEAST_TO_COMPARE = 4
"""A trial is given up only where so many before it came to their end."""
UNDISTURBED = 0.25
"""The share of the last phase that no trial is given up in: what begins slowly may end well."""

State = Literal["finished", "pruned", "failed"]


def run(job: TuneJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the `best` settings and the `training` that has them, the values of the `first` and
    the best trial, and what to think of it. Raises what a training raises, but for a trial that goes astray.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    search = _Search(job, prepare(job.training, folder, InnerChannel(channel)), folder, channel)
    search.go_on()
    return _result(search.outcome())


def _result(found: Tuning) -> dict[str, Any]:
    best, first = found.best, found.first
    return {
        "metric": found.metric.key,
        "trials": len(found.trials),
        "first": first.value if first else None,
        "best": best.value if best else None,
        "best_trial": best.number if best else None,
        "settings": found.best_settings,
        "training": found.best_training.model_dump(mode="json"),
        "seconds": round(sum(trial.seconds for trial in found.trials), 3),
        "verdict": found.verdict.say(),
        "caution": found.caution.say(),
    }


class _Search:
    def __init__(self, job: TuneJob, prepared: Prepared, folder: Path, channel: Channel) -> None:
        setup = prepared.setup
        self._job, self._channel = job, channel
        self._kept_in, self._works_in = folder / "checkpoints", folder / "trial"
        self._base, self._samples = setup.settings, len(setup.validation)
        self._repeated = RepeatedTraining(prepared)
        self._space = space_of(self._base)
        self._metric = setup.lesson.deciding_metric
        self._study = optuna.create_study(direction="maximize", pruner=_pruner(setup))
        self._trials: list[KeptTrial] = []

    def go_on(self) -> None:
        """Try until the budget is spent, what was tried before included. Raises StopRequested."""
        self._channel.emit(StageChanged(stage="tune", title="Trying settings"))
        for file in sorted(self._kept_in.glob("trial-*.json")):
            self._take(KeptTrial.from_text(file.read_bytes()))
        if not self._trials:
            self._try(None)
        while self._has_time() and (self._job.trials is None or len(self._trials) < self._job.trials):
            self._study.sampler = TPESampler(seed=self._seed(), n_startup_trials=RANDOM_TRIALS)
            asked = self._study.ask(dict(self._space))
            self._try(asked)
            self._study.tell(asked, state=TrialState.FAIL)  # what counts of it is what was kept

    def outcome(self) -> Tuning:
        """What was found."""
        return Tuning(self._job, [kept.ended for kept in self._trials], self._metric, self._samples)

    def _try(self, asked: optuna.Trial | None) -> None:
        """Train once; without `asked`, with the settings as they were drafted."""
        if asked is None:
            proposed, tried = known_values(self._base, self._space), self._as_drafted()
        else:
            proposed = dict(asked.params)
            tried = rounded(proposed, self._base)
        setup = self._repeated.setup(self._works_in, {} if asked is None else tried)
        attempt = Attempt(setup, self._metric, asked, self._has_time)
        state = self._train(setup, attempt)
        if attempt.curve or state == "failed":
            self._keep(attempt, state, proposed, tried)

    def _train(self, setup: Setup, attempt: Attempt) -> State:
        try:
            inner = InnerChannel(self._channel, attempt.note, attempt.breathe, passes_warnings=False)
            Training(setup, inner, is_rescued=False).run()
        except GivenUp:
            return "pruned"
        except (Diverged, OutOfMemory):
            return "failed"
        finally:
            shutil.rmtree(self._works_in, ignore_errors=True)
        return "finished"

    def _keep(
        self, attempt: Attempt, state: State, proposed: Mapping[str, SettingValue], tried: Mapping[str, SettingValue]
    ) -> None:
        """Write a trial down, then tell it: what a person has seen is there after a resume."""
        number = len(self._trials) + 1
        score = None if state == "failed" else attempt.score
        ended = TrialEnded(
            number=number,
            settings=dict(tried),
            value=None if state == "failed" else attempt.value,
            state=state,
            seconds=round(attempt.seconds, 3),
            is_best=score is not None and all(score > kept.score for kept in self._trials if kept.score is not None),
        )
        kept = KeptTrial(ended=ended, values=dict(proposed), score=score, curve=attempt.curve)
        atomic.write_text(self._kept_in / f"trial-{number:05d}.json", kept.to_text())
        self._take(kept)

    def _take(self, kept: KeptTrial) -> None:
        """Count a trial. The study knows each from what is kept alone, so that it is the same after a resume."""
        self._trials.append(kept)
        self._study.add_trial(as_optuna_knows(kept, self._space))
        self._channel.emit(kept.ended)
        done, left_s = len(self._trials), max(0.0, 60 * self._job.minutes - self._used_s())
        each_s = max(self._used_s() / done, 1e-3)
        ahead = round(left_s / each_s)
        if self._job.trials is not None:
            ahead = min(ahead, max(0, self._job.trials - done))
        left_s = min(left_s, ahead * each_s)
        self._channel.step(StepEnded(stage="tune", done=done, total=done + ahead, remaining_s=left_s))

    def _as_drafted(self) -> dict[str, SettingValue]:
        values = self._base.model_dump(mode="json")
        return {name: values[name] for name in self._space}

    def _used_s(self) -> float:
        return sum(kept.ended.seconds for kept in self._trials)

    def _has_time(self, under_way_s: float = 0.0) -> bool:
        return self._used_s() + under_way_s < 60 * self._job.minutes

    def _seed(self) -> int:
        """Other dice for every trial, the same for the same one."""
        return (self._job.seed * 1_000_003 + len(self._trials)) % 2**32


def _pruner(setup: Setup) -> MedianPruner:
    last = setup.phases[-1]
    undisturbed = phase_starts(setup)[-1] + round(UNDISTURBED * last.epochs)
    return MedianPruner(n_startup_trials=LEAST_TO_COMPARE, n_warmup_steps=undisturbed)
