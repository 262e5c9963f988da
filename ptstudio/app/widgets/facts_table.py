"""Facts as pairs of a name and a value, in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.widgets.text import label


class FactsTable(QWidget):
    """Names are small and muted, values beside them; the pairs run down each column."""

    def __init__(self, pairs: Sequence[tuple[str, str]], columns: int = 2) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.medium)
        grid.setVerticalSpacing(Space.tight)
        rows = -(-len(pairs) // columns)
        for place, (name, value) in enumerate(pairs):
            column, line = divmod(place, rows)
            words, shown = label(name, "small"), label(value)
            words.setWordWrap(False)
            for part in (words, shown):
                part.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(words, line, 2 * column)
            grid.addWidget(shown, line, 2 * column + 1)
        for column in range(columns):
            grid.setColumnStretch(2 * column + 1, 1 + column)
        self.setLayout(grid)
