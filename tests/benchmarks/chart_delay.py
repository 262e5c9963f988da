"""How long the event loop is kept waiting while a chart of 100,000 points is updated ten times a second.

Run it by hand, `python tests/benchmarks/chart_delay.py [POINTS]`; it prints a JSON object and asserts nothing. The
delay is how much later than asked a timer of 5 ms fires: what a click would have to wait.
"""

import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ptstudio.app.chart_series import Series
from ptstudio.app.theme import theme
from ptstudio.app.throttle import CHART_MS
from ptstudio.app.widgets.chart_pens import Mark
from ptstudio.app.widgets.line_chart import LineChart

SECONDS = 10
TICK_MS = 5


def main(points: int) -> None:
    """Measure with a chart of two curves, both growing."""
    application = QApplication([])
    theme()
    chart = LineChart("Loss", "Step", height=250)
    chart.resize(600, 340)
    chart.show()
    dice = np.random.default_rng(0)
    x = np.arange(2 * points, dtype=float)
    curves = [2 * np.exp(-x / points) + level + 0.1 * dice.standard_normal(2 * points) for level in (0.2, 0.4)]
    shown, delays, redraws = points, [], []
    clock = QElapsedTimer()
    clock.start()

    def update() -> None:
        nonlocal shown
        began = time.perf_counter()
        shown += points // 1000
        series = [
            Series(name, x[:shown], y[:shown], slot) for slot, (name, y) in enumerate(zip("ab", curves, strict=True))
        ]
        chart.show_series(series, [Mark("best", points / 2, "best")])
        redraws.append(1000 * (time.perf_counter() - began))

    def tick() -> None:
        delays.append(max(0.0, clock.nsecsElapsed() / 1e6 - TICK_MS))
        clock.restart()

    ticking, updating = QTimer(), QTimer()
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(tick)
    updating.timeout.connect(update)
    ticking.start(TICK_MS)
    updating.start(CHART_MS)
    QTimer.singleShot(1000 * SECONDS, application.quit)
    application.exec()
    chart.close()
    print(
        json.dumps(
            {
                "points": points,
                "seconds": SECONDS,
                "updates": len(redraws),
                "delay_ms": {f"p{share}": round(float(np.percentile(delays, share)), 2) for share in (50, 95, 99, 100)},
                "update_ms": {f"p{share}": round(float(np.percentile(redraws, share)), 2) for share in (50, 99)},
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
