"""What a training computes with: graphics cards to tick, or a number of processes where there are none."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.text import label
from ptstudio.core import amount
from ptstudio.core.machine import Device, Machine

MOST_PROCESSES = 64


class ComputingChoice(QWidget):
    """`edited(processes, cards)` when a person has chosen; cards are numbers, none of them meaning “as it comes”."""

    edited = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[QCheckBox] = []
        self.processes = QSpinBox()
        self.processes.setRange(1, MOST_PROCESSES)
        self.processes.setKeyboardTracking(False)
        self.processes.setAccessibleName(tr("Processes"))
        self.processes.valueChanged.connect(lambda count: self.edited.emit(count, ()))
        self.processes.installEventFilter(self)
        self._heading = label(tr("Compute with"))
        self._words = label("", "small")
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(Space.tight)
        words = column(self._heading, self._words, None, gap=2)
        inside = row(words, column(self._boxes, self.processes, None), gap=Space.medium)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        self._known: tuple[Device, ...] = ()

    def show_choice(self, machine: Machine | None, processes: int, cards: Sequence[int]) -> None:
        """Show what there is to choose from on a machine, and what is chosen."""
        devices = machine.devices if machine is not None else ()
        self._make_boxes(tuple(device for device in devices if device.kind == "cuda"))
        is_apple = not self.cards and any(device.kind == "mps" for device in devices)
        self._words.setText(self._explained(machine.cores if machine is not None else 0, is_apple=is_apple))
        self.processes.setVisible(not self.cards)
        self.processes.setEnabled(not is_apple)
        self.processes.blockSignals(True)
        self.processes.setValue(processes)
        self.processes.setSuffix(" " + (tr("process") if processes == 1 else tr("processes")))
        self.processes.blockSignals(False)
        chosen = cards or range(processes)
        for number, box in enumerate(self.cards):
            box.blockSignals(True)
            box.setChecked(number in chosen)
            box.setEnabled(len(self.cards) > 1)
            box.blockSignals(False)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _explained(self, cores: int, *, is_apple: bool) -> str:
        if len(self.cards) > 1:
            return tr(
                "On several cards, each computes a share of every batch: the result stays about the same, and it is "
                "there sooner."
            )
        if self.cards:
            return tr("There is one graphics card, and it is used; a second one could share the work.")
        if is_apple:
            return tr("An Apple graphics processor cannot be shared by several processes.")
        return tr(
            "One process uses all {cores} processor cores already, so more of them are seldom faster. Each would "
            "compute a share of every batch.",
            cores=cores,
        )

    def _make_boxes(self, cards: tuple[Device, ...]) -> None:
        if cards == self._known:
            return
        self._known = cards
        clear(self._boxes)
        self.cards = []
        for number, card in enumerate(cards):
            memory = amount.size(card.memory_mb)
            box = QCheckBox(tr("{number}: {card}, {memory}", number=number, card=card.title, memory=memory))
            box.setAccessibleDescription(tr("Compute with this graphics card"))
            box.toggled.connect(self._tell)
            self._boxes.addWidget(box)
            self.cards.append(box)

    def _tell(self) -> None:
        """At least one card stays chosen."""
        chosen = tuple(number for number, box in enumerate(self.cards) if box.isChecked())
        is_usual = chosen in ((), (0,))
        self.edited.emit(max(1, len(chosen)), () if is_usual else chosen)
