"""A text that a model was asked about and that a person has put right; knows no widget."""

from dataclasses import dataclass
from pathlib import Path

from ptstudio.app.inbox import Inbox
from ptstudio.app.passage import Passage
from ptstudio.data._corrected_texts import text_file
from ptstudio.data._text import clean_text


@dataclass
class TriedText:
    """The text, and the file in the inbox that it became; one that `is_taken_in` is part of the data by now."""

    passage: Passage
    kept: Path | None = None
    is_taken_in: bool = False

    def put_into(self, inbox: Inbox, label: str) -> Path:
        """Write the text to the folder of its right label. Raises DiskFull, JobFailure."""
        name, content = text_file(clean_text(self.passage.text), clean_text(self.passage.pair))
        return inbox.add_content(name, content, label)
