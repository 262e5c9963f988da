"""Rows, columns and cards with the distances of the theme."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ptstudio.app.theme import Space

Item = QWidget | QLayout | None


def column(*items: Item, gap: int = Space.small, margin: int = 0) -> QVBoxLayout:
    """Items below each other; None stretches."""
    made = QVBoxLayout()
    _fill(made, items, gap, margin)
    return made


def row(*items: Item, gap: int = Space.small, margin: int = 0) -> QHBoxLayout:
    """Items side by side; None stretches."""
    made = QHBoxLayout()
    _fill(made, items, gap, margin)
    return made


def boxed(layout: QLayout, kind: str = "") -> QFrame:
    """A frame around a layout; `kind` is card, notice, drop or nothing."""
    made = QFrame()
    if kind:
        made.setProperty("kind", kind)
    made.setLayout(layout)
    return made


def card(*items: Item, gap: int = Space.small) -> QFrame:
    """Items below each other on a raised ground."""
    return boxed(column(*items, gap=gap, margin=Space.medium), "card")


def scrolled(layout: QLayout, name: str) -> QScrollArea:
    """What may be longer than there is room for; `name` is told to those who do not see it."""
    inside = QWidget()
    inside.setObjectName("page")
    inside.setLayout(layout)
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setAccessibleName(name)
    made.setWidget(inside)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def _fill(made: QVBoxLayout | QHBoxLayout, items: tuple[Item, ...], gap: int, margin: int) -> None:
    made.setSpacing(gap)
    made.setContentsMargins(margin, margin, margin, margin)
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, QLayout):
            made.addLayout(item)
        else:
            made.addWidget(item)
