"""How far a training has come, told as it goes: steps with an estimate, epochs, samples looked at."""

import time
from collections.abc import Callable

from ptstudio.core.events import EpochEnded, StepEnded
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.phases import Phase
from ptstudio.engine.learning.pace import Pace
from ptstudio.engine.learning.position import Position
from ptstudio.engine.learning.setup import Setup


class Teller:
    """Tells of one phase; `pace` is how fast it goes."""

    def __init__(self, setup: Setup, phase: Phase, steps_per_epoch: int, channel: Channel) -> None:
        self._setup, self._phase, self._channel = setup, phase, channel
        self._steps_per_epoch = steps_per_epoch
        self.pace = Pace()

    def step(self, position: Position, loss: float | None, learning_rate: float) -> None:
        """A step was made; told where it is due."""
        self.pace.step_ended()
        if not self._channel.is_due():
            return
        done = position.phase_epoch * self._steps_per_epoch + position.step
        total = self._phase.epochs * self._steps_per_epoch
        self._channel.step(
            StepEnded(
                stage=self._phase.key,
                done=done,
                total=total,
                remaining_s=self.pace.remaining_s(total - done, self._phase.epochs - position.phase_epoch),
                samples_per_s=self._setup.way.batch_size / max(self.pace.step_s, 1e-9),
                loss=loss,
                learning_rate=learning_rate,
                epochs_done=position.epoch + position.step / self._steps_per_epoch,
            )
        )

    def epoch(self, ended: EpochEnded) -> None:
        """An epoch has ended."""
        self.pace.epoch_ended()
        self._channel.emit(ended)

    def epochs_planned(self, position: Position) -> int:
        """How many epochs the training will have had at most; a phase that was no better for long is over."""
        ahead = self._setup.phases[position.phase + 1 :]
        is_over = position.is_stale(self._setup.settings.patience)
        left = 0 if is_over else self._phase.epochs - position.phase_epoch
        return position.epoch + left + sum(phase.epochs for phase in ahead)


def looking(channel: Channel, stage: str) -> Callable[[int, int], None]:
    """What tells how many samples of all have been looked at in a stage that begins now."""
    started = time.perf_counter()

    def tell(done: int, total: int) -> None:
        channel.breathe()
        rate = done / max(1e-9, time.perf_counter() - started)
        remaining_s = (total - done) / max(rate, 1e-9)
        channel.step(StepEnded(stage=stage, done=done, total=total, remaining_s=remaining_s, samples_per_s=rate))

    return tell
