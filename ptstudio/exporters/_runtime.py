"""ONNX Runtime, told to report to nobody before a session is made of it; knows no model."""

import sys
from types import ModuleType


def runtime() -> ModuleType:
    """The library `onnxruntime`.

    On Windows it reports to Microsoft by the system's own means, for which `core.quiet` has no variable
    (https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md).
    """
    import onnxruntime

    if sys.platform == "win32":
        onnxruntime.disable_telemetry_events()
    library: ModuleType = onnxruntime
    return library
