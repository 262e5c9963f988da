"""A training from its first phase to its last: validated, watched, stopped early, saved and resumed.

Knows no task and no network by name, and nothing of how its parts were chosen.
"""

import math
import time
from collections.abc import Callable

import torch

from ptstudio.core.errors import Diverged
from ptstudio.core.events import CheckpointSaved, EpochEnded, StageChanged, StepEnded
from ptstudio.engine import checkpoint as checkpoints
from ptstudio.engine.batches import chunks, load_batches
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.checkpoint import Checkpoint, Position
from ptstudio.engine.evaluation import judge
from ptstudio.engine.loop import Loop, accelerator_for
from ptstudio.engine.network import plain_state
from ptstudio.engine.pace import Pace
from ptstudio.engine.phases import Phase, learned_names, set_learning
from ptstudio.engine.setup import Setup, Source, feature_source, sample_source
from ptstudio.engine.stopwatch import Stopwatch
from ptstudio.engine.watching import Watchlist
from ptstudio.tasks._task import Evidence

_FOLDER = "checkpoints"


class Training:
    """One training. `run` it once; it goes on from the newest checkpoint of the run, if there is one."""

    def __init__(self, setup: Setup, channel: Channel) -> None:
        self._setup = setup
        self._channel = channel
        self._accelerator = accelerator_for(setup.way)
        self._watchlist = Watchlist(setup.task, setup.validation, setup.trained.classes)
        self._resumed = checkpoints.newest(setup.folder / _FOLDER)
        self.position = self._resumed.position if self._resumed else Position()
        self.stopwatch = Stopwatch(self.position.seconds)
        self._best: dict[str, torch.Tensor] = {}
        self._saved_at = time.monotonic()
        self._pace = Pace()

    def run(self) -> None:
        """Train; afterwards the network is the best that was seen. Raises StopRequested, Diverged, DatasetError,
        DiskFull; in each case what was learned up to the last checkpoint is kept.
        """
        for number in range(self.position.phase, len(self._setup.phases)):
            self._train_phase(number, self._setup.phases[number])
        self._setup.way.place(self._setup.network)

    def best_so_far(self) -> bool:
        """Put the best weights seen into the network; False where no epoch has ended yet."""
        if not self.position.best_epoch:
            return False
        self._setup.network.load_state_dict(self._best, strict=False)
        return True

    def _train_phase(self, number: int, phase: Phase) -> None:
        source = self._source(phase)
        loop = Loop(self._setup, phase, source, self._accelerator)
        try:
            self._begin(number, phase, loop)
            self._channel.emit(StageChanged(stage=phase.key, title=phase.title))
            with self.stopwatch.stage("train"):
                while self.position.phase_epoch < phase.epochs and not self._is_stale():
                    self._train_epoch(phase, loop, source)
        except StopRequested:
            self._save(phase, loop)
            self.best_so_far()
            raise
        finally:
            loop.close()
        self.best_so_far()

    def _source(self, phase: Phase) -> Source:
        if not phase.uses_features:
            return sample_source(self._setup)
        self._channel.emit(StageChanged(stage="features", title="Looking at every sample once"))
        with self.stopwatch.stage("features"):
            return feature_source(self._setup, self._progress("features"))

    def _begin(self, number: int, phase: Phase, loop: Loop) -> None:
        """Start a phase from the best of the phase before, or where a checkpoint left it."""
        self._pace = Pace()
        set_learning(self._setup.network, phase)
        if self._resumed:
            self._setup.network.load_state_dict(self._resumed.weights, strict=False)
            loop.load_state(self._resumed.machinery)
            self._best, self._resumed = self._resumed.best, None
        else:
            self.position = self.position.model_copy(update={"phase": number, "phase_epoch": 0, "stale": 0})
            self._best = self._snapshot(phase)

    def _is_stale(self) -> bool:
        return 0 < self._setup.settings.patience <= self.position.stale

    def _train_epoch(self, phase: Phase, loop: Loop, source: Source) -> None:
        started = time.perf_counter()
        self._pace.go_on()
        set_learning(self._setup.network, phase)
        train_loss = self._take_steps(phase, loop)
        trained_s = time.perf_counter() - started
        evidence, validation_loss = self._validate(loop, source)
        metrics = self._setup.task.measure(evidence)
        is_best = self._note(metrics, validation_loss, phase)
        self._pace.epoch_ended()
        self._channel.emit(
            EpochEnded(
                epoch=self.position.epoch,
                epochs=self._epochs_planned(),
                phase=phase.key,
                train_loss=train_loss,
                validation_loss=validation_loss,
                metrics=metrics,
                learning_rate=loop.learning_rate,
                seconds=time.perf_counter() - started,
                samples_per_s=len(self._setup.training) / max(trained_s, 1e-9),
                is_best=is_best,
                watched=self._watchlist.look(evidence),
            )
        )
        if time.monotonic() - self._saved_at >= self._setup.settings.checkpoint_every_s:
            self._save(phase, loop)
        self._channel.breathe()

    def _take_steps(self, phase: Phase, loop: Loop) -> float:
        """The steps of an epoch that are still to be made; gives its mean training loss."""
        loss_sum = torch.tensor(self.position.loss_sum, dtype=torch.float64)
        for loss, size in loop.steps(self.position.epoch, self.position.step):
            loss_sum = loss_sum.to(loss.device) + loss.double() * size
            step, samples = self.position.step + 1, self.position.samples + size
            self.position = self.position.model_copy(update={"step": step, "samples": samples})
            self._pace.step_ended()
            if self._channel.is_due():
                self._tell_step(phase, loop, _finite(float(loss)))
            try:
                self._channel.breathe()
                self._pace.go_on()
            except StopRequested:
                self.position = self.position.model_copy(update={"loss_sum": _finite(float(loss_sum))})
                raise
        self.position = self.position.model_copy(update={"loss_sum": _finite(float(loss_sum))})
        return self.position.loss_sum / max(1, self.position.samples)

    def _tell_step(self, phase: Phase, loop: Loop, loss: float) -> None:
        done = self.position.phase_epoch * loop.steps_per_epoch + self.position.step
        total = phase.epochs * loop.steps_per_epoch
        self._channel.step(
            StepEnded(
                stage=phase.key,
                done=done,
                total=total,
                remaining_s=self._pace.remaining_s(total - done, phase.epochs - self.position.phase_epoch),
                samples_per_s=self._setup.way.batch_size / max(self._pace.step_s, 1e-9),
                loss=loss,
                learning_rate=loop.learning_rate,
                epochs_done=self.position.epoch + self.position.step / loop.steps_per_epoch,
            )
        )

    def _validate(self, loop: Loop, source: Source) -> tuple[Evidence, float]:
        setup = self._setup
        numbers = chunks(range(len(setup.validation)), setup.way.batch_size)
        batches = load_batches(numbers, source.validation, setup.task.collate, in_threads=source.is_decoded)
        return judge(setup.task, loop.module, batches, setup.way, lambda _: self._channel.breathe())

    def _note(self, metrics: dict[str, float], validation_loss: float, phase: Phase) -> bool:
        """Count the epoch as ended; keep the weights if they are the best so far."""
        task = self._setup.task
        facts = next(facts for facts in task.metrics if facts.key == task.best_metric)
        value = metrics[facts.key] if facts.higher_is_better else -metrics[facts.key]
        score = (value, -_finite(validation_loss))
        is_best = self.position.best_score is None or score > self.position.best_score
        epoch = self.position.epoch + 1
        update: dict[str, object] = {
            "epoch": epoch,
            "phase_epoch": self.position.phase_epoch + 1,
            "step": 0,
            "loss_sum": 0.0,
            "samples": 0,
            "stale": 0 if is_best else self.position.stale + 1,
        }
        if is_best:
            update |= {"best_epoch": epoch, "best_score": score}
            self._best = self._snapshot(phase)
        self.position = self.position.model_copy(update=update)
        return is_best

    def _snapshot(self, phase: Phase) -> dict[str, torch.Tensor]:
        network = self._setup.network
        names = learned_names(network, phase)
        return plain_state({name: tensor for name, tensor in network.state_dict().items() if name in names})

    def _save(self, phase: Phase, loop: Loop) -> None:
        position = self.position.model_copy(update={"seconds": self.stopwatch.seconds})
        kept = Checkpoint(position, self._snapshot(phase), self._best, loop.state())
        path = checkpoints.save(kept, self._setup.folder / _FOLDER)
        self._saved_at = time.monotonic()
        self._channel.emit(CheckpointSaved(epoch=position.epoch, step=position.step, folder=path.name))

    def _epochs_planned(self) -> int:
        ahead = self._setup.phases[self.position.phase + 1 :]
        current = self._setup.phases[self.position.phase]
        left = current.epochs - self.position.phase_epoch
        return self.position.epoch + left + sum(phase.epochs for phase in ahead)

    def _progress(self, stage: str) -> Callable[[int, int], None]:
        started = time.perf_counter()

        def tell(done: int, total: int) -> None:
            self._channel.breathe()
            rate = done / max(1e-9, time.perf_counter() - started)
            remaining = (total - done) / rate
            self._channel.step(
                StepEnded(stage=stage, done=done, total=total, remaining_s=remaining, samples_per_s=rate)
            )

        return tell


def _finite(loss: float) -> float:
    if not math.isfinite(loss):
        raise Diverged(
            "Training went out of control: the loss is no longer a number.",
            "Choose a lower learning rate (a tenth, say) and train again; what was saved before is kept.",
        )
    return loss
