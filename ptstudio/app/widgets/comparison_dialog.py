"""Two trainings side by side in a window of its own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ptstudio.app.comparison import Line
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import card, column
from ptstudio.app.widgets.side_by_side_dialog import SideBySideDialog
from ptstudio.app.widgets.text import label

SIZE = (940, 640)


class ComparisonDialog(SideBySideDialog):
    """Sections of lines below the names of the two; what follows from a line stands at its end."""

    def __init__(
        self, parent: QWidget, names: tuple[str, str], sections: Sequence[tuple[str, Sequence[Line]]], caution: str
    ) -> None:
        parts = column(gap=Space.medium)
        parts.addWidget(card(*(label(f"{side}: {name}") for side, name in zip("AB", names, strict=True))))
        if caution:
            parts.addWidget(label(caution, "warning"))
        for title, lines in sections:
            parts.addWidget(card(label(title, "heading"), _grid(lines), gap=Space.medium))
        parts.addStretch(1)
        super().__init__(parent, tr("Compare two trainings"), parts, SIZE)


def _grid(lines: Sequence[Line]) -> QWidget:
    if not lines:
        return label(tr("Nothing differs."), "muted")
    made, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.large)
    grid.setVerticalSpacing(Space.small)
    for place, name in enumerate("AB", 1):
        grid.addWidget(label(name, "small"), 0, place)
    for place, line in enumerate(lines, 1):
        for side, (text, role) in enumerate(((line.name, "muted"), (line.first, "body"), (line.second, "body"))):
            grid.addWidget(label(text, role), place, side, Qt.AlignmentFlag.AlignTop)
        if line.verdict:
            grid.addWidget(label(line.verdict, "muted"), place, 3, Qt.AlignmentFlag.AlignTop)
    for side, stretch in enumerate((3, 4, 4, 6 if any(line.verdict for line in lines) else 0)):
        grid.setColumnStretch(side, stretch)
    made.setLayout(grid)
    return made
