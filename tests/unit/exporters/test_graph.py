"""Which nodes stay as they are where a network looks again at places that it has found itself."""

from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from ptstudio.exporters._graph import nodes_around, nodes_of_places
from ptstudio.exporters._half import write_half


def looking_twice() -> Any:
    """A convolution says where to look, another one what is there: (1, 3, 8, 8) in, (2, 4, 2, 2) out."""
    dice = np.random.default_rng(0)
    weights = {
        "see.weight": dice.normal(size=(4, 3, 3, 3)),
        "say.weight": dice.normal(size=(4, 4, 1, 1)),
        "where.weight": dice.normal(size=(4, 8)),
    }
    named = [numpy_helper.from_array(values.astype(np.float32), name) for name, values in weights.items()]
    named.append(numpy_helper.from_array(np.array([1, 4]), "rows"))
    named.append(numpy_helper.from_array(np.array([0, 0]), "pictures"))
    named.append(numpy_helper.from_array(np.array([2, 4]), "boxes"))
    nodes = [
        helper.make_node("Conv", ["picture", "see.weight"], ["map"], "see"),
        helper.make_node("GlobalAveragePool", ["map"], ["mean"], "mean"),
        helper.make_node("Reshape", ["mean", "rows"], ["row"], "row"),
        helper.make_node("Gemm", ["row", "where.weight"], ["said"], "where"),
        helper.make_node("Sigmoid", ["said"], ["shares"], "shares"),
        helper.make_node("Reshape", ["shares", "boxes"], ["places"], "places"),
        helper.make_node("RoiAlign", ["map", "places", "pictures"], ["seen"], "look", output_height=2, output_width=2),
        helper.make_node("Relu", ["seen"], ["felt"], "felt"),
        helper.make_node("Conv", ["felt", "say.weight"], ["answer"], "say"),
    ]
    picture, answer = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in (("picture", (1, 3, 8, 8)), ("answer", (2, 4, 2, 2)))
    )
    graph = helper.make_graph(nodes, "twice", [picture], [answer], named)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


def test_places_are_made_between_what_is_learned() -> None:
    model = looking_twice()
    assert nodes_of_places(model) == {"shares", "places", "look"}
    assert not nodes_around(model)


def test_places_are_computed_in_full_precision(tmp_path: Any) -> None:
    onnx.save(looking_twice(), tmp_path / "whole.onnx")
    write_half(tmp_path / "whole.onnx", tmp_path / "half.onnx")
    model = onnx.shape_inference.infer_shapes(onnx.load(tmp_path / "half.onnx"))
    onnx.checker.check_model(model, full_check=True)
    types = {value.name: value.type.tensor_type.elem_type for value in (*model.graph.value_info, *model.graph.output)}
    kinds = {node.name: types[node.output[0]] for node in model.graph.node}
    assert {kinds[name] for name in ("shares", "places", "look")} == {TensorProto.FLOAT}
    assert {kinds[name] for name in ("see", "where", "felt")} == {TensorProto.FLOAT16}

    from onnxruntime import InferenceSession

    picture = np.random.default_rng(1).normal(size=(1, 3, 8, 8)).astype(np.float32)
    whole, half = (InferenceSession(tmp_path / f"{name}.onnx").run(None, {"picture": picture})[0]
                   for name in ("whole", "half"))  # fmt: skip
    assert half == pytest.approx(whole, abs=0.05)
