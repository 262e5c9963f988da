"""The contract of what shows a preview of one type inside its card."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ptstudio.core.preview import Preview


@dataclass(frozen=True)
class PreviewWords:
    """The heading of the card, its button with an icon, what could be seen in it, and that it is on its way."""

    heading: str
    ask: str
    icon: str
    nothing: str
    busy: str


class PreviewView(QWidget):
    """Shows previews of the type `shows`; hidden as long as there is none."""

    shows: ClassVar[type[Preview]]

    def words(self) -> PreviewWords:
        """What the card around it says."""
        raise NotImplementedError

    def show_preview(self, preview: Preview) -> tuple[str, str]:
        """Show one of its type in place of what is there; gives what to say above it, and the role of these words."""
        raise NotImplementedError
