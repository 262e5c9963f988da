"""The `predict.py` of segmentation, run as a user runs it: by itself, without PTStudio."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from ptstudio.core.class_colours import colour_at, in_hex
from ptstudio.core.folders import resources
from ptstudio.core.found_by import FoundBy
from ptstudio.core.picture_names import picture_names
from ptstudio.core.prediction import Mask
from ptstudio.data._found_files import save_masks
from ptstudio.data._masks import encoded
from ptstudio.exporters._conversion import convert
from ptstudio.exporters._exporter import Exportable
from ptstudio.tasks._told_areas import Told, told
from tests.helpers.programs import run_alone
from tests.helpers.videos import grey_video

TEMPLATE = resources() / "templates" / "predict_semantic_segmentation.py.txt"
LABELS = ["a “quoted” 'name'", "😀 שלום"]
SIZE = (6, 4)


class Colours(nn.Module):
    """Red is the first class, green the second, blue the background; coarser than the picture, as real ones are."""

    def forward(self, pixels: torch.Tensor) -> Told:
        planes = pixels.permute(0, 3, 1, 2).float()[:, [2, 0, 1]] / 16
        return told(planes, pixels.shape[1], pixels.shape[2])


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as an export leaves it."""
    folder = tmp_path_factory.mktemp("an export")
    network = Exportable(
        module=Colours().eval(),
        example={"pixels": torch.randint(0, 256, (2, 20, 30, 3), dtype=torch.uint8)},
        dynamic={"pixels": {0: "pictures", 1: "height", 2: "width"}},
        outputs=Told._fields,
        input_help="",
    )
    colours = json.dumps([in_hex(colour_at(place)) for place in range(len(LABELS))])
    facts = {"labels": json.dumps(LABELS), "colours": colours, "model": "U-Net", "run": "0002-train"}
    convert(network, facts, folder / "model.onnx")
    shutil.copyfile(TEMPLATE, folder / "predict.py")
    return folder


def flag(file: Path) -> Path:
    """Blue above, red and green below."""
    pixels = np.zeros((SIZE[1], SIZE[0], 3), dtype=np.uint8)
    pixels[:2, :, 2], pixels[2:, :2, 0], pixels[2:, 2:, 1] = 250, 250, 250
    Image.fromarray(pixels).save(file)
    return file


def test_tells_shares_and_writes_masks_and_pictures(exported: Path, tmp_path: Path) -> None:
    picture, twin = flag(tmp_path / "a flag é.png"), tmp_path / "other" / "a flag é.png"
    twin.parent.mkdir()
    shutil.copyfile(picture, twin)
    drawn, saved = tmp_path / "drawn", tmp_path / "saved"
    done = run_alone(exported, str(picture), str(twin), "--draw", str(drawn), "--save", str(saved), "--json")
    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["file"], second["file"]) == (str(picture), str(twin))
    assert first["areas"] == second["areas"]
    assert first["confidence"] > 0.99
    assert [area["label"] for area in first["areas"]] == [LABELS[1], LABELS[0]]
    assert [area["share"] for area in first["areas"]] == pytest.approx([1 / 3, 1 / 6])
    assert sorted(file.name for file in drawn.iterdir()) == ["a flag é-2.png", "a flag é.png"]
    with Image.open(drawn / picture.name) as marked:
        assert marked.size == SIZE
        assert marked.getpixel((0, 0)) == (0, 0, 250)
        assert marked.getpixel((0, 3)) != (250, 0, 0)
    names = picture_names([picture, twin])
    answers = [(name, mask_of(saved / "masks" / name)) for name in names.values()]
    assert all(mask == [[0] * 6] * 2 + [[1] * 2 + [2] * 4] * 2 for _, mask in answers)
    assert "(pictures: 2)" in done.stderr


def mask_of(file: Path) -> list[list[int]]:
    with Image.open(file) as mask:
        assert (mask.mode, mask.size) == ("P", SIZE)
        values: list[list[int]] = np.asarray(mask).tolist()
        return values


def test_saves_masks_as_ptstudio_does(exported: Path, tmp_path: Path) -> None:
    picture = flag(tmp_path / "a.jpg.png")
    done = run_alone(exported, str(picture), "--save", str(tmp_path / "saved"))
    assert done.returncode == 0, done.stderr
    values = np.array([[0] * 6] * 2 + [[1] * 2 + [2] * 4] * 2, dtype=np.uint8)
    said = Mask(width=6, height=4, classes=tuple(LABELS), png=encoded(values), shares=(), confidence=1)
    by = FoundBy(model="U-Net", run="0002-train", date=datetime.now().astimezone().isoformat())
    save_masks(tmp_path / "wanted", {picture.name: said}, by)
    for name in ("legend.json", "README.txt"):
        texts = [(tmp_path / folder / name).read_text(encoding="utf-8") for folder in ("saved", "wanted")]
        assert texts[0] == texts[1]
    with Image.open(tmp_path / "saved/masks/a.jpg.png") as mine, Image.open(tmp_path / "wanted/masks/a.jpg.png") as own:
        assert mine.tobytes() == own.tobytes()
        assert mine.convert("RGB").tobytes() == own.convert("RGB").tobytes(), "in the same colours"
    again = run_alone(exported, str(picture), "--save", str(tmp_path / "saved"))
    assert again.returncode == 2
    assert "is there already" in again.stderr
    wanted = tmp_path / "masks.json"
    as_file = run_alone(exported, str(picture), "--save", str(wanted))
    assert as_file.returncode == 2
    assert "masks cannot be saved as “.json”; name a folder" in as_file.stderr
    assert not wanted.exists()


def test_looks_at_folders_and_at_a_moment_of_a_video_each_second(exported: Path, tmp_path: Path) -> None:
    flag(tmp_path / "a.png")
    video = grey_video(tmp_path / "film.avi", seconds=2)
    done = run_alone(exported, str(tmp_path), "--json", "--save", str(tmp_path / "saved"))
    files = [json.loads(line)["file"] for line in done.stdout.splitlines()]
    assert files == [str(tmp_path / "a.png"), f"{video}, 00-00.0", f"{video}, 00-01.0"]
    masks = sorted(file.name for file in (tmp_path / "saved" / "masks").iterdir())
    assert masks == ["a.png", "film 00-00.0.png", "film 00-01.0.png"]
    without = run_alone(exported, str(video), hidden=("cv2",))
    assert "videos need one more package" in without.stderr


def test_writes_text_for_people(exported: Path, tmp_path: Path) -> None:
    Image.new("RGB", SIZE, "blue").save(tmp_path / "b.png")
    flag(tmp_path / "a.png")
    lines = run_alone(exported, str(tmp_path / "*.png")).stdout.splitlines()
    assert Path(lines[0]).name == "a.png"
    assert [line.strip().split(maxsplit=1) for line in lines[1:3]] == [["33.33%", LABELS[1]], ["16.67%", LABELS[0]]]
    assert lines[3].endswith("b.png: nothing found")


def test_leaves_bad_files_out_and_says_why(exported: Path, tmp_path: Path) -> None:
    good, bad = flag(tmp_path / "good.png"), tmp_path / "bad.jpg"
    bad.write_text("this is no picture")
    done = run_alone(exported, str(bad), str(tmp_path / "absent.png"), str(good))
    assert done.returncode == 1
    assert "bad.jpg” was left out: it cannot be read as a picture" in done.stderr
    assert "absent.png” was left out: there is no such file" in done.stderr
    assert "good.png" in done.stdout
    assert "Traceback" not in done.stderr
