"""A first run of an exported file in a process of its own: ONNX Runtime's optimiser can crash on half precision.

WORKAROUND https://github.com/microsoft/onnxruntime/issues/26717 and
https://github.com/microsoft/onnxruntime/issues/27768: whoever uses the file would meet the same.
"""

import multiprocessing
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.exporters._parity import Unusable
from ptstudio.exporters._runtime import runtime

if TYPE_CHECKING:
    import numpy as np

    Arrays = Mapping[str, np.ndarray]

SECOND_RUN_DIFFERS = 3


def try_out(file: Path, inputs: "Arrays") -> None:
    """Load `file` as anybody would and run it twice. Raises Unusable where that crashes or gives two answers."""
    process = multiprocessing.get_context("spawn").Process(target=_run_twice, args=(str(file), dict(inputs)))
    process.start()
    process.join()
    code = process.exitcode
    process.close()
    if code == SECOND_RUN_DIFFERS:
        raise Unusable("it gives another answer when it is asked again")
    if code:
        raise Unusable(f"ONNX Runtime cannot load and run it (exit code {code})")


def _run_twice(file: str, inputs: "dict[str, np.ndarray]") -> None:
    import numpy as np

    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    first, second = session.run(None, inputs), session.run(None, inputs)
    same = all(np.array_equal(one, other, equal_nan=True) for one, other in zip(first, second, strict=True))
    sys.exit(0 if same else SECOND_RUN_DIFFERS)
