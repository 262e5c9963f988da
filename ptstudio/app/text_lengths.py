"""How long texts are while no model is known that counts their tokens; knows no widget."""

from array import array

from ptstudio.app.passage import Passage

BYTES_A_TOKEN = 4
"""As a rule of thumb, in UTF-8: an English token has four letters, a Chinese one is a sign of three bytes or a few."""


class TextLengths:
    """The characters of each text that was added, or of both texts of a pair."""

    def __init__(self) -> None:
        self.characters = array("L")
        self.total = 0
        self._bytes = 0

    def __len__(self) -> int:
        return len(self.characters)

    def add(self, passage: Passage) -> None:
        """Take in one more."""
        length = sum(map(len, passage.texts))
        self.characters.append(length)
        self.total += length
        self._bytes += sum(map(_bytes, passage.texts))

    @property
    def longest(self) -> int:
        """The characters of the longest, of at least one."""
        return max(self.characters)

    @property
    def median(self) -> int:
        """Half of them, of which there is at least one, have so many characters at most; takes a while for many."""
        return sorted(self.characters)[(len(self.characters) - 1) // 2]

    def tokens(self, characters: int) -> int:
        """About how many tokens so many characters of such texts are."""
        return max(1, round(characters * self._bytes / max(1, self.total) / BYTES_A_TOKEN))


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="replace"))
