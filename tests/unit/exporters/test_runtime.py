"""ONNX Runtime reports to nobody, by an environment variable or, on Windows, by a call of its own."""

import sys
from pathlib import Path

import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from ptstudio.exporters._chatter import silence
from ptstudio.exporters._parity import OnnxModel


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What ONNX Runtime was told, in order."""
    heard: list[str] = []
    session = onnxruntime.InferenceSession

    def make(*arguments: object, **named: object) -> object:
        heard.append("session")
        return session(*arguments, **named)

    monkeypatch.setattr(onnxruntime, "disable_telemetry_events", lambda: heard.append("no telemetry"))
    monkeypatch.setattr(onnxruntime, "InferenceSession", make)
    return heard


@pytest.mark.parametrize(("system", "expected"), [("win32", ["no telemetry"]), ("linux", [])])
def test_on_windows_it_is_told_before_a_session_is_made(
    system: str, expected: list[str], told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", value[:1], value[1:])
    model = helper.make_model(graph, ir_version=10)
    model.opset_import[0].version = 20
    onnx.save(model, tmp_path / "model.onnx")
    monkeypatch.setattr(sys, "platform", system)
    OnnxModel(tmp_path / "model.onnx", ("y",))
    assert told == [*expected, "session"]
    with silence():
        assert told == [*expected, "session", *expected]
