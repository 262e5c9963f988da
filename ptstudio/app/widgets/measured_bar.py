"""How far something is, on a bar; knows nothing of what it is."""

from PySide6.QtWidgets import QProgressBar

MOST = 2**31 - 1
"""Qt counts no further; bytes may be more."""


def show_share(bar: QProgressBar, done: int, total: int | None) -> None:
    """Show that so much is done; the bar moves to and fro where the total is not known."""
    unit = (total or 0) // MOST + 1
    bar.setRange(0, (total or 0) // unit)
    bar.setValue(done // unit)
