"""The `predict.py` of image classification, run as a user runs it: by itself, without PTStudio."""

import importlib.util
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.folders import resources
from ptstudio.data._image import load_image
from ptstudio.exporters._conversion import convert
from ptstudio.exporters._parity import TorchModel
from tests.helpers import exports
from tests.helpers.programs import run_alone

TEMPLATE = resources() / "templates" / "predict_image_classification.py.txt"
LABELS = ["a “quoted” 'name'", "😀 שלום", "c"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TorchModel]:
    """A folder as an export leaves it, and the same network in PyTorch."""
    folder = tmp_path_factory.mktemp("an export")
    network = exports.exportable(exports.conv_net())
    convert(network, {"labels": json.dumps(LABELS)}, folder / "model.onnx")
    shutil.copyfile(TEMPLATE, folder / "predict.py")
    return folder, TorchModel(network)


@pytest.fixture(scope="module")
def program(exported: tuple[Path, TorchModel]) -> ModuleType:
    spec = importlib.util.spec_from_file_location("predict", exported[0] / "predict.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_gives_the_labels_and_probabilities_of_pytorch(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    folder, torch_model = exported
    files = [tmp_path / f"picture {i} é.png" for i in range(4)]
    for file, inputs in zip(files, exports.pictures(4, seed=5), strict=True):
        Image.fromarray(inputs["pixels"][0]).save(file)
    done = run_alone(folder, *map(str, files), "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(file) for file in files]
    for line, file in zip(lines, files, strict=True):
        wanted = torch_model.run({"pixels": np.array(load_image(file))[None]})["probabilities"][0]
        assert [item["label"] for item in line["classes"]] == [LABELS[i] for i in np.argsort(-wanted)]
        assert [item["probability"] for item in line["classes"]] == pytest.approx(
            sorted(wanted, reverse=True), abs=1e-4
        )


def test_writes_text_for_people_and_fills_in_wildcards(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    for name in ("b.png", "a.png"):
        Image.new("RGB", (9, 7), "red").save(tmp_path / name)
    done = run_alone(exported[0], str(tmp_path / "*.png"), "--top", "1")
    lines = done.stdout.splitlines()
    assert [Path(line).name for line in lines[::2]] == ["a.png", "b.png"]
    assert all("%" in line and any(label in line for label in LABELS) for line in lines[1::2])


def test_leaves_bad_files_out_and_says_why(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.jpg"
    Image.new("L", (5, 5)).save(good)
    bad.write_text("this is no picture")
    done = run_alone(exported[0], str(bad), str(tmp_path / "absent.png"), str(good))
    assert done.returncode == 1
    assert "bad.jpg” was left out: it cannot be read as a picture" in done.stderr
    assert "absent.png” was left out: there is no such file" in done.stderr
    assert "Traceback" not in done.stderr
    assert "good.png" in done.stdout


def test_says_where_the_model_belongs(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    done = run_alone(exported[0], "x.png", "--model", str(tmp_path / "none.onnx"))
    assert done.returncode == 1
    assert "Keep this program beside model.onnx" in done.stderr


def test_takes_names_from_labels_json_where_the_model_has_none(program: ModuleType, tmp_path: Path) -> None:
    convert(exports.exportable(exports.conv_net()), {}, tmp_path / "model.onnx")
    (tmp_path / "labels.json").write_text(json.dumps(LABELS, ensure_ascii=False), encoding="utf-8")
    assert program.Classifier(tmp_path / "model.onnx").labels == LABELS


def _turned(orientation: int, picture: Image.Image, path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(path.with_suffix(".jpg"), exif=exif, quality=95)


def _palette_with_transparency(picture: Image.Image, path: Path) -> None:
    picture.quantize(16).save(path.with_suffix(".png"), transparency=3)


def _greys(end: float, kind: type) -> Image.Image:
    return Image.fromarray(np.linspace(0, end, 11 * 13).reshape(11, 13).astype(kind))


SAVED: dict[str, Callable[[Image.Image, Path], None]] = {
    "RGB PNG": lambda picture, path: picture.save(path.with_suffix(".png")),
    "grey": lambda picture, path: picture.convert("L").save(path.with_suffix(".png")),
    "one bit": lambda picture, path: picture.convert("1").save(path.with_suffix(".png")),
    "grey with alpha": lambda picture, path: picture.convert("LA").save(path.with_suffix(".png")),
    "alpha": lambda picture, path: _with_alpha(picture).save(path.with_suffix(".png")),
    "alpha WebP": lambda picture, path: _with_alpha(picture).save(path.with_suffix(".webp")),
    "palette": lambda picture, path: picture.quantize(16).save(path.with_suffix(".gif")),
    "palette, transparent": _palette_with_transparency,
    "transparent colour": lambda picture, path: picture.save(path.with_suffix(".png"), transparency=(0, 0, 0)),
    "CMYK": lambda picture, path: picture.convert("CMYK").save(path.with_suffix(".jpg"), quality=95),
    "YCbCr TIFF": lambda picture, path: picture.convert("YCbCr").save(path.with_suffix(".tif")),
    "Lab TIFF": lambda picture, path: picture.convert("LAB").save(path.with_suffix(".tif")),
    "16 bit": lambda _, path: _greys(65535, np.uint16).save(path.with_suffix(".png")),
    "32 bit": lambda _, path: _greys(3e6, np.int32).save(path.with_suffix(".tif")),
    "fractions 0…1": lambda _, path: _greys(1, np.float32).save(path.with_suffix(".tif")),
    "fractions beyond": lambda _, path: _greys(-9e5, np.float32).save(path.with_suffix(".tif")),
    **{f"turned {turn}": partial(_turned, turn) for turn in range(1, 10)},
}


def _with_alpha(picture: Image.Image) -> Image.Image:
    alpha = Image.linear_gradient("L").resize(picture.size)
    picture.putalpha(alpha)
    return picture


@pytest.mark.parametrize("kind", SAVED)
def test_reads_the_very_pixels_that_ptstudio_reads(program: ModuleType, tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (11, 13, 3), dtype=np.uint8)
    SAVED[kind](Image.fromarray(noise), tmp_path / "picture")
    (file,) = tmp_path.iterdir()
    assert np.array_equal(program.load_pixels(file), np.array(load_image(file)))
