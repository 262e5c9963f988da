"""Measure how long the window takes to its first usable page, and its memory, beside an empty window of Qt.

    python tests/benchmarks/window_start.py [REPETITIONS]

Ours does what `ptstudio.__main__` does, with the watch in between. Each start is a process of its own; the two kinds
take turns, so that whatever else the machine does hits both. The time runs from before the process is made until the
first page has been painted and the event loop has answered once. QT_QPA_PLATFORM=xcb, with a screen, measures on it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPETITIONS = 7
KINDS = ("empty", "ptstudio")
BEGAN = "PTSTUDIO_BENCHMARK_BEGAN"
_WATCH = """
import json, os, re, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

def look():
    shown = [widget.windowHandle() for widget in QApplication.topLevelWidgets() if isinstance(widget, QMainWindow)]
    if not any(handle is not None and handle.isExposed() for handle in shown):
        QTimer.singleShot(0, look)
        return
    seconds = time.time() - float(os.environ["PTSTUDIO_BENCHMARK_BEGAN"])
    status = Path("/proc/self/status")
    if status.exists():
        peak_mb = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
    else:
        import psutil
        peak_mb = psutil.Process().memory_info().rss / 2**20
    print(json.dumps({"seconds": seconds, "mb": peak_mb}))
    QApplication.quit()

application = QApplication(["window"])
QTimer.singleShot(0, look)
"""
_AS_OURS = """
import gc, os
gc.disable()
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
from ptstudio.start import start
"""
_PROGRAMS = {
    "empty": _WATCH + "window = QMainWindow(); window.resize(1440, 900); window.show(); application.exec()",
    "ptstudio": _AS_OURS + _WATCH + "start([])",
}


def start(kind: str, home: Path) -> dict[str, float]:
    """Start a window, wait for its first page, and say how long that took and how much memory it needed."""
    environment = {**os.environ, "PTSTUDIO_HOME": str(home), BEGAN: str(time.time())}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAMS[kind]], env=environment, capture_output=True, text=True, check=True
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main(repetitions: int) -> None:
    """Print median and spread of both windows, and how many times as much ours takes."""
    measured: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as home:
        for kind in KINDS:
            start(kind, Path(home))  # once unmeasured, so that the disk's cache is warm for both
        for _ in range(repetitions):
            for kind in KINDS:
                measured[kind].append(start(kind, Path(home)))
    for kind in KINDS:
        seconds = [each["seconds"] for each in measured[kind]]
        mb = statistics.median(each["mb"] for each in measured[kind])
        median = statistics.median(seconds)
        print(f"{kind:10}{median:8.3f} s  ({min(seconds):.3f} to {max(seconds):.3f}){mb:8.0f} MB at the peak")
    ratios = [ours["seconds"] / empty["seconds"] for empty, ours in zip(*measured.values(), strict=True)]
    print(f"ratio     {statistics.median(ratios):8.2f}    ({min(ratios):.2f} to {max(ratios):.2f}, pair by pair)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REPETITIONS)
