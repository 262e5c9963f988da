import json
from pathlib import Path

import pytest

from ptstudio.cli import predict_saving
from ptstudio.core.errors import SettingsError
from ptstudio.core.prediction import Boxes, ClassShare, FoundBox, Mask
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.core.trained import TrainedModel

BOX = FoundBox(left=1, top=2, right=11, bottom=22, label="cell", probability=0.9)
BOXES = {Path("a.png"): Boxes(width=40, height=30, boxes=(BOX,))}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of a run whose model knows two classes."""
    model = PretrainedModel(
        key="m", title="M", family="mobilenet", architecture="mobilenet_v2", input=ImageInput(px=64), parameters=1,
        outputs=2, size_mb=1, licence="MIT", source="m.pth", sha256="0" * 64,
    )  # fmt: skip
    trained = TrainedModel(
        task="object-detection", model=model, has_pretrained_weights=True, classes=("cell", "dust"), dataset="d/0001",
        dataset_fingerprint="f", preset="quick", settings={},
    )  # fmt: skip
    (tmp_path / "run" / "model").mkdir(parents=True)
    (tmp_path / "run" / "model" / "model.json").write_text(trained.to_text(), encoding="utf-8")
    return tmp_path / "run"


def test_boxes_become_coco_json_by_its_ending(run: Path, tmp_path: Path) -> None:
    predict_saving.save(tmp_path / "found.json", BOXES, run)
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert [each["bbox"] for each in found["annotations"]] == [[1, 2, 10, 20]]
    assert [each["name"] for each in found["categories"]] == ["cell", "dust"]
    assert found["info"]["found_by"].startswith("the model M, trained in run, on ")


def test_boxes_become_a_table_by_its_ending(run: Path, tmp_path: Path) -> None:
    predict_saving.save(tmp_path / "found.csv", BOXES, run)
    header, row = (tmp_path / "found.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "xmin" in header
    assert row.startswith("a.png,40,30,cell,0.9000,1.00,2.00,")


def test_boxes_become_yolo_in_a_folder(run: Path, tmp_path: Path) -> None:
    predict_saving.save(tmp_path / "found", BOXES, run)
    assert (tmp_path / "found" / "labels" / "a.txt").read_text(encoding="utf-8").split()[0] == "0"
    assert "dust" in (tmp_path / "found" / "data.yaml").read_text(encoding="utf-8")


def test_masks_become_pictures_in_a_folder(run: Path, tmp_path: Path) -> None:
    png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgYGBgYAQAAAcAAnHY4HEAAAAASUVORK5CYII="
    shares = (ClassShare(label="cell", share=0.25),)
    mask = Mask(width=2, height=2, classes=("cell",), png=png, shares=shares, confidence=0.9)
    predict_saving.save(tmp_path / "found", {Path("a.jpg"): mask}, run)
    assert {path.name for path in (tmp_path / "found").iterdir()} == {"masks", "legend.json", "README.txt"}


def test_a_model_that_says_no_places_has_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not say where"):
        predict_saving.refuse(tmp_path / "found.json", {"path", "label"})


def test_masks_become_no_table(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be saved as “\.csv”"):
        predict_saving.refuse(tmp_path / "found.csv", {"mask"})
    predict_saving.refuse(tmp_path / "found", {"mask"})


def test_where_nothing_was_said_nothing_is_saved(run: Path, tmp_path: Path) -> None:
    predict_saving.save(tmp_path / "found.json", {}, run)
    assert not (tmp_path / "found.json").exists()


@pytest.mark.parametrize("name", ["found.xlsx", "found.png"])
def test_a_form_that_is_not_known_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be saved"):
        predict_saving.refuse(tmp_path / name, {"boxes"})


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "found.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match="there already"):
        predict_saving.refuse(tmp_path / "found.json", {"boxes"})
