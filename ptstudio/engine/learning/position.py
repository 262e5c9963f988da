"""How far a training has come."""

from typing import TypeAlias

from ptstudio.core.message import Record
from ptstudio.engine.learning.diagnosis import PastEpoch
from ptstudio.engine.learning.divergence import Trend

Place: TypeAlias = tuple[int, int, int]
"""Phase, finished epochs over all phases, steps of the epoch under way: places are in the order of the training."""


class Position(Record):
    """How far a training has come, and what has to be known of the way there.

    `epoch` counts finished epochs over all phases, `phase_epoch` those of the phase, `step` the steps of the epoch
    under way and `loss_sum` and `samples` what they added up to. `stale` epochs have passed since the best one.
    `told` are the keys of diagnoses that were made.
    """

    phase: int = 0
    epoch: int = 0
    phase_epoch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    samples: int = 0
    stale: int = 0
    best_epoch: int = 0
    best_score: tuple[float, float] | None = None
    trend: Trend = Trend()
    history: tuple[PastEpoch, ...] = ()
    told: tuple[str, ...] = ()
    seconds: dict[str, float] = {}

    def is_stale(self, patience: int) -> bool:
        """Whether it was no better for as many epochs as somebody has patience for; 0 stands for any number."""
        return 0 < patience <= self.stale

    def after_epoch(self, past: PastEpoch, best_score: tuple[float, float] | None) -> "Position":
        """With one more epoch, which is the best so far if it has a `best_score`."""
        update: dict[str, object] = {
            "epoch": self.epoch + 1,
            "phase_epoch": self.phase_epoch + 1,
            "step": 0,
            "loss_sum": 0.0,
            "samples": 0,
            "stale": 0 if best_score else self.stale + 1,
            "history": (*self.history, past),
        }
        if best_score:
            update |= {"best_epoch": self.epoch + 1, "best_score": best_score}
        return self.model_copy(update=update)

    @property
    def place(self) -> Place:
        """Where the next step is made."""
        return self.phase, self.epoch, self.step


START = Position()
"""Where every training begins."""
