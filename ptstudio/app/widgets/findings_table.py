"""Findings about data in a table: filtered by words, sort and severity, shown in the file manager, exported."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget
from typing_extensions import override

from ptstudio.app import finding_words
from ptstudio.app.icons import icon
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.dataset import Finding

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FindingsTable(QWidget):
    """`folder_requested(Path)` asks for the file manager, `export_requested(Path, findings)` for a CSV file."""

    folder_requested = Signal(object)
    export_requested = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.model = _FindingsModel(self)
        self.table = _table(self.model)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Search in the findings"))
        self.words.setAccessibleName(tr("Search in the findings"))
        self.severity = DropDown()
        self.severity.setAccessibleName(tr("Which findings are shown"))
        for text, value in ((tr("All"), ""), (tr("Left out"), "error"), (tr("Take note"), "warning")):
            self.severity.addItem(text, value)
        self.kind = DropDown()
        self.kind.setAccessibleName(tr("Which sort of finding is shown"))
        self._summary = label("", "muted")
        self.open = Button(tr("Show in folder"), "quiet", "open", tr("Show the file of the chosen finding"))
        self.export = Button(tr("Export as CSV…"), "quiet", "save", tr("Write the findings that are shown to a file"))
        self.words.textChanged.connect(self._filter)
        self.severity.currentIndexChanged.connect(self._filter)
        self.kind.currentIndexChanged.connect(self._filter)
        self.open.clicked.connect(self._open)
        self.export.clicked.connect(self._export)
        self.table.activated.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._update_buttons)
        filters = row(self.words, self.severity, self.kind)
        filters.setStretch(0, 1)
        self._detail = label("", is_selectable=True)
        above = row(self._summary, self.open, self.export)
        above.setStretch(0, 1)
        inside = column(above, filters, self.table, self._detail, None)
        inside.setStretch(2, 100)
        self.setLayout(inside)
        self.show_findings(())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these."""
        self.model.show_findings(findings)
        self._summary.setText(finding_words.summary(findings))
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(tr("Every sort"), "")
        for kind in sorted({finding.kind for finding in findings}):
            self.kind.addItem(finding_words.kind_words(kind), kind)
        self.kind.blockSignals(False)
        for part in (self.words, self.severity, self.kind, self.open, self.export, self.table):
            part.setVisible(bool(findings))
        self._filter()

    @property
    def shown(self) -> list[Finding]:
        """The findings that pass the filters."""
        return self.model.shown

    def _filter(self) -> None:
        self.model.filter(self.words.text(), self.severity.currentData() or "", self.kind.currentData() or "")
        self._update_buttons()

    def _chosen(self) -> Finding | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.shown[rows[0].row()] if rows and rows[0].row() < len(self.model.shown) else None

    def _update_buttons(self) -> None:
        chosen = self._chosen()
        self.open.setEnabled(chosen is not None)
        self.export.setEnabled(bool(self.model.shown))
        self._detail.setText(
            tr("{reason} {remedy}", reason=tr(chosen.reason), remedy=tr(chosen.remedy)) if chosen else ""
        )
        self._detail.setVisible(chosen is not None)

    def _open(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.folder_requested.emit(Path(chosen.path))

    def _export(self) -> None:
        file = choose_new_file(self, tr("Export the findings"), "findings.csv", tr("CSV table (*.csv)"))
        if file is not None:
            self.export_requested.emit(file, list(self.model.shown))


class _FindingsModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: tuple[Finding, ...] = ()
        self.shown: list[Finding] = []

    def show_findings(self, findings: Sequence[Finding]) -> None:
        self._all = tuple(findings)

    def filter(self, words: str, severity: str, kind: str) -> None:
        self.beginResetModel()
        self.shown = [finding for finding in self._all if finding_words.matches(finding, words, severity, kind)]
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """The findings that pass the filters."""
        return 0 if parent.isValid() else len(self.shown)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """What it means, what it is, where, why."""
        return 0 if parent.isValid() else 4

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Result"), tr("Finding"), tr("Where"), tr("Why"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in words; its whole text as a tool tip."""
        finding = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                finding_words.severity_words(finding),
                finding_words.kind_words(finding.kind),
                finding_words.place_words(finding),
                tr(finding.reason),
            )[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{finding.path}\n{tr(finding.reason)}\n{tr(finding.remedy)}"
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icon("failed", "bad") if finding.severity == "error" else icon("attention", "warning")
        return None


def _table(model: _FindingsModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(tr("Findings"))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setAlternatingRowColors(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    for section, width in enumerate((120, 180, 180)):
        table.setColumnWidth(section, width)
    return table
