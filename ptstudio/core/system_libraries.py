"""The system libraries that Qt needs on Linux and Python's packages do not bring."""

import ctypes
import sys

# What Qt's xcb and offscreen plug-ins load, and the Debian package that has it (Qt's “Qt for X11 Requirements”).
_DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
}


def absent_libraries() -> dict[str, str]:
    """The libraries that this machine lacks, each with the Debian package that has it; empty on other systems."""
    if not sys.platform.startswith("linux"):
        return {}
    return {library: package for library, package in _DEBIAN_PACKAGES.items() if not _can_load(library)}


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
