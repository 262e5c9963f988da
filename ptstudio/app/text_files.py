"""The text files among what a person drops, and what is in them; knows no widget."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.app.files_within import files_within
from ptstudio.app.passage import Passage
from ptstudio.data._text_files import is_text_name, read_text

MOST = 60
"""How many texts are tried at once."""


@dataclass(frozen=True)
class TextFile:
    """A file and the text in it; without one where it cannot be read, or holds nothing."""

    file: Path
    passage: Passage | None


def texts_in(paths: Sequence[Path]) -> list[TextFile]:
    """The texts in these files, and in the text files of these folders; slow, and meant for a thread."""
    return [TextFile(file, _read(file)) for file in itertools.islice(files_within(paths, is_text_name), MOST)]


def _read(file: Path) -> Passage | None:
    try:
        text = read_text(file)
    except OSError:
        return None
    return Passage(text) if text else None
