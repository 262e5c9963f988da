"""How long the window's event loop is kept waiting while a real worker trains and the charts move.

Run it by hand, `PYTHONPATH=. python tests/benchmarks/training_delay.py`; it prints a JSON object and asserts nothing.
The delay is how much later than asked a timer of 5 ms fires: what a click would have to wait. Beside it stands the same
window on the same page once the training has been stopped.
"""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ptstudio.app.main_window import MainWindow
from ptstudio.app.session import Session
from ptstudio.core.folders import HOME_VARIABLE, resources
from ptstudio.core.jobs import ImportJob, SettingValue, TrainJob
from ptstudio.core.requests import Stop
from tests.helpers.windows import TASK

SECONDS = 15
TICK_MS = 5


def main() -> None:
    """Import the sample, train it, and measure while the curves grow."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = str(Path(home) / "home")
        session = Session()
        session.open_project(Path(home) / "project", is_new=True)
        window = MainWindow(session)
        window.resize(1440, 900)
        window.show()
        sample = resources() / "samples" / "digits.zip"
        session.start(ImportJob(task=TASK, source=str(sample), dataset="digits"))
        wait_until(lambda: session.revision is not None)
        settings: dict[str, SettingValue] = {"head_epochs": 1, "epochs": 200, "patience": 0, "image_px": 32}
        job = TrainJob(task=TASK, dataset="digits/0001", model="starter", preset="thorough", settings=settings)
        run = session.start(job)
        window.show_page("train")
        wait_until(lambda: len(session.runs[run].epochs) > 2)
        before = len(session.runs[run].epochs)
        training = delays_ms(SECONDS)
        epochs = len(session.runs[run].epochs) - before
        session.ask(run, Stop())
        wait_until(lambda: not session.is_running())
        idle = delays_ms(SECONDS // 3)
        print(json.dumps({"epochs": epochs, "training_ms": spread(training), "idle_ms": spread(idle)}, indent=2))
        window.close()
    application.quit()


def delays_ms(seconds: int) -> list[float]:
    """How much too late a timer fires, for so many seconds."""
    found: list[float] = []
    clock, loop, ticking = QElapsedTimer(), QEventLoop(), QTimer()

    def tick() -> None:
        found.append(max(0.0, clock.nsecsElapsed() / 1e6 - TICK_MS))
        clock.restart()

    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(tick)
    clock.start()
    ticking.start(TICK_MS)
    QTimer.singleShot(1000 * seconds, loop.quit)
    loop.exec()
    ticking.stop()
    return found


def spread(delays: list[float]) -> dict[str, float]:
    """Percentiles of delays, in milliseconds."""
    return {f"p{share}": round(float(np.percentile(delays, share)), 2) for share in (50, 95, 99, 100)}


def wait_until(holds: Callable[[], bool], seconds: int = 120) -> None:
    """Let the window work until something holds."""
    for _ in range(20 * seconds):
        if holds():
            return
        loop = QEventLoop()
        QTimer.singleShot(50, loop.quit)
        loop.exec()
    raise TimeoutError("The worker did not get that far")


if __name__ == "__main__":
    main()
