"""The window starts: on every kind of screen, without a network, without a place to write, twice on one project."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from ptstudio.core.project import Project

_WATCH = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from ptstudio.__main__ import main
from ptstudio.core.guard import attempts

def look():
    from ptstudio.app.main_window import MainWindow
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    if not shown or not shown[0].windowHandle().isExposed():
        QTimer.singleShot(50, look)
        return
    texts = [label.text() for label in shown[0].findChildren(QLabel) if label.isVisible()]
    print(json.dumps({"platform": QGuiApplication.platformName(), "title": shown[0].windowTitle(), "texts": texts,
                      "asked": [attempt.target for attempt in attempts()]}), flush=True)
    if "--stay" in STAY:
        sys.stdin.readline()
    shown[0].close()

application = QApplication(["ptstudio"])
QTimer.singleShot(0, look)
main()
"""


def begin(home: Path, *arguments: str, place: Mapping[str, str] = {}, stays: bool = False) -> subprocess.Popen[str]:
    """Start the window; once it stands it says what it shows and closes, or stays until it gets a line."""
    settings = {"QT_QPA_PLATFORM": "offscreen", "PTSTUDIO_HOME": str(home), "CUDA_VISIBLE_DEVICES": "", **place}
    program = f"import sys; sys.argv = {['ptstudio', *arguments]!r}; STAY = {['--stay'] if stays else []!r}\n{_WATCH}"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> dict[str, object]:
    """What the window showed, once it has closed."""
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    shown: dict[str, object] = json.loads(output.splitlines()[-1])
    return shown


@contextmanager
def offscreen(_: Path) -> Iterator[dict[str, str]]:
    yield {}


@contextmanager
def xcb(_: Path) -> Iterator[dict[str, str]]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as stream:
        number = stream.readline().strip()
    yield {"DISPLAY": f":{number}"}
    server.terminate()
    server.wait()


@contextmanager
def wayland(folder: Path) -> Iterator[dict[str, str]]:
    folder.chmod(0o700)
    place = {"XDG_RUNTIME_DIR": str(folder), "WAYLAND_DISPLAY": "wl"}
    command = ["weston", "--backend=headless-backend.so", "--socket=wl", "--width=1600", "--height=1000"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=os.environ | place, stdout=quiet, stderr=quiet)
    while not (folder / "wl").exists() and server.poll() is None:
        time.sleep(0.05)
    yield place
    server.terminate()
    server.wait()


@pytest.mark.parametrize(
    ("screen", "server"), [(offscreen, ""), (xcb, "Xvfb"), (wayland, "weston")], ids=["offscreen", "xcb", "wayland"]
)
def test_it_starts_on_every_kind_of_screen_without_asking_the_network(
    screen: Callable[[Path], AbstractContextManager[dict[str, str]]], server: str, tmp_path: Path
) -> None:
    if server and shutil.which(server) is None:
        pytest.skip(f"{server} is not installed")
    with screen(tmp_path) as place:
        shown = end(begin(tmp_path / "home", place={"QT_QPA_PLATFORM": screen.__name__, **place}))
    assert shown["platform"] == screen.__name__
    assert "What would you like to teach?" in str(shown["texts"])
    assert shown["asked"] == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder in which nobody can write")
def test_without_a_place_to_write_it_starts_and_says_so() -> None:
    shown = end(begin(Path("/proc/ptstudio"), place={"HOME": "/proc"}))
    assert "What would you like to teach?" in str(shown["texts"])
    assert "PTSTUDIO_HOME" in str(shown["texts"])


def test_a_second_window_on_a_project_says_that_it_may_only_look(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "birds")
    first = begin(tmp_path / "home", str(project.folder), stays=True)
    assert first.stdout is not None
    told = json.loads(first.stdout.readline())
    assert told["title"] == "birds – PTStudio"
    second = end(begin(tmp_path / "home", str(project.folder)))
    assert second["title"] == "birds (read only) – PTStudio"
    assert "Read only: open in another window" in str(second["texts"])
    first.communicate("\n", timeout=60)
    assert first.returncode == 0
