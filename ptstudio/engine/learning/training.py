"""A training from its first phase to its last: validated, watched, stopped early, saved, rescued and resumed.

Knows no task and no network by name, and nothing of how its parts were chosen.
"""

import time
from dataclasses import replace

from ptstudio.core.errors import Diverged, PTStudioError
from ptstudio.core.events import EpochEnded, StageChanged
from ptstudio.core.shortage import Shortage
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.computing.adapters import adapted
from ptstudio.engine.computing.memory_return import give_back
from ptstudio.engine.computing.phases import Phase, learn_again, set_learning, smallest_part
from ptstudio.engine.computing.single_thread import single_thread
from ptstudio.engine.learning.adaptation import Adaptation, Adaptations
from ptstudio.engine.learning.aside import set_aside
from ptstudio.engine.learning.checkpoint import Checkpoint
from ptstudio.engine.learning.diagnosis import Measure, PastEpoch, diagnose, quality
from ptstudio.engine.learning.divergence import Arrivals, out_of_control, raise_if_not_finite
from ptstudio.engine.learning.keeping import Keeper
from ptstudio.engine.learning.ladder import Rungs, halving, memory_shortage, next_rung
from ptstudio.engine.learning.loop import Loop, accelerator_for
from ptstudio.engine.learning.position import Position
from ptstudio.engine.learning.rescue import lowered
from ptstudio.engine.learning.setup import Setup, Source, feature_source, sample_source
from ptstudio.engine.learning.shrinking import shrunk, smaller_input
from ptstudio.engine.learning.stopwatch import Stopwatch
from ptstudio.engine.learning.telling import Teller, looking
from ptstudio.engine.learning.watching import Watchlist
from ptstudio.engine.ranks.sharded_loop import loop_for
from ptstudio.tasks._task import Evidence


class _GoOnFrom(Exception):
    """The phase has to be taken up again from a state, as after a resume."""

    def __init__(self, state: Checkpoint) -> None:
        super().__init__()
        self.state = state


class Training:
    """One training. `run` it once; it goes on from the newest checkpoint of the run, if there is one.

    `setup` is what it learns by now: where memory is short, its inputs may have become smaller. Unless it `is_rescued`,
    a loss that goes out of control is a failure at once. `has_best` tells whether the network is the best that was seen
    so far, `best_evidence` is what that said of the validation samples, where its epoch was one of this session's, and
    `samples_per_s` how fast each phase learned in its last epoch.
    """

    def __init__(self, setup: Setup, channel: Channel, *, is_rescued: bool = True) -> None:
        self.setup = self._planned = setup
        self._channel = channel
        self._is_rescued = is_rescued
        self._accelerator = accelerator_for(setup.way)
        self._watchlist = Watchlist(setup.lesson, setup.validation, setup.trained.classes)
        self._adaptations = Adaptations(setup.folder)
        self._arrivals = Arrivals()
        self._measure: Measure | None = None
        self._keeper = Keeper(setup.folder, channel)
        self.position = self._keeper.resumed.position if self._keeper.resumed else Position()
        self.stopwatch = Stopwatch(self.position.seconds)
        self.has_best = False
        self.best_evidence: Evidence | None = None
        self.samples_per_s: dict[str, float] = {}

    def run(self) -> None:
        """Train; afterwards the network is the best that was seen, also where it was stopped, unless no epoch had ended
        yet. Raises StopRequested, Diverged, OutOfMemory, DatasetError, DiskFull; in each case what was learned up to
        the last checkpoint is kept.
        """
        phases, seed = self._planned.phases, self._planned.settings.seed
        for number in range(self.position.phase, len(phases)):
            with adapted(self._planned.network, phases[number], seed) as phase:
                while not self._attempt(number, phase):
                    pass  # it goes on from another state, or in another way
        self.setup.way.place(self.setup.network)

    # ------------------------------------------------------------------ phases

    def _attempt(self, number: int, phase: Phase) -> bool:
        """Train a phase to its end; False where it has to be taken up again."""
        self.setup = shrunk(self._planned, self._adaptations.at(self.position.place).shrinks)
        source = self._source(phase)
        loop = loop_for(self.setup, phase, source, self._accelerator)
        teller = Teller(self.setup, phase, loop.steps_per_epoch, self._channel)
        self._channel.rest_by(lambda: set_aside(self.setup.network, loop, self.setup.way.device))
        try:
            self._begin(number, phase, loop)
            self._channel.emit(StageChanged(stage=phase.key, title=phase.title))
            with self.stopwatch.stage("train"), single_thread(phase.uses_features):
                self._train_epochs(phase, loop, teller)
        except _GoOnFrom as restart:
            self._keeper.resumed, self.position = restart.state, restart.state.position
            self._arrivals.forget()
            return False
        except StopRequested:
            self._keeper.save_sound(self._state(loop))
            self._take_best()
            raise
        except PTStudioError:
            self._keeper.save_good()
            raise
        finally:
            self._channel.rest_by(None)
            loop.close()
        self._take_best()
        return True

    def _take_best(self) -> None:
        """Put the best weights seen into the network, if an epoch has ended."""
        if self.position.best_epoch:
            self.setup.network.load_state_dict(self._keeper.best, strict=False)
            self.has_best = True

    def _source(self, phase: Phase) -> Source:
        setup = self.setup
        if not phase.uses_features:
            return sample_source(setup)
        self._channel.emit(StageChanged(stage="features", title="Looking at every sample once"))

        def attempt(batch_size: int) -> Source:
            looking_way, exact = (
                replace(way, batch_size=min(way.batch_size, batch_size)) for way in (setup.looking, setup.exact)
            )
            return feature_source(replace(setup, looking=looking_way, exact=exact), looking(self._channel, "features"))

        with self.stopwatch.stage("features"):
            return halving(max(setup.looking.batch_size, setup.exact.batch_size), attempt, self._channel.emit)

    def _begin(self, number: int, phase: Phase, loop: Loop) -> None:
        """Start a phase from the best of the phase before, or where a state was kept."""
        set_learning(self.setup.network, phase)
        self._keeper.begin(self.setup.network, phase)
        state, self._keeper.resumed = self._keeper.resumed, None
        if state:
            self._keeper.go_on(state)
            steps = self.position.phase_epoch * loop.steps_per_epoch + self.position.step
            loop.load_state(state.machinery, steps)
        else:
            self.position = self.position.model_copy(update={"phase": number, "phase_epoch": 0, "stale": 0})
            self._keeper.note_best(self.position)
        loop.adapt(self._adaptations.at(self.position.place))

    # ------------------------------------------------------------------ epochs

    def _train_epochs(self, phase: Phase, loop: Loop, teller: Teller) -> None:
        while self.position.phase_epoch < phase.epochs and not self.position.is_stale(self.setup.settings.patience):
            try:
                self._keeper.good = self._state(loop)
                if not self._keeper.good.is_sound:
                    raise out_of_control("the loss is no longer a number")
                self._train_epoch(phase, loop, teller)
            except Diverged as problem:
                self._rescue(problem, loop)
                raise

    def _train_epoch(self, phase: Phase, loop: Loop, teller: Teller) -> None:
        started = time.perf_counter()
        teller.pace.go_on()
        self._change_way(loop)
        learn_again(phase)
        train_loss = self._take_steps(phase, loop, teller)
        trained_s = time.perf_counter() - started
        evidence, validation_loss = self._validate(loop)
        metrics = self.setup.lesson.measure(evidence)
        is_best = self._note(metrics, train_loss, validation_loss, phase)
        self.best_evidence = evidence if is_best else self.best_evidence
        self.samples_per_s[phase.key] = len(self.setup.training) / max(trained_s, 1e-9)
        teller.epoch(
            EpochEnded(
                epoch=self.position.epoch,
                epochs=teller.epochs_planned(self.position),
                phase=phase.key,
                train_loss=train_loss,
                validation_loss=validation_loss,
                metrics=metrics,
                learning_rate=loop.learning_rate,
                seconds=time.perf_counter() - started,
                samples_per_s=self.samples_per_s[phase.key],
                is_best=is_best,
                watched=self._watchlist.look(evidence),
            )
        )
        self._diagnose(evidence)
        if self._keeper.is_due(self.setup.settings.checkpoint_every_s):
            self._keeper.save(self._state(loop))
        self._channel.breathe()

    def _validate(self, loop: Loop) -> tuple[Evidence, float]:
        """With a batch of its own, which gets smaller where memory runs out, and never makes training's smaller."""
        setup, used = self.setup, loop.adaptation.judged_batch or self.setup.way.batch_size

        def attempt(batch_size: int) -> tuple[Evidence, float]:
            nonlocal used
            used = batch_size
            return loop.judge(batch_size, lambda _: self._channel.breathe())

        found = halving(used, attempt, self._channel.emit)
        if used < (loop.adaptation.judged_batch or setup.way.batch_size):
            self._adapt(loop.adaptation.model_copy(update={"judged_batch": used}))
            self._change_way(loop)
        raise_if_not_finite(found[1])
        return found

    def _note(self, metrics: dict[str, float], train_loss: float, validation_loss: float, phase: Phase) -> bool:
        """Count the epoch as ended; keep the weights if they are the best so far."""
        lesson, position = self.setup.lesson, self.position
        facts = lesson.deciding_metric
        value = metrics[facts.key]
        score = (quality(facts, value), -validation_loss)
        is_best = position.best_score is None or score > position.best_score
        past = PastEpoch(phase=phase.key, train_loss=train_loss, validation_loss=validation_loss, value=value)
        self.position = position.after_epoch(past, score if is_best else None)
        if is_best:
            self._keeper.note_best(self.position)
        return is_best

    def _diagnose(self, evidence: Evidence) -> None:
        """Say what does not go well, once."""
        setup = self.setup
        if self._measure is None:
            facts = setup.lesson.deciding_metric
            baseline = setup.lesson.baseline(setup.class_counts, evidence, setup.trained.classes)
            self._measure = Measure(facts, baseline.values.get(facts.key))
        warning = diagnose(self.position.history, self._measure, self.position.told)
        if warning is not None:
            self.position = self.position.model_copy(update={"told": (*self.position.told, warning.key)})
            self._channel.emit(warning)

    # ------------------------------------------------------------------ steps

    def _take_steps(self, phase: Phase, loop: Loop, teller: Teller) -> float:
        """The steps of an epoch that are still to be made, whatever runs out; gives its mean training loss."""
        while True:
            try:
                self._go_through(loop, teller)
                return self.position.loss_sum / max(1, self.position.samples)
            except Exception as error:
                shortage = memory_shortage(error)
                if shortage is None:
                    raise
            # Outside the handler: what the error holds, and with it the memory, is free only now.
            self._step_down(shortage, phase, loop)

    def _go_through(self, loop: Loop, teller: Teller) -> None:
        try:
            for loss, samples in loop.steps(self.position.epoch, self.position.step):
                step, seen = self.position.step + 1, self.position.samples + samples
                self.position = self.position.model_copy(update={"step": step, "samples": seen})
                arrived = self._arrivals.take(loss, samples)
                self._note_losses(arrived)
                teller.step(self.position, arrived[-1][0] if arrived else None, loop.learning_rate)
                self._channel.breathe()
                teller.pace.go_on()
                self._change_way(loop)
        except StopRequested:
            self._note_losses(self._arrivals.rest())
            raise
        self._note_losses(self._arrivals.rest())

    def _note_losses(self, arrived: list[tuple[float, int]]) -> None:
        """Raises Diverged where one is out of control."""
        for loss, samples in arrived:
            update = {
                "trend": self.position.trend.after(loss),
                "loss_sum": self.position.loss_sum + loss * samples,
            }
            self.position = self.position.model_copy(update=update)

    # ------------------------------------------------------------------ adapting

    def _step_down(self, shortage: Shortage, phase: Phase, loop: Loop) -> None:
        """Go on with less memory. Raises OutOfMemory where there is no way left."""
        loop.forget_step()
        give_back()
        rungs = Rungs(
            batch_size=min(self.setup.way.batch_size, len(self.setup.training)),
            smallest=smallest_part(phase),
            can_recompute=bool(phase.blocks) and not phase.uses_features,
            smaller="" if phase.uses_features else smaller_input(self.setup),
        )
        lower, adapted = next_rung(loop.adaptation, shortage, rungs)
        good = self._keeper.good
        if loop.is_torn and good is not None:
            self._adapt(lower, good.position)
            self._channel.emit(adapted)
            raise _GoOnFrom(good)
        self._adapt(lower)
        self._channel.emit(adapted)
        self._change_way(loop)

    def _rescue(self, problem: Diverged, loop: Loop) -> None:
        """After the loss went out of control, go on once from the last good state, with smaller steps. Returns where
        there is none, or nobody wants that; raises Diverged where it has not helped.
        """
        good = self._keeper.good
        if good is None or not good.is_sound or not self._is_rescued:
            return
        adaptation, adapted = lowered(problem, loop.adaptation, good.position.epoch)
        self._adapt(adaptation, good.position)
        self._channel.emit(adapted)
        raise _GoOnFrom(good) from problem

    def _adapt(self, adaptation: Adaptation, position: Position | None = None) -> None:
        place = (position or self.position).place
        self._adaptations.add(adaptation.model_copy(update={"place": place}))

    def _change_way(self, loop: Loop) -> None:
        """Go on in the way that holds for the next step."""
        held = self._adaptations.at(self.position.place)
        if held == loop.adaptation:
            return
        if held.shrinks != loop.adaptation.shrinks:
            self._note_losses(self._arrivals.rest())
            raise _GoOnFrom(self._state(loop))
        loop.adapt(held)

    def _state(self, loop: Loop) -> Checkpoint:
        """Everything as it is now."""
        position = self.position.model_copy(update={"seconds": self.stopwatch.seconds})
        return self._keeper.state(position, loop.state())
