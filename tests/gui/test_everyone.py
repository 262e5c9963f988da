"""What holds for every page and dialog: names that can be read aloud, reachable by keyboard, translatable."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

from ptstudio.app.about_dialog import AboutDialog
from ptstudio.app.closing import ClosingDialog
from ptstudio.app.download_state import Wanted
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.all_pages import all_pages
from ptstudio.app.session import Session
from ptstudio.app.settings_dialog import SettingsDialog
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.app.widgets.token_dialog import TokenDialog
from ptstudio.library.library import Library
from tests.helpers.text_projects import text_project

KEYS = [facts.step.key for facts in all_pages()]
DIALOGS = ["settings", "about", "closing", "licence", "token"]
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


class Marked(QTranslator):
    """A language in which every text stands in brackets."""

    @override
    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"⟦{sourceText}⟧"


@pytest.fixture
def window(opened: Session) -> Iterator[MainWindow]:
    made = MainWindow(opened)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def controls(widget: QWidget) -> list[QWidget]:
    """Everything below a widget that a person operates; parts of composed controls belong to their whole."""
    found = [child for child in widget.findChildren(QWidget) if isinstance(child, CONTROLS)]
    return [child for child in found if not _is_part(child)]


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QComboBox, QAbstractSpinBox, QAbstractItemView)):
            return True
        parent = parent.parentWidget()
    return isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")


def name_of(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


@pytest.mark.parametrize("key", KEYS)
def test_every_control_of_a_page_has_a_name_and_is_reached_by_keyboard(window: MainWindow, key: str) -> None:
    window.show_page(key)
    found = controls(window.pages[key])
    assert [_described(control) for control in found if not name_of(control).strip()] == []
    unreachable = [
        _described(control)
        for control in found
        if control.isVisible() and control.isEnabled() and not control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert unreachable == []


@pytest.mark.parametrize("key", KEYS)
def test_every_control_of_a_page_with_texts_has_a_name_and_is_reached_by_keyboard(
    session: Session, tmp_path: Path, key: str
) -> None:
    session.open_project(text_project(tmp_path / "letters", has_pairs=True).folder)
    window = MainWindow(session)
    window.show()
    window.show_page(key)
    found = controls(window.pages[key])
    assert [_described(control) for control in found if not name_of(control).strip()] == []
    reached = [control for control in found if control.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [_described(each) for each in found if each.isVisible() and each.isEnabled() and each not in reached] == []
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_has_a_name(window: MainWindow, name: str) -> None:
    dialog = dialog_of(name, window)
    assert [_described(control) for control in controls(dialog) if not name_of(control).strip()] == []
    dialog.close()


@pytest.mark.parametrize("key", KEYS)
def test_every_text_of_a_page_can_be_translated(opened: Session, key: str) -> None:
    translator = Marked()
    QCoreApplication.installTranslator(translator)
    try:
        window = MainWindow(opened)
        window.show_page(key)
        missed = sorted(set(untranslated(window.pages[key], opened)))
        window.close()
        window.deleteLater()
    finally:
        QCoreApplication.removeTranslator(translator)
    assert missed == []


def dialog_of(name: str, window: MainWindow) -> QDialog:
    """One of the dialogs that belong to no page."""
    if name == "settings":
        return SettingsDialog(window.session, window)
    if name == "about":
        return AboutDialog(window)
    if name == "licence":
        return LicenceDialog(window, Wanted("oak", "Oak", "MIT", "https://example.org/oak.pth"), is_accepted=False)
    if name == "token":
        return TokenDialog(window, "Oak", "https://example.org/oak")
    run = window.session.shown_run
    assert run is not None
    return ClosingDialog([run], window)


def untranslated(widget: QWidget, session: Session) -> Iterator[str]:
    """The texts below a widget that no translator has seen and that are no data."""
    for child in widget.findChildren(QObject):
        for text in texts_of(child):
            bare = text
            while (outer := re.sub(r"⟦[^⟦⟧]*⟧", "", bare)) != bare:  # translated texts may hold others
                bare = outer
            if re.search(r"[A-Za-z]{3,}", bare) and not _is_data(bare, session):
                yield text


def texts_of(child: QObject) -> Iterator[str]:
    """What a widget shows or says."""
    if isinstance(child, QAbstractButton | QLabel):
        yield child.text()
    if isinstance(child, QComboBox):
        yield from (child.itemText(number) for number in range(child.count()))
    if isinstance(child, QLineEdit):
        yield child.placeholderText()
    if isinstance(child, QWidget):
        yield child.toolTip()
        yield child.accessibleName()


def _is_data(text: str, session: Session) -> bool:
    """Whether nothing in a text is ours: names of files, classes, runs, models and what a worker has said."""
    known = _known_words(session)
    return all(word.lower() in known for word in re.findall(r"[A-Za-z]{3,}", text))


def _known_words(session: Session) -> set[str]:
    project = session.project
    assert project is not None
    pieces = [str(project.folder), project.name]
    pieces += [path.read_text(encoding="utf-8", errors="replace") for path in project.folder.rglob("*.json*")]
    pieces += [f"{entry.folder} {entry.model.to_text()}" for entry in Library.standard().models()]
    return {word.lower() for piece in pieces for word in re.findall(r"[A-Za-z]{3,}", piece)} | MODEL_WORDS


MODEL_WORDS = {"starter", "apache", "bsd", "clause", "mit", "imagenet", "rgb", "onnx", "json", "csv", "tsv", "jsonl",
               "parquet", "zip", "png", "pdf", "html", "ptstudio", "sha", "config", "hugging", "face"}  # fmt: skip


def _described(control: QWidget) -> str:
    return f"{type(control).__name__} {control.objectName()} {control.toolTip()}"
