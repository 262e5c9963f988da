"""In which order Tab goes through the parts of a window: as they are read, whenever they were made; knows no page."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGridLayout,
    QLayout,
    QWidget,
)

COMPOSED = (QComboBox, QAbstractSpinBox, QAbstractItemView)
"""What has parts that are no stops of their own."""


def move_focus(parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Go to the next stop of these parts, or the one before, round in a circle; whether there was one."""
    found = [stop for part in parts for stop in stops(part)]
    if not found:
        return False
    here = _place(found, QApplication.focusWidget())
    before = here if here is not None else (-1 if forward else 0)
    target = found[(before + (1 if forward else -1)) % len(found)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What Tab stops at, in the order of the layouts; of buttons that exclude each other, the chosen one."""
    if not widget.isVisible() or not widget.isEnabled():
        return
    if widget.focusProxy() is None and _is_stop(widget):
        yield widget
    if not isinstance(widget, COMPOSED):
        for child in _children(widget):
            yield from stops(child)


def _is_stop(widget: QWidget) -> bool:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        return group.checkedButton() is widget
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _children(widget: QWidget) -> list[QWidget]:
    """The direct children: those of a layout in its order, then the others from the top left to the bottom right."""
    layout = widget.layout()
    arranged = list(_arranged(layout)) if layout is not None else []
    others = [child for child in widget.children() if isinstance(child, QWidget) and child not in arranged]
    others = [child for child in others if not child.isWindow()]
    return arranged + sorted(others, key=lambda child: (child.y(), child.x()))


def _arranged(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=partial(_cell, layout))
    for place in places:
        item = layout.itemAt(place)
        inner = item.layout() if item is not None else None
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _arranged(inner)


def _cell(grid: QGridLayout, place: int) -> tuple[int, int]:
    """Row and column of an item."""
    row, column, *_ = cast("tuple[int, int, int, int]", grid.getItemPosition(place))
    return row, column


def _place(found: Sequence[QWidget], focused: QWidget | None) -> int | None:
    """Where among the stops the focus is, if it is on one or in a part of one."""
    while focused is not None:
        if focused in found:
            return found.index(focused)
        focused = focused.parentWidget()
    return None
