"""The form of everything that is written down as JSON: frozen, typed, one object a line, never a NaN."""

from typing import Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that reads and writes itself as JSON.

    Fields that a newer version added are passed over; NaN and infinity are refused when the value is made.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False, defer_build=True)

    def to_line(self) -> str:
        """One JSON object on one line, without the line end."""
        return self.model_dump_json()

    def to_text(self) -> str:
        """The same, indented for a person to read, with a line end."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_text(cls, text: str | bytes) -> Self:
        """Read what `to_line` or `to_text` wrote. Raises pydantic's ValidationError."""
        return cls.model_validate_json(text)
