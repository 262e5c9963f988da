"""What a training will do, and about how long it takes; from measured speed, before anything is trained."""

import psutil

from ptstudio.core.amount import MB
from ptstudio.core.machine import Plan, PlannedStage
from ptstudio.engine.decided import Decided
from ptstudio.engine.setup import Setup

TRAINING_COST = 3.0
"""A training step costs about three forward passes: one forward, two backward."""
HEAD_SAMPLES_PER_S = 20_000.0
REPORT_S = 2.0
"""What intervals, thumbnails and the report's pages take, about, however many samples there are."""


def plan(setup: Setup, decided: Decided, test_samples: int) -> Plan:
    """Estimate each stage. Seconds are upper bounds, since early stopping may end a phase sooner."""
    forward_s = 1 / decided.samples_per_s
    look_s = _with_reading(forward_s, decided)
    exact_s = _with_reading(1 / (decided.exact_samples_per_s or decided.samples_per_s), decided)
    training, validation = len(setup.training), len(setup.validation)
    stages = []
    if any(phase.uses_features for phase in setup.phases):
        seconds = ((1 + setup.settings.head_variations) * training + validation) * look_s
        stages.append(PlannedStage(key="features", title="Looking at every sample once", seconds=seconds))
    for phase in setup.phases:
        a_pass = training / HEAD_SAMPLES_PER_S
        if not phase.uses_features:
            a_pass = training * _with_reading(TRAINING_COST * forward_s, decided) + validation * look_s
        stages.append(PlannedStage(key=phase.key, title=phase.title, seconds=phase.epochs * a_pass))
    judged = (validation + test_samples) * exact_s + REPORT_S
    stages.append(PlannedStage(key="evaluate", title="Measuring on samples it never saw", seconds=judged))
    return Plan(
        stages=tuple(stages),
        choices=decided.choices,
        seconds=sum(stage.seconds for stage in stages),
        memory_mb=_memory_mb(setup, decided),
    )


def _with_reading(computing_s: float, decided: Decided) -> float:
    """The seconds that a sample takes: a graphics card computes while the next is read, a processor does both."""
    return computing_s + decided.reading_s if decided.device == "cpu" else max(computing_s, decided.reading_s)


def _memory_mb(setup: Setup, decided: Decided) -> float:
    """What is taken already, plus the activations of a batch, plus gradient and two moments of all that learns."""
    taken = psutil.Process().memory_info().rss / MB
    activations = decided.sample_mb * decided.batch_size
    learning = [phase for phase in setup.phases if not phase.uses_features]
    if not learning:
        return float(taken + activations)
    weights = sum(parameter.numel() for parameter in setup.network.parameters()) * 4 / MB
    return float(taken + 2 * activations + 3 * weights)
