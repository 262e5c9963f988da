"""Which model found what is saved, written along with it: nobody shall take a model's answers for labels."""

from datetime import datetime
from pathlib import Path

from ptstudio.core.message import Record

KEY = "found_by"
"""What this is called in a saved file."""
READ_ME = "README.txt"
"""The note in a saved folder that says it."""
_START = "Answers of a model, not labels. Found by "


class FoundBy(Record):
    """A model by its name, the training that it comes from, and when it was asked (ISO 8601, to the second)."""

    model: str
    run: str
    date: str

    @classmethod
    def model_of(cls, run: Path, title: str) -> "FoundBy":
        """The model of that title which the run in this folder has trained, asked now."""
        return cls(model=title, run=run.name, date=datetime.now().astimezone().isoformat(timespec="seconds"))

    @property
    def said(self) -> str:
        """Who found it, and when."""
        return f"the model {self.model}, trained in {self.run}, on {self.date[:10]}"

    def what_counted(self, least: float) -> str:
        """The same, with the probability from which on something counts as found."""
        return f"{self.said} (what is at least {100 * least:.0f} % probable)"


def warning(found_by: str) -> str:
    """Who found it as sentences that warn."""
    return f"{_START}{found_by}."


def warned_of(text: str) -> str:
    """Who found it, from a text that begins with these sentences; nobody, where it does not."""
    first = text.partition("\n")[0].strip()
    return first.removeprefix(_START).removesuffix(".") if first.startswith(_START) else ""
