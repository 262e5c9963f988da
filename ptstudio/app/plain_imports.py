"""Imports as Python does them, without the hook of Qt for Python.

For its optional features (`from __feature__ import …`, which nobody here uses) the hook reads and keeps the source of
every module that is imported after Qt: an eighth of the window's start, and 14 MB once charts are drawn.
"""

import builtins
import importlib


def use_plain_imports() -> None:
    """Load Qt, and take its hook out again."""
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = vars(builtins).get("__orig_import__", builtins.__import__)
