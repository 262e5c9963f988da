from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from ptstudio.core.errors import JobFailure
from ptstudio.exporters import _conversion
from ptstudio.exporters._conversion import convert
from ptstudio.exporters._exporter import Exportable
from ptstudio.exporters._parity import OnnxModel, TorchModel
from tests.helpers import exports

SHAPES = [(1, 16, 16), (1, 300, 200), (1, 5, 9), (4, 11, 170), (1, 1, 1)]


def largest_difference(network: Exportable, file: Path) -> float:
    """Over batches of smooth and of noisy pictures, larger and smaller than the network's input."""
    wanted, found = TorchModel(network), OnnxModel(file, network.outputs)
    dice = np.random.default_rng(0)
    largest = 0.0
    for count, height, width in SHAPES:
        inputs = {"pixels": dice.integers(0, 256, (count, height, width, 3), dtype=np.uint8)}
        one, other = wanted.run(inputs)["probabilities"], found.run(inputs)["probabilities"]
        assert one.shape == other.shape == (count, 3)
        largest = max(largest, float(np.abs(one - other).max()))
    return largest


@pytest.mark.parametrize("make", [exports.conv_net, exports.vision_transformer])
def test_batch_height_and_width_are_free(make: "type[nn.Module]", tmp_path: Path) -> None:
    network = exports.exportable(make())
    assert convert(network, {}, tmp_path / "model.onnx").startswith("torch.onnx (dynamo), torch ")
    assert largest_difference(network, tmp_path / "model.onnx") < 1e-4
    sides = onnx.load(tmp_path / "model.onnx").graph.input[0].type.tensor_type.shape.dim
    assert [side.dim_param or side.dim_value for side in sides] == ["batch", "height", "width", 3]


@pytest.mark.parametrize("make", [exports.conv_net, exports.vision_transformer])
def test_the_older_exporter_takes_over_and_agrees_as_well(
    make: "type[nn.Module]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.only_traced(monkeypatch)
    network = exports.exportable(make())
    assert convert(network, {}, tmp_path / "model.onnx").startswith("torch.onnx (traced), torch ")
    assert largest_difference(network, tmp_path / "model.onnx") < 1e-4


def test_nothing_of_this_machine_is_left_in_the_file(tmp_path: Path) -> None:
    convert(exports.exportable(exports.conv_net()), {"task": "a task"}, tmp_path / "model.onnx")
    content = (tmp_path / "model.onnx").read_bytes()
    assert b"site-packages" not in content
    assert str(Path(__file__).parents[3]).encode() not in content
    assert [path.name for path in tmp_path.iterdir()] == ["model.onnx"]
    assert {item.key: item.value for item in onnx.load_from_string(content).metadata_props} == {"task": "a task"}


def test_the_module_given_is_left_as_it_was(tmp_path: Path) -> None:
    network = exports.exportable(exports.conv_net())
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    convert(network, {}, tmp_path / "model.onnx")
    assert all(torch.equal(value, before[name]) for name, value in network.module.state_dict().items())


class _Unconvertible(nn.Module):
    """Looks at the values outside PyTorch, so that both exporters lose the thread."""

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return torch.from_numpy(pixels.numpy().mean(axis=(1, 2)).astype(np.float32))


def test_a_network_that_cannot_be_converted_is_a_failure_with_a_hint(tmp_path: Path) -> None:
    network = replace(exports.exportable(exports.conv_net()), module=_Unconvertible())
    with pytest.raises(JobFailure) as failure:
        convert(network, {}, tmp_path / "model.onnx")
    assert "cannot be converted to ONNX" in failure.value.message
    assert "(dynamo):" in failure.value.message
    assert "(traced):" in failure.value.message
    assert failure.value.hint


@pytest.mark.parametrize(
    "shortage",
    [MemoryError(), RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9")],
)
def test_memory_that_runs_out_is_not_taken_for_a_network_that_cannot_be_converted(
    shortage: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out(*_: object) -> None:
        raise shortage

    monkeypatch.setattr(_conversion, "_export_graph", run_out)
    with pytest.raises(type(shortage)) as caught:
        convert(exports.exportable(exports.conv_net()), {}, tmp_path / "model.onnx")
    assert caught.value is shortage
