"""What a training shows its network, as a person can look at it beforehand; drawn by its type, never by its task."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ptstudio.core.lengths import Lengths
from ptstudio.core.message import Record


class VariedSample(Record):
    """A sample: its right answer in words, a picture (PNG) of it as it is, and pictures of how it is varied."""

    sample: str
    truth: str
    plain: str
    varied: tuple[str, ...]


class Variations(Record):
    """Samples as they are varied; `is_varied` is false where such a training shows them as they are."""

    type: Literal["Variations"] = "Variations"
    is_varied: bool
    samples: tuple[VariedSample, ...]


Preview: TypeAlias = Variations | Lengths


class Previewed(Record):
    """The result of a preview job."""

    preview: Annotated[Preview, Field(discriminator="type")]
