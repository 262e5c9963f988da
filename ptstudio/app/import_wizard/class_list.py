"""The classes of a source in a list: taken or left out, called otherwise, merged; `ClassPlan` holds the decisions."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.class_plan import ClassPlan
from ptstudio.app.theme import theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TAKEN, _CALLED, _COUNT, _MARKED = range(4)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ClassList(QWidget):
    """`decided` is emitted when a decision was made, `chosen(label)` when a class is picked to be looked at."""

    decided = Signal()
    chosen = Signal(str)

    def __init__(self, samples: str, marked: str) -> None:
        """What the samples are called, and what is marked in them."""
        super().__init__()
        self.model = _ClassModel(self, samples, marked)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Classes"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for numbers in (_COUNT, _MARKED):
            header.setSectionResizeMode(numbers, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setColumnHidden(_MARKED, True)
        self.merge = Button(tr("Merge"), "quiet", tip=tr("Make one class of the chosen ones"))
        self.toggle = Button(tr("Leave out"), "quiet", tip=tr("Do without the chosen classes, or take them back in"))
        self.reset = Button(tr("Undo all"), "quiet", "undo", tr("Take every class as the source has it"))
        self.merge.clicked.connect(self._merge)
        self.toggle.clicked.connect(self._toggle)
        self.reset.clicked.connect(self._reset)
        self.model.decided.connect(self._tell)
        self.table.selectionModel().selectionChanged.connect(self._update)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.setLayout(column(self.table, row(self.merge, self.toggle, None, self.reset)))
        self._update()

    def show_plan(self, plan: ClassPlan) -> None:
        """Show these classes and what was decided about them; classes that came since are added."""
        self.model.show_plan(plan)
        self.table.setColumnHidden(_MARKED, not plan.marked)
        self._update()

    def _labels(self) -> list[str]:
        return [self.model.labels[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _merge(self) -> None:
        self.model.plan.merge(self._labels())
        self.model.tell_all()

    def _toggle(self) -> None:
        labels = self._labels()
        is_out = any(label not in self.model.plan.left_out for label in labels)
        for label in labels:
            self.model.plan.leave_out(label, is_out=is_out)
        self.model.tell_all()

    def _reset(self) -> None:
        self.model.plan.reset()
        self.model.tell_all()

    def _tell(self) -> None:
        self._update()
        self.decided.emit()

    def _update(self) -> None:
        labels, plan = self._labels(), self.model.plan
        self.merge.setEnabled(len(labels) > 1)
        self.toggle.setEnabled(bool(labels))
        is_back = bool(labels) and all(label in plan.left_out for label in labels)
        self.toggle.setText(tr("Take back in") if is_back else tr("Leave out"))
        self.reset.setEnabled(plan.is_changed)

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.model.labels[current.row()])


class _ClassModel(QAbstractTableModel):
    decided = Signal()

    def __init__(self, parent: QObject, samples: str, marked: str) -> None:
        super().__init__(parent)
        self._headers = (tr("Class"), tr("Name it"), samples, marked)
        self.plan = ClassPlan()
        self.labels: list[str] = []

    def show_plan(self, plan: ClassPlan) -> None:
        labels = list(plan.counts)
        if plan is self.plan and labels == self.labels:
            self._redraw()
            return
        self.beginResetModel()
        self.plan, self.labels = plan, labels
        self.endResetModel()

    def tell_all(self) -> None:
        self._redraw()
        self.decided.emit()

    def _redraw(self) -> None:
        if self.labels:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.labels) - 1, _MARKED))

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """The classes."""
        return 0 if parent.isValid() else len(self.labels)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Its own name, its new name, its samples, and how often it is marked in them."""
        return 0 if parent.isValid() else len(self._headers)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The first column is ticked, the second typed into."""
        if index.column() == _TAKEN:
            return _FLAGS | Qt.ItemFlag.ItemIsUserCheckable
        return _FLAGS | Qt.ItemFlag.ItemIsEditable if index.column() == _CALLED else _FLAGS

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        label = self.labels[index.row()]
        is_out = label in self.plan.left_out
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            called = tr("(left out)") if is_out else self.plan.name_of(label)
            numbers = (self.plan.counts[label], self.plan.marked.get(label, 0))
            return (label, called, *map(formats.count, numbers))[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _TAKEN:
            return Qt.CheckState.Unchecked if is_out else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ForegroundRole and is_out:
            return theme().colour("muted")
        if role == Qt.ItemDataRole.FontRole and index.column() == _CALLED and label in self.plan.names:
            return theme().font(is_bold=True)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (_COUNT, _MARKED):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a class in or out, or give it another name."""
        label = self.labels[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.plan.leave_out(label, is_out=Qt.CheckState(value) == Qt.CheckState.Unchecked)
        elif role == Qt.ItemDataRole.EditRole and index.column() == _CALLED:
            self.plan.rename(label, str(value))
        else:
            return False
        self.tell_all()
        return True
