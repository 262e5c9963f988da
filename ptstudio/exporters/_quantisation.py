"""int8 variants of an ONNX file: weights in one byte, activations calibrated beforehand or measured while running."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.exporters._chatter import silence
from ptstudio.exporters._graph import name_nodes, nodes_around

if TYPE_CHECKING:
    import numpy as np

    Arrays = Mapping[str, np.ndarray]

Progress = Callable[[str, int, int], None]


class Calibration:
    """Samples for ONNX Runtime's calibration, one at a time."""

    def __init__(self, samples: Iterator["Arrays"], progress: Progress) -> None:
        self._samples = samples
        self._progress = progress
        self._seen = 0

    def get_next(self) -> "dict[str, np.ndarray] | None":
        """The next sample's inputs by name, None at the end: ONNX Runtime's contract of a data reader."""
        self._progress("Calibrating int8", self._seen, 0)
        self._seen += 1
        sample = next(self._samples, None)
        return None if sample is None else dict(sample)


def prepare(source: Path, target: Path) -> None:
    """Write `source` as the quantisation wants it: shapes known, batch norm folded in, every node named."""
    import onnx
    from onnxruntime.quantization import shape_inference

    with silence():
        shape_inference.quant_pre_process(str(source), str(target), skip_symbolic_shape=True)
    model = onnx.load(target)
    name_nodes(model)
    # The quantisation turns weights round and then trips over their old shapes; it finds out all shapes by itself.
    del model.graph.value_info[:]
    onnx.save(model, target)


def write_calibrated(prepared: Path, target: Path, samples: Iterator["Arrays"], progress: Progress) -> None:
    """Write an int8 file whose activations have fixed ranges, those seen over `samples`; weights per channel."""
    from onnxruntime import quantization

    with silence():
        quantization.quantize_static(
            str(prepared),
            str(target),
            Calibration(samples, progress),
            quant_format=quantization.QuantFormat.QDQ,
            per_channel=True,
            activation_type=quantization.QuantType.QInt8,
            weight_type=quantization.QuantType.QInt8,
            nodes_to_exclude=_kept(prepared),
            # The last layer's sums decide; rounding them to 8 bits as well would make ties of close answers.
            extra_options={"OpTypesToExcludeOutputQuantization": ["Gemm"]},
        )


def write_dynamic(prepared: Path, target: Path) -> None:
    """Write an int8 file that measures the ranges of its activations anew at every run."""
    from onnxruntime import quantization

    with silence():
        quantization.quantize_dynamic(
            str(prepared), str(target), weight_type=quantization.QuantType.QUInt8, nodes_to_exclude=_kept(prepared)
        )


def _kept(file: Path) -> list[str]:
    """What stays in float32: what is around the network, and every softmax."""
    import onnx

    model: Any = onnx.load(file)
    softmax = [node.name for node in model.graph.node if node.op_type == "Softmax"]
    return [*nodes_around(model), *softmax]
