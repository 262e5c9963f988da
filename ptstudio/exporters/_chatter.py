"""Libraries that print and warn while they work, made to do it silently; knows nothing of what they do."""

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from ptstudio.exporters._runtime import runtime


@contextmanager
def silence() -> Iterator[None]:
    """Drop what is printed, warned or logged inside the block by Python code, and ONNX Runtime's own warnings."""
    onnxruntime = runtime()
    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    onnxruntime.set_default_logger_severity(3)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        onnxruntime.set_default_logger_severity(2)
        logging.disable(disabled)
