from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from ptstudio.exporters._parity import Unusable
from ptstudio.exporters._trial import try_out

INPUTS = {"x": np.ones(4, np.float32)}


def file_with(node: onnx.NodeProto, folder: Path) -> Path:
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in ("x", "y")]
    model = helper.make_model(helper.make_graph([node], "g", value[:1], value[1:]), ir_version=10)
    model.opset_import[0].version = 20
    onnx.save(model, folder / "model.onnx")
    return folder / "model.onnx"


def test_a_file_that_answers_alike_is_good(tmp_path: Path) -> None:
    try_out(file_with(helper.make_node("Relu", ["x"], ["y"]), tmp_path), INPUTS)


def test_a_file_that_answers_differently_is_found_out(tmp_path: Path) -> None:
    dice = helper.make_node("RandomNormalLike", ["x"], ["y"])
    with pytest.raises(Unusable, match="another answer"):
        try_out(file_with(dice, tmp_path), INPUTS)


def test_a_file_that_cannot_be_loaded_is_found_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model.onnx").write_bytes(b"nothing of the kind")
    with pytest.raises(Unusable, match="cannot load and run it"):
        try_out(tmp_path / "model.onnx", INPUTS)
    capfd.readouterr()
