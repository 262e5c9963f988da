"""What window or command line may ask of a running worker: lines of `requests.jsonl`, polled by the worker."""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from ptstudio.core.message import Record


class Stop(Record):
    """Save, and end."""

    type: Literal["Stop"] = "Stop"


class Pause(Record):
    """Wait at the next step until `Continue` or `Stop`."""

    type: Literal["Pause"] = "Pause"


class Continue(Record):
    """Go on after `Pause`."""

    type: Literal["Continue"] = "Continue"


class LetGo(Record):
    """Go on alone: the window is about to close, and a closed pipe is no reason to stop."""

    type: Literal["LetGo"] = "LetGo"


EXPLAINING, MOMENTS = "explain", "moments"
"""The stages in which it is found out what decided for an answer, and in which moments of a video are answered."""


class Moments(Record):
    """Which moments of a video are looked at: one every `every_s` seconds; of a longer one, `most` of them are spread
    evenly over all of it, where there is a most.
    """

    every_s: float = Field(1.0, gt=0)
    most: int | None = Field(300, ge=1)


class Predict(Record):
    """Predict each of `files`, and after them each of `typed`: rows as a person typed them, such as a text by the name
    `text`. `id` comes back with every answer. `top` classes; with or without what decided. Pictures of the `moments` of
    a video are kept in the folder `keep`; where none is named, as long as the run is.
    """

    type: Literal["Predict"] = "Predict"
    id: str
    files: tuple[str, ...] = ()
    typed: tuple[dict[str, str], ...] = ()
    top: int = Field(5, ge=1)
    explain: bool = False
    moments: Moments = Moments()
    keep: str = ""


class Leave(Record):
    """What is not answered yet of the `Predict` of this `id` is wanted no more."""

    type: Literal["Leave"] = "Leave"
    id: str


Request = Annotated[Stop | Pause | Continue | LetGo | Predict | Leave, Field(discriminator="type")]


@cache
def _adapter() -> TypeAdapter[Request]:
    """Made at the first use: it takes a while, and a window without a project needs none."""
    return TypeAdapter(Request)


def read_request(line: str | bytes) -> Request:
    """Read one line of `requests.jsonl`. Raises pydantic's ValidationError."""
    return _adapter().validate_json(line)
