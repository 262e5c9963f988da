"""What a network says about one sample; a prediction is drawn by its type, never by its task."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ptstudio.core.message import Record
from ptstudio.core.sample_classes import ANSWER, NO_ANSWER, NOTHING, counted, in_words


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

    @property
    def said(self) -> str:
        """The answer in a few words."""
        return self.best.label

    @property
    def found(self) -> tuple[str, ...]:
        """The class that is the answer."""
        return (self.best.label,)

    @property
    def confidence(self) -> float:
        """How probable the answer is (0 to 1)."""
        return self.best.probability


class FoundSpan(Record):
    """A marked place of a text: its characters from `start` to before `end`, its class, how probable that is (0 to 1),
    and, where the text was at hand, what it says.
    """

    start: int
    end: int
    label: str
    probability: float
    text: str = ""


class Spans(Record):
    """The places of a text that were marked, in their order."""

    type: Literal["Spans"] = "Spans"
    spans: tuple[FoundSpan, ...]

    @property
    def said(self) -> str:
        """What was found, in a few words: with what it says where the text was at hand, else only the classes."""
        return "; ".join(f"{span.text} ({span.label})" if span.text else span.label for span in self.spans) or NOTHING

    @property
    def found(self) -> tuple[str, ...]:
        """The classes that were found, one for each place."""
        return tuple(span.label for span in self.spans)

    @property
    def confidence(self) -> float:
        """How probable its least certain place is (0 to 1); certain, where none was marked."""
        return min((span.probability for span in self.spans), default=1.0)


class LabelProbability(Record):
    """One label, how probable it is (0 to 1), from what probability on it is given, and whether it is."""

    label: str
    probability: float
    threshold: float
    is_given: bool


class Labels(Record):
    """The labels that are given, of which there may be none, with others beside them; the most probable first."""

    type: Literal["Labels"] = "Labels"
    labels: tuple[LabelProbability, ...]

    @property
    def given(self) -> tuple[LabelProbability, ...]:
        """Those that are given."""
        return tuple(each for each in self.labels if each.is_given)

    @property
    def found(self) -> tuple[str, ...]:
        """The labels that are given."""
        return tuple(each.label for each in self.given)

    @property
    def said(self) -> str:
        """The labels that are given, in the order of their names."""
        return in_words(sorted(self.found))

    @property
    def confidence(self) -> float:
        """How probable its least certain label is (0 to 1); where none is given, how probable that is."""
        if not self.given:
            return 1 - max(each.probability for each in self.labels)
        return min(each.probability for each in self.given)


class Answers(Record):
    """The places of a text that may answer a question, the most probable first, none within another; and how probable
    it is that none does (0 to 1).
    """

    type: Literal["Answers"] = "Answers"
    places: tuple[FoundSpan, ...]
    none: float

    @property
    def best(self) -> FoundSpan | None:
        """The answer; nothing where it is as probable that there is none."""
        return next((place for place in self.places[:1] if place.probability > self.none), None)

    @property
    def said(self) -> str:
        """The answer, where the text was at hand."""
        return NO_ANSWER if self.best is None else self.best.text or self.best.label

    @property
    def found(self) -> tuple[str, ...]:
        """Whether there is an answer, as a class."""
        return (NO_ANSWER if self.best is None else ANSWER,)

    @property
    def confidence(self) -> float:
        """How probable the answer is, or that there is none (0 to 1)."""
        return self.none if self.best is None else self.best.probability


class FoundBox(Record):
    """A thing in a picture: the edges of the box around it in the picture's own pixels, its class, and how probable
    that is (0 to 1).
    """

    left: float
    top: float
    right: float
    bottom: float
    label: str
    probability: float = 1.0


class Boxes(Record):
    """The things in a picture of `width` × `height` pixels, the most probable first, also improbable ones; those that
    reach the `threshold` count as found.
    """

    type: Literal["Boxes"] = "Boxes"
    width: int
    height: int
    boxes: tuple[FoundBox, ...]
    threshold: float = 0.5

    def from_probability(self, least: float) -> tuple[FoundBox, ...]:
        """Those that are at least so probable."""
        return tuple(box for box in self.boxes if box.probability >= least)

    def without_improbable(self, least: float) -> "Boxes":
        """The same without what is less probable."""
        return self.model_copy(update={"boxes": self.from_probability(least)})

    @property
    def given(self) -> tuple[FoundBox, ...]:
        """Those that count as found."""
        return self.from_probability(self.threshold)

    @property
    def found(self) -> tuple[str, ...]:
        """The classes that were found, one for each thing."""
        return tuple(box.label for box in self.given)

    @property
    def said(self) -> str:
        """How many of each class were found, the most frequent first."""
        return counted(self.found)

    @property
    def confidence(self) -> float:
        """How probable the least certain thing is (0 to 1); where none was found, how probable that is."""
        if not self.given:
            return 1 - max((box.probability for box in self.boxes), default=0.0)
        return min(box.probability for box in self.given)


class ClassShare(Record):
    """A class and the share of a picture's pixels that belong to it (0 to 1)."""

    label: str
    share: float


class Mask(Record):
    """Which class each pixel of a picture of `width` × `height` pixels belongs to.

    `png` is a grey PNG in base64, of the same proportions though it may be smaller: 0 is background, 1 the first of
    `classes`. `shares` are those of the classes that were found, the largest first; `confidence` is the mean
    probability of what was said of each pixel (0 to 1).
    """

    type: Literal["Mask"] = "Mask"
    width: int
    height: int
    classes: tuple[str, ...]
    png: str
    shares: tuple[ClassShare, ...]
    confidence: float

    @property
    def found(self) -> tuple[str, ...]:
        """The classes that were found."""
        return tuple(each.label for each in self.shares)

    @property
    def said(self) -> str:
        """The classes that were found, the one with most pixels first."""
        return in_words(self.found)


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
    """Which words decided; `method` names how that was found, `answer` about what, where there may be several."""

    type: Literal["WordWeights"] = "WordWeights"
    words: tuple[WordWeight, ...]
    method: str
    answer: str = ""


Prediction: TypeAlias = Annotated[Classes | Spans | Labels | Answers | Boxes | Mask, Field(discriminator="type")]
Explanation: TypeAlias = Annotated[HeatMap | WordWeights, Field(discriminator="type")]
