"""How long the window's event loop is kept waiting while a real worker trains and the charts move.

Run it by hand, `PYTHONPATH=. python tests/benchmarks/training_delay.py`; it prints a JSON object and asserts nothing.
The delay is how much later than asked a timer of 5 ms fires: what a click would have to wait. `training_ms` is of all,
the epochs' ends included; `epoch_ends_ms` is of each epoch's end the worst, when charts and watched samples change
together. Of both, `own` is how long the window itself had the processor; for the rest it waited for it. Beside it
stands the same window on the same page once the training has been stopped.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ptstudio.app.change import Change
from ptstudio.app.main_window import MainWindow
from ptstudio.app.session import Session
from ptstudio.core.events import EpochEnded
from ptstudio.core.folders import HOME_VARIABLE, resources
from ptstudio.core.jobs import ImportJob, SettingValue, TrainJob
from ptstudio.core.requests import Stop
from tests.helpers.windows import TASK

SECONDS = 15
TICK_MS = 5
END_S = 0.25
"""What belongs to an epoch's end: the charts wait for 0.1 s, and are then drawn one after the other."""


class Delay(NamedTuple):
    """When it was, in seconds; how long, and how long the event loop's thread had the processor, in milliseconds."""

    when: float
    late: float
    own: float


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
        ends: list[float] = []

        def note(change: Change) -> None:
            if isinstance(change.event, EpochEnded):
                ends.append(time.perf_counter())

        session.changed.connect(note)
        training = delays(SECONDS)
        session.ask(run, Stop())
        wait_until(lambda: not session.is_running())
        idle = delays(SECONDS // 3)
        found = {
            "epochs": len(ends),
            "training_ms": spread([delay.late for delay in training]),
            "training_own_ms": spread([delay.own for delay in training]),
            "epoch_ends_ms": spread([max(delay.late for delay in after(training, end)) for end in ends]),
            "epoch_ends_own_ms": spread([max(delay.own for delay in after(training, end)) for end in ends]),
            "idle_ms": spread([delay.late for delay in idle]),
        }
        print(json.dumps(found, indent=2))
        window.close()
    application.quit()


def delays(seconds: int) -> list[Delay]:
    """How much too late a timer fires, for so many seconds."""
    found: list[Delay] = []
    clock, loop, ticking = QElapsedTimer(), QEventLoop(), QTimer()

    used = 0.0

    def tick() -> None:
        nonlocal used
        before, used = used, time.thread_time()
        found.append(Delay(time.perf_counter(), max(0.0, clock.nsecsElapsed() / 1e6 - TICK_MS), 1000 * (used - before)))
        clock.restart()

    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(tick)
    clock.start()
    used = time.thread_time()
    ticking.start(TICK_MS)
    QTimer.singleShot(1000 * seconds, loop.quit)
    loop.exec()
    ticking.stop()
    return found


def after(found: list[Delay], end: float) -> list[Delay]:
    """The delays in the moment after an epoch's end."""
    return [delay for delay in found if end <= delay.when <= end + END_S] or [Delay(end, 0.0, 0.0)]


def spread(milliseconds: list[float]) -> dict[str, float]:
    """Percentiles, the last of which is the worst."""
    return {f"p{share}": round(float(np.percentile(milliseconds, share)), 2) for share in (50, 95, 99, 100)}


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
