"""The `predict.py` of object detection, run as a user runs it: by itself, without PTStudio."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.folders import resources
from ptstudio.core.trained import TrainedModel
from ptstudio.data._image import load_image
from ptstudio.exporters._conversion import convert
from ptstudio.exporters._parity import TorchModel
from ptstudio.tasks import all_tasks
from tests.helpers.detectors import PX, designed, tiny_detector
from tests.helpers.programs import run_alone
from tests.helpers.things import drawn, scenes

TASK = all_tasks()["object-detection"]
LABELS = ["a “quoted” 'name'", "😀 שלום"]
COLUMNS = ("left", "top", "right", "bottom")
THRESHOLD = 0.35


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TorchModel]:
    """A folder as an export leaves it, and the same network in PyTorch."""
    folder = tmp_path_factory.mktemp("an export")
    trained = TrainedModel(
        task=TASK.key, model=designed("ssdlite", PX), has_pretrained_weights=False, classes=tuple(LABELS),
        dataset="d/0001", dataset_fingerprint="", preset="quick", settings={}, settled={"threshold": THRESHOLD},
    )  # fmt: skip
    network = TASK.exportable(tiny_detector("ssdlite").eval(), trained)
    convert(network, {"labels": json.dumps(LABELS), **network.facts}, folder / "model.onnx")
    shutil.copyfile(resources() / "templates" / "predict_object_detection.py.txt", folder / "predict.py")
    return folder, TorchModel(network)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Pictures of things, of several sizes."""
    found = []
    for number, scene in enumerate(scenes(3)):
        found.append(tmp_path / f"picture {number} é.png")
        drawn(scene).resize((50 + 20 * number, 70)).save(found[-1])
    return found


def test_finds_what_pytorch_finds(exported: tuple[Path, TorchModel], files: list[Path]) -> None:
    folder, torch_model = exported
    done = run_alone(folder, *map(str, files), "--json", "--least", "0", cwd=files[0].parent)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(file) for file in files]
    for line, file in zip(lines, files, strict=True):
        wanted = torch_model.run({"pixels": np.array(load_image(file))[None]})
        chances = wanted["scores"][0]
        assert [box["probability"] for box in line["boxes"]] == pytest.approx(chances[chances > 0].tolist(), abs=1e-4)
        best = line["boxes"][0]
        assert [best[name] for name in COLUMNS] == pytest.approx(wanted["boxes"][0][0].tolist(), abs=0.05)
        assert best["label"] == LABELS[wanted["classes"][0][0]]


def test_tells_what_is_as_probable_as_training_found_right(
    exported: tuple[Path, TorchModel], files: list[Path]
) -> None:
    def boxes(*more: str) -> list[dict[str, float]]:
        done = run_alone(exported[0], str(files[0]), "--json", *more)
        found: list[dict[str, float]] = json.loads(done.stdout)["boxes"]
        return found

    everything = boxes("--least", "0")
    assert boxes() == [box for box in everything if box["probability"] >= THRESHOLD]
    assert 0 < len(boxes("--least", "0.36")) < len(everything)
    wrong = run_alone(exported[0], str(files[0]), "--least", "7")
    assert wrong.returncode == 2
    assert "between 0 and 1" in wrong.stderr


def test_writes_text_for_people_and_pictures_with_boxes(
    exported: tuple[Path, TorchModel], files: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / files[0].name
    other.parent.mkdir()
    shutil.copyfile(files[0], other)
    done = run_alone(exported[0], str(files[0]), str(other), "--least", "0.3", "--draw", str(tmp_path / "drawn"))
    assert done.returncode == 0, done.stderr
    assert any(label in done.stdout for label in LABELS)
    assert "%" in done.stdout
    made = sorted((tmp_path / "drawn").iterdir())
    assert [file.name for file in made] == ["picture 0 é-2.png", "picture 0 é.png"]
    with Image.open(made[0]) as picture, Image.open(files[0]) as plain:
        assert picture.size == plain.size
        assert not np.array_equal(np.array(picture), np.array(plain))


def test_says_where_nothing_was_found(exported: tuple[Path, TorchModel], files: list[Path]) -> None:
    done = run_alone(exported[0], str(files[0]), "--least", "1")
    assert done.stdout.strip().endswith("nothing found")
    assert done.returncode == 0


def test_leaves_bad_files_out_and_says_why(
    exported: tuple[Path, TorchModel], files: list[Path], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_text("this is no picture")
    done = run_alone(exported[0], str(bad), str(tmp_path / "absent.png"), str(files[0]))
    assert done.returncode == 1
    assert "bad.jpg” was left out: it cannot be read as a picture" in done.stderr
    assert "absent.png” was left out: there is no such file" in done.stderr
    assert "Traceback" not in done.stderr
    assert files[0].name in done.stdout


def test_says_where_the_model_belongs(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    done = run_alone(exported[0], "x.png", "--model", str(tmp_path / "none.onnx"))
    assert done.returncode == 1
    assert "Keep this program beside model.onnx" in done.stderr
