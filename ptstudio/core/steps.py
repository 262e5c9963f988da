"""The steps of a training that are kept for its curves: never more than a screen can show; knows no file."""

from array import array
from dataclasses import dataclass, field

from ptstudio.core.events import StepEnded

MOST = 4096
"""When there would be more, every second one is let go of, and from then on only as many are taken up."""


def _numbers() -> "array[float]":
    return array("d")


@dataclass
class Steps:
    """What was measured at each kept step, in columns; `places` are in epochs and rise.

    What is kept follows from the steps alone, so that a live run and one reopened from disk keep the same.
    """

    places: "array[float]" = field(default_factory=_numbers)
    losses: "array[float]" = field(default_factory=_numbers)
    learning_rates: "array[float]" = field(default_factory=_numbers)
    speeds: "array[float]" = field(default_factory=_numbers)
    seen: int = 0
    stride: int = 1

    def __len__(self) -> int:
        return len(self.places)

    def take(self, step: StepEnded) -> None:
        """Take up a step of a training; any other has no loss and is none of ours.

        One that lies before those already there was made after a resume, and takes the place of what it repeats.
        """
        place, loss, rate, speed = step.epochs_done, step.loss, step.learning_rate, step.samples_per_s
        if place is None or loss is None or rate is None or speed is None:
            return
        self._forget_from(place)
        if self.seen % self.stride == 0:
            self.places.append(place)
            self.losses.append(loss)
            self.learning_rates.append(rate)
            self.speeds.append(speed)
        self.seen += 1
        if len(self.places) > MOST:
            self._thin()

    def _forget_from(self, place: float) -> None:
        while self.places and self.places[-1] >= place:
            for column in self._columns():
                column.pop()

    def _thin(self) -> None:
        self.stride *= 2
        for column in self._columns():
            del column[1::2]

    def _columns(self) -> "tuple[array[float], ...]":
        return self.places, self.losses, self.learning_rates, self.speeds
