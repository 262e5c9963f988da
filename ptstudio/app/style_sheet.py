"""The style sheet of the window, made from colours and the font size; it knows no widget of ours by name.

What a widget is for is told by two properties: `role` of texts (title, heading, muted, …) and `kind` of buttons and
frames (primary, quiet, card, …).
"""

from collections.abc import Mapping
from string import Template

from ptstudio.core.folders import resources

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWizard, QWizardPage, QScrollArea, QScrollArea > QWidget > QWidget#page { background: $window; }
QScrollArea { border: none; }
QFrame[kind="drawer"] QScrollArea, QFrame[kind="drawer"] QScrollArea > QWidget > QWidget { background: $surface; }

QFrame[kind="drawer"] QScrollArea:focus, QFrame[kind="card"] QScrollArea:focus { border: 2px solid $accent;
    border-radius: 6px; }

QLabel { background: transparent; }
QLabel[role="display"] { font-size: ${display}pt; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}pt; }
QLabel[role="good"] { color: $good; font-weight: 600; }
QLabel[role="warning"] { color: $warning; font-weight: 600; }
QLabel[role="bad"] { color: $bad; font-weight: 600; }

QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[kind="notice"] { background: $raised; border: 1px solid $border; border-radius: 8px; }
QFrame[kind="drop"] { background: $surface; border: 2px dashed $border; border-radius: 8px; }
QFrame[kind="drop"][isOver="true"] { border-color: $accent; background: $selection; }
QFrame[kind="sidebar"] { background: $surface; border: none; border-right: 1px solid $border; }
QFrame[kind="drawer"] { background: $surface; border: none; border-left: 1px solid $border; }
QFrame[kind="drawer"][isBelow="true"] { border-left: none; border-top: 1px solid $border; }
QFrame[kind="line"] { background: $border; border: none; max-height: 1px; }

QPushButton, QToolButton {
    background: $surface; border: 1px solid $border; border-radius: 6px; padding: 6px 14px; min-height: 18px;
    outline: none;
}
QToolButton { padding: 5px 8px; }
QPushButton:hover, QToolButton:hover { background: $raised; }
QPushButton:pressed, QToolButton:pressed { background: $selection; }
QPushButton:checked, QToolButton:checked { background: $selection; border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $window; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QToolButton:focus { padding: 4px 7px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_strong; border-color: $accent_strong; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $raised; color: $muted; border-color: $border; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="danger"]:disabled { color: $muted; border-color: $border; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $raised; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="step"] {
    background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px 6px; text-align: left;
    min-height: 38px;
}
QPushButton[kind="step"]:hover { background: $raised; }
QPushButton[kind="step"]:checked { background: $selection; font-weight: 600; }
QPushButton[kind="step"]:focus { border-color: $accent; }
QPushButton[kind="tile"] {
    background: $surface; border: 1px solid $border; border-radius: 8px; padding: 14px; text-align: left;
    min-height: 72px;
}
QPushButton[kind="tile"]:hover { border-color: $accent; }
QPushButton[kind="tile"]:checked { border: 2px solid $accent; background: $selection; padding: 13px; }
QPushButton[kind="tile"]:focus { border: 2px solid $accent; padding: 13px; }

QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser, QSpinBox, QDoubleSpinBox, QTimeEdit, QComboBox {
    background: $surface; border: 1px solid $border; border-radius: 6px; padding: 4px 6px; min-height: 20px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QTextEdit[kind="legend"] { background: transparent; border-color: transparent; padding: 0px; font-size: ${small}pt; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QTimeEdit:focus,
QComboBox:focus {
    border: 2px solid $accent; padding: 3px 5px;
}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { color: $muted;
    background: $window; }
QLineEdit { lineedit-clear-button-icon: url("$clear"); }
QLineEdit QToolButton, QLineEdit QToolButton:hover { background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: none; padding: 0 4px; min-height: 0; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$caret"); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 18px; }
QAbstractSpinBox::up-arrow { image: url("$caret_up"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$caret"); width: 10px; height: 10px; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus { background: $surface; border: 1px solid $border;
    border-radius: 0; padding: 0; selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 2px solid transparent;
    border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QAbstractItemView::indicator { width: 14px; height: 14px; border: 1px solid $muted;
    border-radius: 3px; background: $surface; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { border-color: $accent; image: url("$check"); }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 8px;
    background: $surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; background: $window; }

QAbstractItemView { background: $surface; border: 1px solid $border; padding: 1px; border-radius: 6px; outline: none;
    selection-background-color: $selection; selection-color: $text; alternate-background-color: $window; }
QAbstractItemView:focus { border: 2px solid $accent; padding: 0; }
QTableView::item, QTreeView::item { padding: 0 6px; }
QTreeView::item:disabled { color: $muted; }
QAbstractItemView::indicator:disabled { border-color: $border; background: $window; }
QHeaderView { background: $raised; border: none; border-radius: 0; }
QHeaderView::section { background: $raised; border: none; border-bottom: 1px solid $border; padding: 6px 8px;
    font-weight: 600; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: $raised; border: none; }

QTabWidget::pane { border: 1px solid $border; border-radius: 6px; background: $surface; }
QTabBar::tab { background: transparent; padding: 7px 14px; border-bottom: 3px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }

QProgressBar { background: $raised; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QFrame[kind="notice"] QProgressBar, QStatusBar QProgressBar { background: $border; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QMenuBar { background: $surface; border-bottom: 1px solid $border; }
QMenuBar::item { background: transparent; padding: 5px 10px; }
QMenuBar::item:selected { background: $selection; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QStatusBar { background: $surface; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 6px; }
QSplitter::handle { background: $border; }
QSlider::groove:horizontal { background: $raised; height: 6px; border-radius: 3px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 3px; }
QSlider::handle:horizontal { background: $accent; width: 16px; height: 16px; margin: -5px 0; border-radius: 8px; }
QSlider::handle:horizontal:focus { border: 2px solid $text; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none;
    width: 0; height: 0; }
""")
TYPE_SCALE = {"small": 0.9, "body": 1.0, "heading": 1.15, "title": 1.6, "display": 2.2}
"""How large each kind of text is, as a multiple of the system's own font size."""


def style_sheet(colours: Mapping[str, str], base_pt: float) -> str:
    """The sheet for a palette and the system's font size in points."""
    sizes = {name: f"{base_pt * factor:.1f}" for name, factor in TYPE_SCALE.items()}
    icons = (resources() / "icons").as_posix()
    pictures = {"caret": "caret-down", "caret_up": "caret-up", "check": "check", "clear": "clear"}
    places = {name: f"{icons}/{file}.svg" for name, file in pictures.items()}
    return _SHEET.substitute(colours, **places, **sizes)
