"""The `predict.py` of segmentation, run as a user runs it: by itself, without PTStudio."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from ptstudio.core.folders import resources
from ptstudio.exporters._conversion import convert
from ptstudio.exporters._exporter import Exportable
from ptstudio.tasks._told_areas import Told, told
from tests.helpers.programs import run_alone

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
    convert(network, {"labels": json.dumps(LABELS)}, folder / "model.onnx")
    shutil.copyfile(TEMPLATE, folder / "predict.py")
    return folder


def flag(file: Path) -> Path:
    """Blue above, red and green below."""
    pixels = np.zeros((SIZE[1], SIZE[0], 3), dtype=np.uint8)
    pixels[:2, :, 2], pixels[2:, :2, 0], pixels[2:, 2:, 1] = 250, 250, 250
    Image.fromarray(pixels).save(file)
    return file


def test_tells_shares_and_writes_masks_and_pictures(exported: Path, tmp_path: Path) -> None:
    picture = flag(tmp_path / "a flag é.png")
    out = [str(tmp_path / name) for name in ("drawn", "masks")]
    done = run_alone(exported, str(picture), str(picture), "--draw", out[0], "--masks", out[1], "--json")
    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == second
    assert first["file"] == str(picture)
    assert first["confidence"] > 0.99
    assert [area["label"] for area in first["areas"]] == [LABELS[1], LABELS[0]]
    assert [area["share"] for area in first["areas"]] == pytest.approx([1 / 3, 1 / 6])
    assert sorted(file.name for file in (tmp_path / "masks").iterdir()) == ["a flag é-2.png", "a flag é.png"]
    with Image.open(tmp_path / "masks" / picture.name) as mask:
        assert (mask.mode, mask.size) == ("P", SIZE)
        assert np.asarray(mask).tolist() == [[0] * 6] * 2 + [[1] * 2 + [2] * 4] * 2
    with Image.open(tmp_path / "drawn" / picture.name) as drawn:
        assert drawn.size == SIZE
        assert drawn.getpixel((0, 0)) == (0, 0, 250)
        assert drawn.getpixel((0, 3)) != (250, 0, 0)


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
