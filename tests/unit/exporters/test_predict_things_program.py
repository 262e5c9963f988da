"""The `predict.py` of object detection, run as a user runs it: by itself, without PTStudio."""

import csv
import itertools
import json
import runpy
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.class_colours import ClassColours
from ptstudio.core.folders import resources
from ptstudio.core.found_by import FoundBy
from ptstudio.core.picture_names import picture_names
from ptstudio.core.prediction import Boxes
from ptstudio.core.trained import TrainedModel
from ptstudio.data import _found_files
from ptstudio.data._image import load_image
from ptstudio.exporters._conversion import convert
from ptstudio.exporters._parity import TorchModel
from ptstudio.tasks import all_tasks
from tests.helpers.detectors import PX, designed, tiny_detector
from tests.helpers.programs import run_alone
from tests.helpers.things import drawn, scenes
from tests.helpers.videos import grey_video

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
    facts = {"labels": json.dumps(LABELS), "model": "SSDLite", "run": "0002-train", **network.facts}
    convert(network, facts, folder / "model.onnx")
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
        colours = set(map(tuple, np.array(picture).reshape(-1, 3).tolist()))
    found = {label for label in LABELS if label in done.stdout}
    assert {ClassColours(LABELS).of(label) for label in found} <= colours, "those that PTStudio draws them in"


def asked(exported: tuple[Path, TorchModel], *arguments: object) -> list[dict[str, Any]]:
    done = run_alone(exported[0], "--json", *map(str, arguments))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_looks_at_all_pictures_of_a_folder(
    exported: tuple[Path, TorchModel], files: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / ".hidden.png").write_text("no picture")
    (tmp_path / "empty").mkdir()
    assert [line["file"] for line in asked(exported, tmp_path)] == list(map(str, files))
    empty = run_alone(exported[0], str(tmp_path / "empty"))
    assert "empty” was left out: there is no picture in this folder" in empty.stderr


def test_looks_at_a_moment_of_a_video_each_second(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    video = grey_video(tmp_path / "film.avi", seconds=3)
    place = tmp_path / "found.csv"
    told = [f"{video}, 00-0{second}.0" for second in range(3)]
    assert [line["file"] for line in asked(exported, video, "--save", place)] == told
    rows = csv.DictReader(place.read_text(encoding="utf-8-sig").splitlines())
    assert list(dict.fromkeys(row["filename"] for row in rows)) == [f"film 00-0{second}.0.png" for second in range(3)]


def test_says_what_videos_need(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    video = tmp_path / "film.mp4"
    video.write_bytes(b"this is no video")
    without = run_alone(exported[0], str(video), hidden=("cv2",))
    assert "videos need one more package: pip install opencv-python-headless" in without.stderr
    broken = run_alone(exported[0], str(video))
    assert broken.stderr == f"“{video}” was left out: it cannot be read as a video.\n", "nobody else speaks"
    assert without.returncode == broken.returncode == 1


@pytest.mark.parametrize("name", ["found.json", "found.csv", "found"])
def test_saves_what_it_finds_as_ptstudio_does(
    exported: tuple[Path, TorchModel], files: list[Path], tmp_path: Path, name: str
) -> None:
    twin = tmp_path / "other" / files[0].name
    twin.parent.mkdir()
    shutil.copyfile(files[1], twin)
    place, wanted = tmp_path / name, tmp_path / f"wanted {name}"
    lines = asked(exported, *files, twin, "--least", "0.3", "--save", place)
    found = {}
    for line in lines:
        width, height = load_image(Path(line["file"])).size
        found[Path(line["file"])] = Boxes(width=width, height=height, boxes=line["boxes"], threshold=0.3)
    assert any(boxes.boxes for boxes in found.values())
    assert len(set(picture_names(list(found)).values())) == 4
    by = FoundBy(model="SSDLite", run="0002-train", date=datetime.now().astimezone().isoformat(timespec="seconds"))
    named = {picture_names(list(found))[file]: boxes for file, boxes in found.items()}
    match name:
        case "found.json":
            _found_files.save_coco(wanted, named, LABELS, by)
        case "found.csv":
            _found_files.save_table(wanted, named, by)
        case _:
            _found_files.save_yolo(wanted, named, LABELS, by)
    assert contents(place) == contents(wanted)


def contents(place: Path) -> dict[str, object]:
    """All files but notes for people, by their names; of COCO without when it was."""
    if place.suffix == ".json":
        content: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        content["info"].pop("date_created")
        return content
    if place.suffix == ".csv":
        return {"rows": list(csv.reader(place.read_text(encoding="utf-8-sig").splitlines()))}
    inside = (file for file in place.rglob("*") if file.is_file() and file.name != "README.txt")
    return {file.relative_to(place).as_posix(): file.read_text(encoding="utf-8") for file in inside}


def test_writes_over_nothing(exported: tuple[Path, TorchModel], files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("mine")
    done = run_alone(exported[0], str(files[0]), "--save", str(tmp_path / "mine.json"))
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert (tmp_path / "mine.json").read_text() == "mine"
    odd = run_alone(exported[0], str(files[0]), "--save", str(tmp_path / "found.xml"))
    assert "name a .json file, a .csv file, or a folder" in odd.stderr


def test_words_do_not_cover_each_other_where_there_is_room(exported: tuple[Path, TorchModel]) -> None:
    program = runpy.run_path(str(exported[0] / "predict.py"))
    taken: list[tuple[float, float, float, float]] = []
    for shift in range(4):
        taken.append(program["free_place"]((300, 200), (100 + shift, 80, 180, 160 + shift), (70, 14), taken))
    assert len(taken) == 4
    assert not any(program["overlap"](*pair) for pair in itertools.combinations(taken, 2))
    assert all(left >= 0 and top >= 0 and right <= 300 and bottom <= 200 for left, top, right, bottom in taken)
    assert program["free_place"]((300, 200), (0, 0, 20, 4), (70, 14), [(0, 0, 300, 200)]) == (0, 0, 70, 14), "no room"


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
    (tmp_path / "outer" / "inner").mkdir(parents=True)
    assert "folders within it are not looked into" in run_alone(exported[0], str(tmp_path / "outer")).stderr


def test_says_where_the_model_belongs(exported: tuple[Path, TorchModel], tmp_path: Path) -> None:
    done = run_alone(exported[0], "x.png", "--model", str(tmp_path / "none.onnx"))
    assert done.returncode == 1
    assert "Keep this program beside model.onnx" in done.stderr
