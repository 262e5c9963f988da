"""What a network says about one sample; a prediction is drawn by its type, never by its task."""

from typing import Literal

from ptstudio.core.message import Record


class ClassProbability(Record):
    """One class and how probable it is (0 to 1)."""

    label: str
    probability: float


class Classes(Record):
    """The most probable classes, most probable first."""

    type: Literal["Classes"] = "Classes"
    classes: tuple[ClassProbability, ...]

    @property
    def best(self) -> ClassProbability:
        """The most probable class."""
        return self.classes[0]


class HeatMap(Record):
    """Where a network looked: a PNG of the input with the map laid over it; `method` names how it was found."""

    type: Literal["HeatMap"] = "HeatMap"
    file: str
    method: str


Prediction = Classes  # becomes a union, told apart by `type`, as tasks come that predict other things
Explanation = HeatMap  # likewise
