"""What stays in float32 when the rest does not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from ptstudio.exporters._conversion import convert
from ptstudio.exporters._exporter import Exportable
from ptstudio.exporters._graph import name_nodes, nodes_around
from ptstudio.exporters._half import write_half
from ptstudio.exporters._parity import OnnxModel, TorchModel
from ptstudio.exporters._quantisation import prepare, write_calibrated, write_dynamic
from ptstudio.library.weights import read_weights
from ptstudio.models._recognition import recognise
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Arrays
from tests.helpers import exports
from tests.helpers.encoders import text_folder
from tests.helpers.tasks import trained_by

TEXTS = all_tasks()["text-classification"]
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


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Exportable:
    """A network whose inputs are whole numbers and whose mask is made of the lowest number of all: DeBERTa."""
    folder = tmp_path_factory.mktemp("model")
    _, trained = trained_by(TEXTS, ("a", "b", "c"), folder)
    text_folder(folder, "deberta-v2")
    weights = read_weights(folder)
    family, model = recognise(weights.shapes, weights.config)
    network = family.build(model, 3).eval()
    family.load(network, weights.tensors)
    return TEXTS.exportable(network, trained.model_copy(update={"model": model}))


@pytest.fixture(scope="module")
def reader_file(reader: Exportable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reader") / "model.onnx"
    convert(reader, {}, path)
    return path


def padded_texts(count: int = 1) -> "Iterator[Arrays]":
    """Batches of two texts, the second of which is mostly padding."""
    dice = np.random.default_rng(0)
    for _ in range(count):
        numbers = dice.integers(5, 60, (2, 30))
        counted = np.ones_like(numbers)
        numbers[1, 4:], counted[1, 4:] = 0, 0
        yield {"input_ids": numbers, "attention_mask": counted, "token_type_ids": np.zeros_like(numbers)}


def test_a_masked_network_computes_in_half_precision_and_leaves_its_inputs_whole(
    reader: Exportable, reader_file: Path, tmp_path: Path
) -> None:
    write_half(reader_file, tmp_path / "half.onnx")
    model = loaded(tmp_path / "half.onnx")
    onnx.checker.check_model(model, full_check=True)
    assert kinds(model, "MatMul", "Gemm") == {onnx.TensorProto.FLOAT16}
    assert {item.type.tensor_type.elem_type for item in model.graph.input} == {onnx.TensorProto.INT64}
    assert (tmp_path / "half.onnx").stat().st_size < 0.7 * reader_file.stat().st_size
    (texts,) = padded_texts()
    said = OnnxModel(tmp_path / "half.onnx", reader.outputs).run(texts)["probabilities"]
    np.testing.assert_allclose(said, TorchModel(reader).run(texts)["probabilities"], atol=1e-2)


@pytest.mark.parametrize("kind", ["calibrated", "dynamic"])
def test_a_masked_network_can_be_rounded_to_eight_bits(
    reader: Exportable, reader_file: Path, tmp_path: Path, kind: str
) -> None:
    prepared, target = tmp_path / "prepared.onnx", tmp_path / "int8.onnx"
    prepare(reader_file, prepared)
    if kind == "calibrated":
        write_calibrated(prepared, target, padded_texts(5), lambda *_: None)
    else:
        write_dynamic(prepared, target)
    model = onnx.load(target)
    assert {item.type.tensor_type.elem_type for item in model.graph.input} == {onnx.TensorProto.INT64}
    assert any("QuantizeLinear" in node.op_type for node in model.graph.node)
    (texts,) = padded_texts()
    said = OnnxModel(target, reader.outputs).run(texts)["probabilities"]
    np.testing.assert_allclose(said, TorchModel(reader).run(texts)["probabilities"], atol=0.2)
