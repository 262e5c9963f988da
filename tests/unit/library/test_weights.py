"""Reading weights: what is sound is read, and everything else is refused with a reason of its own."""

import json
import pickle
import zipfile
from pathlib import Path

import pytest

from ptstudio.core.errors import ModelError
from ptstudio.library.safetensors_file import read_shapes
from ptstudio.library.weights import read_weights
from tests.helpers import weights as make


def save_safetensors(path: Path) -> Path:
    from safetensors.torch import save_file

    save_file(make.some_tensors(), path)
    return path


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("nest", [None, "state_dict", "model"])
def test_a_state_dict_is_read_however_it_is_packed(tmp_path: Path, zipped: bool, nest: str | None) -> None:
    tensors = {f"module.{name}": tensor for name, tensor in make.some_tensors().items()}
    contents = {nest: tensors, "epoch": 7} if nest else tensors
    found = read_weights(make.save(tmp_path / "net.pth", contents, zipped=zipped))
    assert found.shapes == {"layer.weight": (3, 4), "layer.bias": (3,)}
    assert found.tensors["layer.weight"].equal(make.some_tensors()["layer.weight"])
    assert (found.config, found.licence, len(found.sha256)) == ({}, "unknown", 64)


def test_safetensors_are_read_whatever_they_are_called(tmp_path: Path) -> None:
    file = save_safetensors(tmp_path / "net.bin")
    assert read_shapes(file) == {"layer.weight": (3, 4), "layer.bias": (3,)}
    assert read_weights(file).shapes == read_shapes(file)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_malicious_file_is_refused_and_does_nothing(tmp_path: Path, zipped: bool) -> None:
    file = make.save(tmp_path / "evil.pth", {"weight": make.Harmful(tmp_path)}, zipped=zipped)
    with pytest.raises(ModelError, match="holds more than tensors") as refusal:
        read_weights(file)
    assert "mkdir" in refusal.value.message
    assert not (tmp_path / make.HARMFUL_TRACE).exists()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_bare_malicious_pickle_is_refused_as_a_program_and_does_nothing(tmp_path: Path, protocol: int) -> None:
    with pytest.raises(ModelError, match="a program that would run") as refusal:
        read_weights(make.save_pickle(tmp_path / "evil.pth", make.Harmful(tmp_path), protocol))
    assert "safetensors" in refusal.value.hint
    assert not (tmp_path / make.HARMFUL_TRACE).exists()


def test_a_whole_pickled_model_is_refused_as_such(tmp_path: Path) -> None:
    from torch import nn

    with pytest.raises(ModelError, match="whole pickled model") as refusal:
        read_weights(make.save(tmp_path / "net.pth", nn.Sequential(nn.Linear(2, 2))))
    assert "state_dict" in refusal.value.hint


def test_a_torchscript_program_is_refused_as_such(tmp_path: Path) -> None:
    file = tmp_path / "net.pt"
    with zipfile.ZipFile(file, "w") as archive:  # as torch.jit.save lays it out
        for name in ("net/data.pkl", "net/code/__torch__.py", "net/constants.pkl"):
            archive.writestr(name, b"")
    with pytest.raises(ModelError, match="TorchScript"):
        read_weights(file)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.pth", b"", "is empty"),
        ("page.pth", b"\n<!DOCTYPE html><html>Sign in</html>", "web page"),
        ("page.safetensors", b"<html>404</html>", "web page"),
        ("pointer.bin", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
        ("net.onnx", b"\x08\x0a\x12\x07pytorch", "ONNX"),
        ("renamed.pth", b"\x08\x0a\x12\x07pytorch", "ONNX"),
        ("net.h5", b"\x89HDF\r\n\x1a\n", "another program"),
        ("text.pth", b"just a text", "cannot be read"),
        ("text.safetensors", b"just a text", "not a safetensors file"),
        ("header.safetensors", b"\xff\x00\x00\x00\x00\x00\x00\x00{", "ends too early"),
        ("short.safetensors", b"\x02\x00\x00\x00\x00\x00\x00\x00{]", "cannot be understood"),
        ("none.safetensors", b"\x02\x00\x00\x00\x00\x00\x00\x00{}", "no tensors"),
    ],
)
def test_what_is_no_weights_is_refused_with_its_own_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=reason) as refusal:
        read_weights(tmp_path / name)
    assert refusal.value.hint


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("kind", ["zip", "older", "safetensors"])
def test_a_truncated_file_is_refused(tmp_path: Path, kind: str, share: float) -> None:
    file = tmp_path / f"net.{'safetensors' if kind == 'safetensors' else 'pth'}"
    if kind == "safetensors":
        save_safetensors(file)
    else:
        make.save(file, make.some_tensors(), zipped=kind == "zip")
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ModelError, match=r"cannot be read|ends too early") as refusal:
        read_weights(file)
    assert "Get it again" in refusal.value.hint


def test_other_archives_and_empty_state_dicts_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pictures.zip", "w") as archive:
        archive.writestr("cat.txt", "miaow")
    with pytest.raises(ModelError, match="ZIP archive"):
        read_weights(tmp_path / "pictures.zip")
    with pytest.raises(ModelError, match="no tensors"):
        read_weights(make.save(tmp_path / "log.pth", {"epoch": 3, "loss": [0.5, 0.25]}))


def test_nothing_there_and_a_folder_without_a_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nothing at"):
        read_weights(tmp_path / "gone.pth")
    with pytest.raises(ModelError, match=r"no config\.json"):
        read_weights(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "vit"}))
    (tmp_path / "preprocessor_config.json").write_text(json.dumps({"size": 32}))
    (tmp_path / "README.md").write_text("---\ntags:\n- x\nlicense: 'apache-2.0'\n---\n# Card\nlicense: mit\n")
    return tmp_path


def test_a_hugging_face_folder_brings_its_configuration_and_licence(folder: Path) -> None:
    save_safetensors(folder / "model.safetensors")
    found = read_weights(folder)
    assert found.config == {"model_type": "vit", "preprocessor": {"size": 32}}
    assert found.licence == "Apache-2.0"
    assert read_weights(folder / "model.safetensors").config == found.config


def test_weights_in_parts_are_put_together(folder: Path) -> None:
    from safetensors.torch import save_file

    parts = {}
    for number, (name, tensor) in enumerate(make.some_tensors().items()):
        save_file({name: tensor}, folder / f"part-{number}.safetensors")
        parts[name] = f"part-{number}.safetensors"
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": parts}))
    assert set(read_weights(folder).tensors) == set(make.some_tensors())
    (folder / "part-1.safetensors").unlink()
    with pytest.raises(ModelError, match="part of the weights is missing"):
        read_weights(folder)
    index.write_text(json.dumps({"weight_map": {"x": "../../outside.safetensors"}}))
    with pytest.raises(ModelError, match=r"missing: “outside\.safetensors”"):
        read_weights(folder)


def test_the_older_file_is_read_safely_too(folder: Path) -> None:
    make.save(folder / "pytorch_model.bin", make.some_tensors())
    assert read_weights(folder).shapes["layer.bias"] == (3,)
    make.save(folder / "pytorch_model.bin", {"a": make.Harmful(folder)})
    with pytest.raises(ModelError, match="more than tensors"):
        read_weights(folder)


def test_a_folder_without_weights_or_with_a_damaged_configuration_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="no weights for PyTorch"):
        read_weights(folder)
    (folder / "config.json").write_text("{")
    with pytest.raises(ModelError, match=r"“config\.json” is damaged"):
        read_weights(folder)
