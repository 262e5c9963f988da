"""Measure the longest frame of the model page with very many models: while it opens, while a search is typed, while
filters and looks are switched, and while it scrolls.

    QT_QPA_PLATFORM=offscreen PYTHONPATH=. python tests/benchmarks/model_browser.py [CATALOGUE] [LIBRARY]

A frame is the time in which the event loop answers nothing: by the clock, and as processor time of the window's thread,
which does not count what other programs take from it. The models are real facts under other names; weights are
files whose time of last access is looked at in the end, to show that nothing has read them.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from ptstudio.app.main_window import MainWindow
from ptstudio.app.model_browsing import Order
from ptstudio.app.pages.model import ModelPage
from ptstudio.app.plain_imports import use_plain_imports
from ptstudio.app.session import Session
from ptstudio.app.theme import theme
from ptstudio.core.folders import HOME_VARIABLE, library_folder
from ptstudio.library.entry import WEIGHTS
from ptstudio.models import all_families
from tests.helpers.pretrained import put_into
from tests.helpers.windows import filled_project

CATALOGUE, LIBRARY = 500, 200
WORDS = "small and quick mobilenet"
REST_MS = 30
SCROLLS = 60


class Frames:
    """Does one thing after the other, lets the event loop come to rest, and keeps the longest frame."""

    def __init__(self) -> None:
        self._longest = (0.0, 0.0)
        self._before = (0.0, 0.0)
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)

    def of(self, *actions: Callable[[], object]) -> dict[str, float]:
        """The longest frame in milliseconds while these are done."""
        self._longest = (0.0, 0.0)
        for action in actions:
            self._before = _now()
            self._timer.start(0)
            QTimer.singleShot(0, action)
            loop = QEventLoop()
            QTimer.singleShot(REST_MS, loop.quit)
            loop.exec()
            self._timer.stop()
        clock, processor = self._longest
        return {"clock_ms": round(1000 * clock, 1), "processor_ms": round(1000 * processor, 1)}

    def _tick(self) -> None:
        now = _now()
        past = (now[0] - self._before[0], now[1] - self._before[1])
        self._longest = (max(self._longest[0], past[0]), max(self._longest[1], past[1]))
        self._before = now


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.thread_time()


def measure(catalogue: int, library: int, home: Path) -> dict[str, object]:
    """Open the page and use it as a person does."""
    fill(catalogue, library)
    session = Session()
    session.open_project(filled_project(home / "project").folder)
    session.look_at_machine()
    weights = [library_folder() / f"model-{number}" / WEIGHTS for number in range(library)]
    for file in weights:
        os.utime(file, (1, 1))
    frames = Frames()
    window = MainWindow(session)
    window.resize(1440, 900)
    window.show()
    window.read_ahead()  # as the program does once it stands
    for _ in range(10):
        frames.of(lambda: None)
    opening = frames.of(lambda: window.show_page("model"), *(lambda: None,) * 10)
    found: dict[str, object] = {"catalogue": catalogue, "library": library, "opening": opening}
    page = window.pages["model"]
    if not isinstance(page, ModelPage):
        raise TypeError("There is another page of that name")
    search, bar = page.filters.search, page.browser.cards.verticalScrollBar()
    found["shown"] = len(page.browser.shown_keys())
    found["typing"] = frames.of(*(lambda end=end: search.setText(WORDS[:end]) for end in range(1, len(WORDS) + 1)))
    found["clearing"] = frames.of(search.clear)
    boxes = page.filters.boxes.values()
    found["filtering"] = frames.of(*(box.click for box in boxes), *(box.click for box in boxes))
    found["sorting"] = frames.of(*(lambda order=order: page.filters.choose_order(order) for order in Order))
    found["scrolling"] = frames.of(*(lambda: bar.setValue(bar.value() + 230) for _ in range(SCROLLS)))
    places = range(5, 25)
    found["selecting"] = frames.of(
        *(lambda place=place: page.browser.cards.setCurrentIndex(page.browser.rows.index(place, 0)) for place in places)
    )
    looks = [page.filters.looks.button(look) for look in ("table", "cards", "table")]
    found["switching"] = frames.of(*(button.click for button in looks if button is not None))
    bar = page.browser.table.verticalScrollBar()
    found["scrolling_table"] = frames.of(*(lambda: bar.setValue(bar.value() + 3) for _ in range(SCROLLS)))
    found["weights_read"] = sum(file.stat().st_atime != 1 for file in weights)
    page.close()
    window.close()
    session.close_project()
    return found


def fill(catalogue: int, library: int) -> None:
    """Make as many models as asked for: some in the library, the others only known."""
    family = all_families()["mobilenet"]
    real = [model for each in all_families().values() for model in each.catalogue]
    made = [
        real[number % len(real)].model_copy(
            update={
                "key": f"model-{number}",
                "family": family.key,
                "title": f"{real[number % len(real)].title} {number}",
            }
        )
        for number in range(catalogue)
    ]
    put_into(library_folder(), *made[:library])
    family.__dict__["catalogue"] = tuple(made)


def main(catalogue: int, library: int) -> None:
    """Print the longest frames."""
    use_plain_imports()  # as the program does at its start
    application = QApplication(sys.argv[:1])
    theme()
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = str(Path(home) / "home")
        print(json.dumps(measure(catalogue, library, Path(home)), indent=2))
    application.quit()


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    main(*(given + [CATALOGUE, LIBRARY][len(given) :]))
