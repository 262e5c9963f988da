"""A few trainings side by side in a window of its own, what differs marked; or a single one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QWidget

from ptstudio.app.comparison import LETTERS, Line
from ptstudio.app.run_comparison import Comparison
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.curve_sign import CurveSign
from ptstudio.app.widgets.layout import boxed, column, row
from ptstudio.app.widgets.side_by_side_dialog import SideBySideDialog
from ptstudio.app.widgets.text import label

SIZE = (1040, 700)
SIGN_WIDTH, NAME_WIDTH = 12, 170


class ComparisonDialog(SideBySideDialog):
    """Sections of lines below the names of the compared; what follows from a line stands at its end."""

    def __init__(self, parent: QWidget, found: Comparison) -> None:
        parts = column(gap=Space.medium)
        self.only_differing = QCheckBox(tr("Only what differs"))
        is_alone = len(found.names) == 1
        self.only_differing.setChecked(not is_alone)
        self.only_differing.toggled.connect(self._show_lines)
        has_verdicts = any(line.verdict for _, lines in found.sections for line in lines)
        self._sections = [_Section(title, lines, found.names, has_verdicts) for title, lines in found.sections]
        if not is_alone:
            parts.addLayout(row(None, self.only_differing))
        for words, role in (("" if is_alone else found.caution, "warning"), (" ".join(found.agreement), "body")):
            if words:
                parts.addWidget(boxed(column(label(words, role, is_selectable=True), margin=Space.medium), "notice"))
        for section in self._sections:
            parts.addWidget(section)
        parts.addStretch(1)
        super().__init__(parent, _title_of(found.names), parts, SIZE)
        self._show_lines()

    def _show_lines(self) -> None:
        for section in self._sections:
            section.show_lines(only_differing=self.only_differing.isChecked())


class _Section(QFrame):
    """A heading, and a grid below it with a column for each of the compared."""

    def __init__(self, title: str, lines: Sequence[Line], names: Sequence[str], has_verdicts: bool) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._lines: list[tuple[Line, list[QWidget]]] = []
        self._nothing = label(tr("Nothing differs."), "muted")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.large)
        self._grid.setVerticalSpacing(Space.small)
        self._grid.setColumnMinimumWidth(0, SIGN_WIDTH)
        self._grid.setColumnMinimumWidth(1, NAME_WIDTH)
        for at, stretch in enumerate((0, 3, *(4 for _ in names), 3 if has_verdicts else 0)):
            self._grid.setColumnStretch(at, stretch)
        self._header = [_name_of(place, name) for place, name in enumerate(names)] if len(names) > 1 else []
        for place, widget in enumerate(self._header, 2):
            self._grid.addWidget(widget, 0, place)
        for place, line in enumerate(lines, 1):
            self._add(line, place)
        self.setLayout(
            column(label(title, "heading"), self._grid, self._nothing, gap=Space.medium, margin=Space.medium)
        )

    def show_lines(self, *, only_differing: bool) -> None:
        """Show all lines, or those that are not the same for all, and every figure."""
        some = [line.differs or bool(line.verdict) or not only_differing for line, _ in self._lines]
        for is_shown, (_, widgets) in zip(some, self._lines, strict=True):
            for widget in widgets:
                widget.setVisible(is_shown)
        for widget in self._header:
            widget.setVisible(any(some))
        self._nothing.setVisible(not any(some))

    def _add(self, line: Line, place: int) -> None:
        role = "body" if line.differs or len(line.values) == 1 else "muted"
        sign = label("≠" if line.differs else "")
        sign.setAccessibleName(tr("differs") if line.differs else "")
        widgets: list[QLabel] = [sign, label(line.name, "muted")]
        widgets += [label(text, role, is_selectable=True) for text in line.values]
        if line.verdict:
            widgets.append(label(line.verdict, "muted"))
        for at, widget in enumerate(widgets):
            self._grid.addWidget(widget, place, at, Qt.AlignmentFlag.AlignTop)
        self._lines.append((line, [*widgets]))


def _title_of(names: Sequence[str]) -> str:
    if len(names) == 1:
        return tr("What “{name}” depends on", name=names[0])
    return tr("Compare two trainings") if len(names) == 2 else tr("Compare trainings")


def _name_of(place: int, name: str) -> QWidget:
    words = label(f"{LETTERS[place]}: {name}", "small")
    made = QWidget()
    inside = row(CurveSign(place), words, gap=Space.small)
    inside.setStretch(1, 1)
    made.setLayout(inside)
    return made
