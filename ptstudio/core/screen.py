"""Whether a window can be shown here; asked before Qt, which would only abort."""

import os
import sys

from ptstudio.core.errors import PTStudioError

OTHERWISE = "Everything can also be done from the command line: ptstudio --help"


def check_screen() -> None:
    """Raises PTStudioError where there is no screen, or where Qt lacks a system library; a platform that was asked for
    by name is taken as it is.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        raise PTStudioError(
            "There is no screen here to show a window on.", f"Start PTStudio in a desktop session. {OTHERWISE}"
        )
    from ptstudio.core.system_libraries import absent_libraries

    absent = absent_libraries()
    if absent:
        raise PTStudioError(
            f"The window needs system libraries that are missing here: {', '.join(absent)}.",
            f"On Debian or Ubuntu: sudo apt install {' '.join(sorted(set(absent.values())))}. {OTHERWISE}",
        )
