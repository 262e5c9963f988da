"""Where no window can be shown, that is said before Qt aborts."""

import sys

import pytest

from ptstudio.core import screen, system_libraries
from ptstudio.core.errors import PTStudioError

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")


@linux
def test_without_a_screen_the_command_line_is_pointed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(PTStudioError, match="no screen") as caught:
        screen.check_screen()
    assert "ptstudio --help" in caught.value.hint


@linux
def test_missing_libraries_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(
        system_libraries, "absent_libraries", lambda: {"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1"}
    )
    with pytest.raises(PTStudioError, match=r"libEGL\.so\.1, libGL\.so\.1") as caught:
        screen.check_screen()
    assert "sudo apt install libegl1 libgl1" in caught.value.hint


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_screen_of_any_kind_will_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "some")
    monkeypatch.setattr(system_libraries, "absent_libraries", dict)
    screen.check_screen()
