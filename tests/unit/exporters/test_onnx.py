import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from ptstudio.core.certificate import ExportResult
from ptstudio.core.errors import JobFailure
from ptstudio.exporters import all_exporters
from ptstudio.exporters import onnx as onnx_exporter
from ptstudio.exporters._exporter import ExportSubject
from ptstudio.exporters.onnx import OnnxExporter
from tests.helpers import exports

LABELS = ('it\'s a "quoted" <b>class</b>', "😀\u200d🔥 \u05e9\u05dc\u05d5\u05dd", " trailing, | pipe\n")


class Stopped(Exception):
    """What the worker raises when it is asked to stop."""


def unheard(title: str, done: int, total: int) -> None:
    assert title
    assert 0 <= done <= total or not total


@pytest.fixture(scope="module", params=["conv_net", "vision_transformer"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ExportResult:
    folder = tmp_path_factory.mktemp(request.param)
    torch.manual_seed(0)  # how much int8 loses depends on the weights, and these must not on the tests before
    network = {"conv_net": exports.conv_net, "vision_transformer": exports.vision_transformer}[request.param]()
    return OnnxExporter().export(exports.subject(network, LABELS), folder, unheard)


def test_is_found_by_its_key() -> None:
    assert isinstance(all_exporters()["onnx"], OnnxExporter)


def test_writes_every_file_it_names_and_no_other(exported: ExportResult) -> None:
    folder = Path(exported.folder)
    written = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert sorted(exported.files) == sorted(written)
    assert (folder / "LICENSES" / "README.md").read_text(encoding="utf-8") == "# Licences\n"
    assert exported.files[:3] == ("model.onnx", "model.fp16.onnx", "model.int8.onnx")


def test_all_three_precisions_pass_their_certificates(exported: ExportResult) -> None:
    assert [item.variant for item in exported.certificates] == ["float32", "float16", "int8"]
    assert all(item.passed and not item.reasons for item in exported.certificates)
    assert exported.certificates[0].agreement.largest_difference < 1e-4
    assert exported.certificates[0].agreement.ties < 5
    assert "dynamo" in exported.certificates[0].made_with
    assert "torch 2." in exported.certificates[0].made_with


def test_half_precision_takes_half_the_room(exported: ExportResult) -> None:
    folder = Path(exported.folder)
    weights = {
        name: sum(
            len(value.raw_data) for value in onnx.load(folder / name).graph.initializer if value.data_type in (1, 10)
        )
        for name in ("model.onnx", "model.fp16.onnx")
    }
    assert weights["model.fp16.onnx"] < 0.7 * weights["model.onnx"]


def test_says_which_kind_of_int8_it_kept(exported: ExportResult) -> None:
    (note,) = exported.notes
    assert "The int8 file was rounded in" in note
    assert "calibrated: " in note
    assert "dynamic: " in note


@pytest.mark.parametrize("file", ["model.onnx", "model.fp16.onnx", "model.int8.onnx"])
def test_every_file_holds_the_names_and_takes_pixels_of_any_size(exported: ExportResult, file: str) -> None:
    session = onnxruntime.InferenceSession(str(Path(exported.folder, file)), providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    assert json.loads(metadata["labels"]) == list(LABELS)
    assert metadata["task"] == "image-classification"
    assert metadata["input"] == "uint8 RGB pixels, N×H×W×3"
    for shape in ((1, 7, 31, 3), (3, 90, 40, 3)):
        (said,) = session.run(None, {"pixels": np.full(shape, 99, np.uint8)})
        assert said.shape == (shape[0], 3)
        assert said.dtype == np.float32
        assert said.sum(axis=1) == pytest.approx(np.ones(shape[0]), abs=1e-5)


def test_labels_card_and_certificate_are_for_reading(exported: ExportResult) -> None:
    folder = Path(exported.folder)
    assert json.loads((folder / "labels.json").read_bytes()) == list(LABELS)
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "Braces like {this} stay." in card
    assert "\npython predict.py PICTURE...\n" in card
    assert "- In: uint8 RGB pixels" in card
    assert "| `model.fp16.onnx` | float16 |" in card
    written = json.loads((folder / "certificate.json").read_bytes())
    assert written["certificates"] == [item.model_dump(mode="json") for item in exported.certificates]


def test_a_thousand_classes(tmp_path: Path) -> None:
    labels = [f"class {i} “{chr(0x1F300 + i)}”" for i in range(1000)]
    subject = exports.subject(exports.conv_net(classes=1000), labels, samples=2)
    result = OnnxExporter().export(subject, tmp_path, unheard)
    session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    assert json.loads(session.get_modelmeta().custom_metadata_map["labels"]) == labels
    assert result.passed


@pytest.mark.parametrize("moment", ["Asking PyTorch", "Checking model.onnx", "Calibrating int8"])
def test_a_stop_ends_the_export_with_nothing_but_itself(tmp_path: Path, moment: str) -> None:
    def progress(title: str, done: int, total: int) -> None:
        del total
        if title == moment and done == 2:
            raise Stopped(title)

    with pytest.raises(Stopped) as stopped:
        OnnxExporter().export(exports.subject(exports.conv_net()), tmp_path, progress)
    assert stopped.value.__cause__ is None
    assert stopped.value.__context__ is None


def _plain_failure(*_: object) -> None:
    raise RuntimeError("Operator Foo is not known.\nAnd a long story about it")


def test_a_variant_that_cannot_be_made_becomes_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("write_half", "write_calibrated", "write_dynamic"):
        monkeypatch.setattr(onnx_exporter, name, _plain_failure)
    result = OnnxExporter().export(exports.subject(exports.conv_net(), samples=3), tmp_path, unheard)
    assert result.passed
    assert [item.variant for item in result.certificates] == ["float32"]
    assert result.notes[0] == "The float16 file could not be made for this network: Operator Foo is not known."
    assert len(result.notes) == 3
    assert not list(tmp_path.glob("model.*.onnx"))


def test_a_full_disk_is_not_taken_for_a_network_that_cannot_be_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(onnx_exporter, "write_half", fill_the_disk)
    with pytest.raises(OSError, match="No space left"):
        OnnxExporter().export(exports.subject(exports.conv_net(), samples=2), tmp_path, unheard)


def test_one_kind_of_int8_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_exporter, "write_calibrated", _plain_failure)
    result = OnnxExporter().export(exports.subject(exports.conv_net(), samples=3), tmp_path, unheard)
    assert "(dynamic)" in result.certificates[-1].made_with
    assert "in the one way that could be used" in result.notes[-1]


def test_a_variant_that_overflows_is_left_out(tmp_path: Path) -> None:
    network = exports.conv_net()
    weights = dict(network.named_parameters())
    weights["0.weight"].data.mul_(1e7)
    weights["3.weight"].data.mul_(1e-7)
    for name, buffer in network.named_buffers():
        if name == "1.running_var":
            buffer.fill_(1.0)
    subject: ExportSubject = replace(exports.subject(network, samples=4), tolerance=1.0)
    result = OnnxExporter().export(subject, tmp_path, unheard)
    assert "float16" not in [item.variant for item in result.certificates]
    assert any("overflows" in note for note in result.notes)
    assert not (tmp_path / "model.fp16.onnx").exists()


def test_no_validation_samples_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(JobFailure, match="validation split is empty"):
        OnnxExporter().export(exports.subject(exports.conv_net(), samples=0), tmp_path, unheard)
