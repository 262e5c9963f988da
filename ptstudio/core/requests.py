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


class Predict(Record):
    """Predict each of `files`, and after them each of `typed`: rows as a person typed them, such as a text by the name
    `text`. `id` comes back with every answer. `top` classes; with or without what decided.
    """

    type: Literal["Predict"] = "Predict"
    id: str
    files: tuple[str, ...] = ()
    typed: tuple[dict[str, str], ...] = ()
    top: int = Field(5, ge=1)
    explain: bool = False


Request = Annotated[Stop | Pause | Continue | LetGo | Predict, Field(discriminator="type")]


@cache
def _adapter() -> TypeAdapter[Request]:
    """Made at the first use: it takes a while, and a window without a project needs none."""
    return TypeAdapter(Request)


def read_request(line: str | bytes) -> Request:
    """Read one line of `requests.jsonl`. Raises pydantic's ValidationError."""
    return _adapter().validate_json(line)
