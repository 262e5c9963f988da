"""Every icon is there, in every size and scale, and greyed where its widget is disabled."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from ptstudio.app.icons import _NAMES, icon, pixmap
from ptstudio.app.theme import theme


def colours(drawn: QPixmap) -> set[str]:
    """The colours of all pixels that are fully covered."""
    picture = drawn.toImage()
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", _NAMES)
def test_every_icon_can_be_drawn(qapp: QApplication, name: str) -> None:
    assert qapp is not None
    assert colours(pixmap(name, "text", 64)) == {theme().colours.text}


def test_no_two_icons_are_the_same(qapp: QApplication) -> None:
    assert qapp is not None
    assert len(set(_NAMES.values())) == len(_NAMES)


def test_an_icon_is_sharp_on_a_fine_screen(qapp: QApplication) -> None:
    assert qapp is not None
    drawn = icon("data").pixmap(QSize(20, 20), 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (40, 2.0)


def test_a_disabled_icon_is_greyed(qapp: QApplication) -> None:
    assert qapp is not None
    greyed = icon("data", "accent").pixmap(QSize(64, 64), QIcon.Mode.Disabled)
    assert colours(greyed) == {QColor(theme().colours.muted).name()}


def test_the_start_page_imports_nothing_heavy() -> None:
    program = (
        "import sys; import ptstudio.app.main; import ptstudio.app.pages.start; from ptstudio.tasks import all_tasks;"
        "all_tasks();"
        "print([name for name in ('torch', 'numpy', 'pyarrow', 'qtawesome', 'pyqtgraph', 'jinja2', 'psutil')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
