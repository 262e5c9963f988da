"""What stays in float32 when the rest does not."""

from pathlib import Path
from typing import Any

import onnx
import pytest

from ptstudio.exporters._conversion import convert
from ptstudio.exporters._graph import name_nodes, nodes_around
from ptstudio.exporters._half import write_half
from ptstudio.exporters._quantisation import prepare, write_calibrated, write_dynamic
from tests.helpers import exports

AROUND = {"Transpose", "Cast", "Resize", "Sub", "Softmax"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "model.onnx"
    convert(exports.exportable(exports.conv_net()), {"labels": "[]"}, path)
    return path


def loaded(path: Path) -> Any:
    model = onnx.shape_inference.infer_shapes(onnx.load(path))
    name_nodes(model)
    return model


def kinds(model: Any, *op_types: str) -> set[int]:
    """The element types of what nodes of these operators give."""
    values = [*model.graph.value_info, *model.graph.output]
    types = {value.name: value.type.tensor_type.elem_type for value in values}
    return {types[node.output[0]] for node in model.graph.node if node.op_type in op_types}


def test_finds_what_is_around_the_network(file: Path) -> None:
    model = loaded(file)
    around = set(nodes_around(model))
    types = {node.op_type for node in model.graph.node if node.name in around}
    assert types >= AROUND
    assert not types & {"Conv", "Gemm", "Relu", "HardSwish"}


def test_half_precision_computes_the_network_and_nothing_else(file: Path, tmp_path: Path) -> None:
    write_half(file, tmp_path / "half.onnx")
    model = loaded(tmp_path / "half.onnx")
    onnx.checker.check_model(model, full_check=True)
    assert kinds(model, "Conv", "Relu", "Gemm", "HardSwish") == {onnx.TensorProto.FLOAT16}
    assert kinds(model, "Resize", "Sub", "Softmax") == {onnx.TensorProto.FLOAT}
    assert model.graph.input[0].type.tensor_type.elem_type == onnx.TensorProto.UINT8
    assert [item.key for item in model.metadata_props] == ["labels"]


@pytest.mark.parametrize("kind", ["calibrated", "dynamic"])
def test_eight_bits_for_the_network_and_nothing_else(file: Path, tmp_path: Path, kind: str) -> None:
    prepared, target = tmp_path / "prepared.onnx", tmp_path / "int8.onnx"
    seen: list[int] = []
    prepare(file, prepared)
    if kind == "calibrated":
        write_calibrated(prepared, target, exports.pictures(5, seed=0), lambda _, done, __: seen.append(done))
        assert seen == [0, 1, 2, 3, 4, 5]
    else:
        write_dynamic(prepared, target)
    nodes = onnx.load(target).graph.node
    made_by = {name: node.op_type for node in nodes for name in node.output}
    assert any("QuantizeLinear" in node.op_type for node in nodes)
    for node in nodes:
        if node.op_type in {"Resize", "Sub", "Softmax"}:
            assert made_by[node.input[0]] != "DequantizeLinear"
