"""The rate test job: a learning rate that suits the phase that trains the most, found in about a hundred steps.

Smith 2017 (arXiv:1506.01186): the rate rises from step to step, and the loss tells where it begins to do harm. The
network is a copy in memory and is thrown away; nothing of the project changes but the run's own folder.
"""

import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ptstudio.core.events import RateTried, StageChanged, StepEnded
from ptstudio.core.jobs import RateTestJob
from ptstudio.core.rate_test import DIVERGED, RatePoint, RateTest, suggested
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.adapters import adapted
from ptstudio.engine.computing.phases import Phase, set_learning
from ptstudio.engine.learning.loop import Loop, accelerator_for
from ptstudio.engine.learning.preparation import prepare
from ptstudio.engine.learning.setup import Setup, Source, feature_source, sample_source
from ptstudio.engine.learning.telling import looking
from ptstudio.engine.learning.training import Training
from ptstudio.engine.trials.inner_channel import InnerChannel
from ptstudio.engine.trials.repeated_training import RepeatedTraining

STEPS = 100
LOWEST, HIGHEST = 1e-6, 10.0
MEMORY = 0.9
"""How much of the smoothed loss stays from step to step: an average over about ten."""
LEAST_STEPS = 15
"""Before that many steps the smoothed loss is too young to be called diverged."""


def run(job: RateTestJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result is a `RateTest` with its `reason` beside it. Raises what a training raises."""
    start = time.perf_counter()
    inner = InnerChannel(channel)
    setup = RepeatedTraining(prepare(job.training, folder, inner)).setup(folder / "trial")
    phase = setup.phases[-1]
    if len(setup.phases) > 1:
        channel.emit(StageChanged(stage="before", title=setup.phases[0].title))
        Training(replace(setup, phases=setup.phases[:-1]), inner).run()
    with adapted(setup.network, phase, setup.settings.seed) as learning:
        points = list(_try_rates(setup, learning, _source(setup, learning, channel), channel))
    found = RateTest(
        setting="head_learning_rate" if phase.key == "head" else "learning_rate",
        phase=phase.title,
        usual=phase.learning_rate,
        points=tuple(points),
        suggestion=suggested(points),
        seconds=round(time.perf_counter() - start, 3),
    )
    return found.model_dump(mode="json") | {"reason": found.reason.say()}


def _source(setup: Setup, phase: Phase, channel: Channel) -> Source:
    if not phase.uses_features:
        return sample_source(setup)
    channel.emit(StageChanged(stage="features", title="Looking at every sample once"))
    return feature_source(setup, looking(channel, "features"))


def _try_rates(setup: Setup, phase: Phase, source: Source, channel: Channel) -> Iterator[RatePoint]:
    """Train with a rising rate until the loss goes out of control; a point for every step.

    The smoothed loss is an exponential average, corrected for its beginning as Adam's moments are (arXiv:1412.6980).
    """
    channel.emit(StageChanged(stage="rate-test", title="Trying learning rates"))
    set_learning(setup.network, phase)
    loop = Loop(setup, replace(phase, learning_rate=1.0), source, accelerator_for(setup.way), rate_at)
    start, average, best = time.perf_counter(), 0.0, math.inf
    try:
        for step, loss in zip(range(STEPS), _losses(loop), strict=False):
            channel.breathe()
            if not math.isfinite(loss):
                return
            average = MEMORY * average + (1 - MEMORY) * loss
            smooth = average / (1 - MEMORY ** (step + 1))
            if step >= LEAST_STEPS and smooth > DIVERGED * best:
                return
            best = min(best, smooth)
            channel.emit(RateTried(learning_rate=rate_at(step), loss=smooth))
            taken_s = time.perf_counter() - start
            left_s = taken_s / (step + 1) * (STEPS - step - 1)
            channel.step(StepEnded(stage="rate-test", done=step + 1, total=STEPS, remaining_s=left_s))
            yield RatePoint(learning_rate=rate_at(step), loss=smooth)
    finally:
        loop.close()


def _losses(loop: Loop) -> Iterator[float]:
    """The loss of every step, pass after pass over the samples."""
    for epoch in itertools.count():
        for loss, _ in loop.steps(epoch, 0):
            yield float(loss)


def rate_at(step: int) -> float:
    """The rate of a step, from the lowest to the highest, each a fixed share above the one before."""
    return float(LOWEST * (HIGHEST / LOWEST) ** (step / (STEPS - 1)))
