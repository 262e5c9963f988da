"""What a training says that is part of another job: its epochs to that job, and to a person only what must be known."""

from collections.abc import Callable

from ptstudio.core.events import Adapted, ChoiceMade, EpochEnded, Event, MachineProbed, StepEnded, WarningRaised
from ptstudio.core.requests import Predict
from ptstudio.engine.channel import Channel, Rest

_PASSED_ON = (Adapted, ChoiceMade, MachineProbed)


def _nothing(_: EpochEnded) -> None:
    """Nobody wants to know."""


class InnerChannel(Channel):
    """Stands between a training and the channel of the job that it is part of.

    Requests reach the training as they reach the job. `on_epoch` and `on_breath` may raise to give the training up.
    Where it `passes_warnings`, each is told once, however many trainings raise it. Where it `passes_steps`, the job's
    progress is that of the training.
    """

    def __init__(
        self,
        outer: Channel,
        on_epoch: Callable[[EpochEnded], None] = _nothing,
        on_breath: Callable[[], None] | None = None,
        *,
        passes_warnings: bool = True,
        passes_steps: bool = False,
    ) -> None:
        self._outer = outer
        self._on_epoch, self._on_breath = on_epoch, on_breath
        self._passes_warnings, self._passes_steps = passes_warnings, passes_steps
        self._warned: set[str] = set()
        self.measure = outer.measure

    def emit(self, event: Event) -> None:
        """Pass on what was chosen and what a person should know; how far this training is would only confuse."""
        if isinstance(event, EpochEnded):
            self._on_epoch(event)
        elif isinstance(event, WarningRaised):
            self._warn(event)
        elif isinstance(event, _PASSED_ON):
            self._outer.emit(event)

    def listen(self, hear: Callable[[Event], None]) -> None:
        """To what the job tells."""
        self._outer.listen(hear)

    def unlisten(self, hear: Callable[[Event], None]) -> None:
        """No more."""
        self._outer.unlisten(hear)

    def offer(self, event: Event) -> None:
        """The job tells it."""
        self._outer.offer(event)

    def rest_by(self, rest: Rest | None) -> None:
        """A pause of the job is one of the training."""
        self._outer.rest_by(rest)

    def step(self, event: StepEnded) -> None:
        """The job tells its own progress, unless that is the training's."""
        if self._passes_steps:
            self._outer.step(event)

    def is_due(self) -> bool:
        """Nothing is told of single steps, unless they are those of the job."""
        return self._passes_steps and self._outer.is_due()

    def breathe(self) -> None:
        """As the job does."""
        self._outer.breathe()
        if self._on_breath is not None:
            self._on_breath()

    def next_prediction(self) -> Predict:
        """As the job does."""
        return self._outer.next_prediction()

    def close(self) -> None:
        """The channel belongs to the job."""

    def _warn(self, event: WarningRaised) -> None:
        name = event.key or event.message
        if self._passes_warnings and name not in self._warned:
            self._warned.add(name)
            self._outer.emit(event)
