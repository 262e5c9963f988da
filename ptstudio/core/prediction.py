"""What a network says about one sample; a prediction is drawn by its type, never by its task."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

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


class WordWeight(Record):
    """A word: the number of its text, where it starts and ends there (characters), and how much it counted for the
    answer, from −1 (all against it) to 1 (all for it).
    """

    text: int = 0
    start: int
    end: int
    weight: float


class WordWeights(Record):
    """Which words decided; `method` names how that was found."""

    type: Literal["WordWeights"] = "WordWeights"
    words: tuple[WordWeight, ...]
    method: str


Prediction = Classes  # becomes a union, told apart by `type`, as tasks come that predict other things
Explanation: TypeAlias = Annotated[HeatMap | WordWeights, Field(discriminator="type")]
