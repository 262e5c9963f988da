"""What a grid of pictures shows, asked for piece by piece so that nothing is ever held whole; knows no widget."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tile:
    """One place of a grid: the words below the picture, more of them as a tool tip, and the file itself."""

    caption: str
    detail: str
    path: Path


class Tiles(ABC):
    """Pictures in an order; only those in view are ever asked for."""

    @abstractmethod
    def __len__(self) -> int:
        """How many there are by now."""

    @abstractmethod
    def tile(self, place: int) -> Tile:
        """The words and the file of one place."""

    @abstractmethod
    def picture(self, place: int) -> bytes:
        """A small picture, encoded; runs in a thread. Raises OSError or UnreadableImageError."""
