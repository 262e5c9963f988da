"""How long the event loop is kept waiting, and how long a frame takes, while 50,000 thumbnails are scrolled.

Run it by hand, `python tests/benchmarks/thumbnail_delay.py [PICTURES]`; it prints a JSON object and asserts nothing.
The thumbnails lie on disk as in a project. The delay is how much later than asked a timer of 5 ms fires.
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from ptstudio.app.theme import theme
from ptstudio.app.tiles import Tile, Tiles
from ptstudio.app.widgets.sample_grid import SampleGrid

SECONDS = 10
TICK_MS = 5
FRAME_MS = 16
FILES = 2000
STEPS = {"by wheel": 60, "by page": 800, "by jump": 100_000}
"""Pixels that are scrolled in a frame."""


class Files(Tiles):
    """As many places as wished, over files that come again and again."""

    def __init__(self, folder: Path, count: int) -> None:
        self._count = count
        self._files = [folder / f"{number}.jpg" for number in range(FILES)]
        dice = np.random.default_rng(0)
        for file in self._files:
            coarse = Image.fromarray(dice.integers(0, 255, (12, 16, 3), dtype=np.uint8))
            coarse.resize((160, 120), Image.Resampling.BICUBIC).save(file, quality=85)

    @override
    def __len__(self) -> int:
        return self._count

    @override
    def tile(self, place: int) -> Tile:
        return Tile(f"class {place % 7}", str(self._files[place % FILES]), self._files[place % FILES])

    @override
    def picture(self, place: int) -> bytes:
        return self._files[place % FILES].read_bytes()


def main(count: int) -> None:
    """Scroll in three ways."""
    application = QApplication([])
    theme()
    with tempfile.TemporaryDirectory() as folder:
        tiles = Files(Path(folder), count)
        grid = SampleGrid("Pictures")
        grid.resize(1200, 640)
        grid.show()
        began = time.perf_counter()
        grid.set_tiles(tiles)
        application.processEvents()
        measured = {"pictures": count, "first_shown_ms": round(1000 * (time.perf_counter() - began), 1)}
        found = {name: _scroll(grid, step) for name, step in STEPS.items()}
        measured["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        grid.end()
        grid.close()
    print(json.dumps(measured | found, indent=2))


def _scroll(grid: SampleGrid, step: int) -> dict[str, dict[str, float]]:
    bar = grid.view.verticalScrollBar()
    delays: list[float] = []
    frames: list[float] = []
    clock = QElapsedTimer()
    clock.start()

    def scroll() -> None:
        began = time.perf_counter()
        bar.setValue((bar.value() + step) % max(1, bar.maximum()))
        grid.view.viewport().repaint()
        frames.append(1000 * (time.perf_counter() - began))

    def tick() -> None:
        delays.append(max(0.0, clock.nsecsElapsed() / 1e6 - TICK_MS))
        clock.restart()

    ticking, scrolling = QTimer(), QTimer()
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    scrolling.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(tick)
    scrolling.timeout.connect(scroll)
    ticking.start(TICK_MS)
    scrolling.start(FRAME_MS)
    loop = QEventLoop()
    QTimer.singleShot(1000 * SECONDS // len(STEPS), loop.quit)
    loop.exec()
    return {"delay_ms": _shares(delays), "frame_ms": _shares(frames)}


def _shares(values: list[float]) -> dict[str, float]:
    return {f"p{share}": round(float(np.percentile(values, share)), 2) for share in (50, 95, 99, 100)}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
