"""What a grid of pictures shows, asked for piece by piece so that nothing is ever held whole; knows no widget."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Boxes, Mask


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

    @property
    def has_overlays(self) -> bool:
        """Whether something is laid over the pictures."""
        return False

    def overlay(self, place: int) -> Boxes | Mask | None:
        """What is laid over a picture; runs in a thread. Raises OSError or UnreadableImageError."""
        del place
        return None

    @property
    def colours(self) -> ClassColours:
        """Those of the classes."""
        return ClassColours(())
