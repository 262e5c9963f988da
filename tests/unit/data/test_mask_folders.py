"""Pictures are matched with their masks wherever these lie, and values are read by whatever legend there is."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.dataset import ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.sample_classes import classes_of
from ptstudio.core.shapes import MaskFile
from ptstudio.data._masks import mask_of
from ptstudio.data.mask_folders import MaskFolders
from tests.helpers.annotations import kinds, read
from tests.helpers.pictures import save, save_truncated
from tests.helpers.texts import write

FORMAT = MaskFolders()
RED, GREEN, GREY = (255, 0, 0), (0, 255, 0), (128, 128, 128)


def bands(values: Sequence[int] | Sequence[tuple[int, int, int]], size: tuple[int, int] = (24, 16)) -> Image.Image:
    """Upright bands of these values on a background of zeros, two pixels wide."""
    pixels = np.zeros((size[1], size[0], *np.shape(values)[1:]), dtype=np.uint8)
    for place, value in enumerate(values):
        pixels[:, 2 * place + 2 : 2 * place + 4] = value
    return Image.fromarray(pixels)


def indexed(values: Sequence[int], palette: Sequence[int] = (0, 0, 0, 255, 0, 0, 0, 255, 0)) -> Image.Image:
    image = Image.frombytes("P", (24, 16), bands(values).tobytes())
    image.putpalette([*palette, *([9] * (768 - len(palette)))])
    return image


def put(path: Path, mask: Image.Image) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    mask.save(path)
    return path


def masked(root: Path, *masks: Image.Image) -> Path:
    """Folders of pictures and of these masks."""
    for number, mask in enumerate(masks):
        save(root / "images" / f"{number}.jpg", number)
        put(root / "masks" / f"{number}.png", mask)
    return root


def mask(sample: Sample) -> MaskFile:
    found = sample.fields["mask"]
    assert isinstance(found, MaskFile)
    return found


def legends(root: Path) -> tuple[list[tuple[tuple[int, str], ...]], list[str]]:
    """Of all masks, and the kinds of findings."""
    samples, findings = read(FORMAT, root)
    return [mask(sample).legend for sample in samples.values()], kinds(findings)


def test_values_without_a_legend_are_numbers_and_255_is_unknown(tmp_path: Path) -> None:
    root = masked(tmp_path, bands([1, 7]), indexed([2, 255]), bands([]))
    assert FORMAT.recognises(root).confidence == 0.98
    found, told = legends(root)
    assert found == [((1, "class 1"), (7, "class 7")), ((2, "class 2"),), ()]
    assert told == ["no-class-names", "nothing-marked"]
    samples, (finding, _) = read(FORMAT, root)
    assert "each value was kept as a class" in finding.reason
    assert "“class 1”, “class 2”, “class 7”; 0 is the background" in finding.reason
    assert "legend.json" in finding.remedy
    drawn = mask_of(samples["1.jpg"].fields, ("class 2",))
    assert [drawn[0, column] for column in (0, 2, 4)] == [0, 1, 255]


@pytest.mark.parametrize(
    ("picture", "mask_name"),
    [
        ("images/a.jpg", "masks/a.png"),
        ("images/a.jpg", "labels/a_mask.png"),
        ("JPEGImages/a.jpg", "SegmentationClass/a.png"),
        ("a.jpg", "a_mask.png"),
        ("a.jpg", "mask/a.png"),
        ("a_sat.jpg", "a_mask.png"),
        ("image_1.png", "mask_1.png"),
        ("train/images/a.jpg", "train/masks/a.png"),
        ("segmentation data/img/a.jpg", "segmentation data/gt/a.gt.png"),
        ("train/a.png", "train_labels/a_L.png"),
        ("leftImg8bit/val/x/a_leftImg8bit.png", "gtFine/val/x/a_gtFine_labelIds.png"),
    ],
)
def test_masks_are_found_by_their_names(tmp_path: Path, picture: str, mask_name: str) -> None:
    save(tmp_path / picture)
    put(tmp_path / mask_name, bands([1]))
    samples, findings = read(FORMAT, tmp_path)
    assert kinds(findings) == ["no-class-names"]
    assert [mask(sample).path for sample in samples.values()] == [tmp_path / mask_name]


@pytest.mark.parametrize("layout", ["{kind}/{split}/a", "{split}/{kind}/a", "{split}_{kind}/a"])
def test_folders_of_splits(tmp_path: Path, layout: str) -> None:
    for place, split in enumerate(("train", "val", "test")):
        save(tmp_path / f"{layout.format(kind='images', split=split)}.jpg", place)
        put(tmp_path / f"{layout.format(kind='masks', split=split)}.png", bands([1]))
    found = [one for one in FORMAT.read(tmp_path, ImportOptions()) if isinstance(one, Sample)]
    assert {sample.split for sample in found} == set(Split)
    assert all(str(sample.split)[:2] in str(sample.path.relative_to(tmp_path)) for sample in found)
    assert all(str(sample.split)[:2] in str(mask(sample).path.relative_to(tmp_path)) for sample in found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("classes.txt", "background\ncat\ndog\n"),
        ("classes.txt", "cat\ndog\n"),
        ("labels.txt", "__ignore__\n_background_\ncat\ndog\n"),
        ("legend.json", '["background", "cat", "dog"]'),
        ("legend.json", '{"1": "cat", "2": "dog"}'),
        ("legend.json", '{"cat": 1, "dog": 2}'),
        ("legend.json", '[{"name": "cat", "value": 1}, {"name": "dog", "value": 2}]'),
        ("_classes.csv", "Pixel Value, Class\n0, background\n1, cat\n2, dog\n"),
        ("class_dict.csv", "name,r,g,b\nbackground,0,0,0\ncat,255,0,0\ndog,0,255,0\n"),
    ],
)
def test_values_have_names_in_many_forms(tmp_path: Path, name: str, text: str) -> None:
    write(masked(tmp_path, bands([1]), bands([1, 2])) / name, text)
    found, told = legends(tmp_path)
    assert found == [((1, "cat"),), ((1, "cat"), (2, "dog"))]
    is_in_order = text.startswith('["') or name in ("classes.txt", "labels.txt")
    assert told == (["values-in-order"] if is_in_order else [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("class_dict.csv", "name, r, g, b\nVoid,128,128,128\nbackground,0,0,0\ncat,255,0,0\ndog,0,255,0\n"),
        (
            "labelmap.txt",
            "# label:color_rgb:parts:actions\nvoid:128,128,128::\nbackground:0,0,0::\ncat:255,0,0::\ndog:0,255,0::\n",
        ),
        ("legend.json", '{"void": [128, 128, 128], "cat": [255, 0, 0], "dog": [0, 255, 0]}'),
        (
            "meta.json",
            '{"classes": [{"title": "void", "color": "#808080"}, {"title": "cat", "color": "#FF0000"}, '
            '{"title": "dog", "color": "#00ff00"}]}',
        ),
    ],
)
def test_colours_have_names_in_many_forms(tmp_path: Path, name: str, text: str) -> None:
    root = masked(tmp_path, bands([RED, GREEN, GREY]), indexed([1, 2]), bands([GREY]))
    write(root / name, text)
    samples, findings = read(FORMAT, root)
    first, second, third = (mask(sample) for sample in samples.values())
    assert first.legend == second.legend == ((0x00FF00, "dog"), (0xFF0000, "cat"))
    assert first.unknown == third.unknown == (0x808080,)
    assert (first.is_coloured, second.is_coloured) == (True, True)
    assert kinds(findings) == ["nothing-marked"]
    drawn = mask_of(samples["0.jpg"].fields, ("cat", "dog"))
    assert [drawn[0, column] for column in (0, 2, 4, 6)] == [0, 1, 2, 255]


def test_colours_without_a_legend_are_called_by_themselves(tmp_path: Path) -> None:
    found, _ = legends(masked(tmp_path, bands([RED]), bands([5, 6]).convert("RGB")))
    assert found == [((0xFF0000, "class #ff0000"),), ((5, "class 5"), (6, "class 6"))]


@pytest.mark.parametrize(("text", "label"), [("", "class 1"), ("cat\n", "cat"), ("background\ncat\n", "cat")])
def test_black_and_white_masks_have_one_class(tmp_path: Path, text: str, label: str) -> None:
    root = masked(tmp_path, bands([255]), bands([]))
    if text:
        write(root / "classes.txt", text)
    assert legends(root)[0] == [((255, label),), ()]


def test_values_that_are_not_in_the_legend_are_told(tmp_path: Path) -> None:
    write(masked(tmp_path, bands([1, 9, 255])) / "legend.json", '{"1": "cat", "2": "dog"}')
    samples, findings = read(FORMAT, tmp_path)
    assert mask(samples["0.jpg"]).unknown == (9, 255)
    assert kinds(findings) == ["unknown-value", "unused-class"]
    assert "legend: 9;" in findings[0].reason


def test_masks_saved_as_jpeg_are_refused(tmp_path: Path) -> None:
    root = masked(tmp_path, bands([1]), bands([1]))
    put(root / "masks" / "1.jpg", bands([200])).rename(root / "masks" / "1.png")
    samples, findings = read(FORMAT, root)
    assert set(samples) == {"0.jpg"}
    assert [finding.severity for finding in findings if finding.kind == "smeared-mask"] == ["error"]
    (root / "masks" / "0.png").unlink()
    with pytest.raises(DatasetError) as caught:
        read(FORMAT, root)
    assert "saved as JPEG" in caught.value.message


def test_masks_of_another_size(tmp_path: Path) -> None:
    root = masked(tmp_path, bands([1], (48, 32)), bands([1], (24, 24)))
    samples, findings = read(FORMAT, root)
    assert set(samples) == {"0.jpg"}
    assert [(finding.kind, finding.severity) for finding in findings[1:]] == [
        ("another-size", "warning"),
        ("wrong-size", "error"),
    ]
    assert (mask_of(samples["0.jpg"].fields, ("class 1",)) == 1).sum() == 16


def test_pictures_and_masks_alone_are_told(tmp_path: Path) -> None:
    root = masked(tmp_path, bands([1]), bands([1]), bands([1]), bands([1]))
    save(root / "images" / "more.jpg", 9)
    put(root / "masks" / "lonely.png", bands([1]))
    put(root / "masks" / "copy" / "1.png", bands([1]))
    put(root / "SegmentationObject" / "0.png", bands([1]))
    save_truncated(root / "masks" / "2.png")
    (root / "images" / "3.jpg").write_text("no picture")
    samples, findings = read(FORMAT, root)
    assert set(samples) == {"0.jpg", "1.jpg"}
    assert kinds(findings) == ["no-class-names", "truncated", "not-an-image", "missing-file", "not-annotated"]
    assert findings[1].path.endswith("2.png")
    assert "more.jpg" in findings[-1].reason


def test_two_masks_of_one_picture_are_not_guessed_between(tmp_path: Path) -> None:
    root = masked(tmp_path, bands([1]), bands([1]))
    for folder in ("one", "two"):
        put(root / "masks" / folder / "1.png", bands([1]))
    (root / "masks" / "1.png").unlink()
    samples, findings = read(FORMAT, root)
    assert set(samples) == {"0.jpg"}
    assert kinds(findings) == ["no-class-names", "several-masks"]


def test_a_photograph_is_no_mask(tmp_path: Path) -> None:
    root = masked(tmp_path, bands([1]), bands([1]))
    save(root / "masks" / "1.png", size=(24, 16))
    noise = np.random.default_rng(0).integers(0, 256, (16, 24, 3)).astype(np.uint8)
    put(root / "masks" / "1.png", Image.fromarray(noise))
    assert "too-many-values" in kinds(read(FORMAT, root)[1])


def test_lists_of_voc_tell_the_splits(tmp_path: Path) -> None:
    for number, split in enumerate(("train", "val")):
        save(tmp_path / "JPEGImages" / f"{number}.jpg", number)
        put(tmp_path / "SegmentationClass" / f"{number}.png", indexed([1, 255]))
        write(tmp_path / "ImageSets" / "Segmentation" / f"{split}.txt", f"{number}\n")
    samples, _ = read(FORMAT, tmp_path)
    assert [sample.split for sample in samples.values()] == [Split.TRAIN, Split.VALIDATION]
    assert [classes_of(sample.fields) for sample in samples.values()] == [("class 1",), ("class 1",)]


def test_broken_legends_do_no_harm(tmp_path: Path) -> None:
    root = masked(tmp_path, bands([1]))
    for name in ("a.json", "b.csv", "c.txt"):
        for text in ("{", "", "name,r\n1", json.dumps({"classes": [7, {"name": 1}]}), "x:1,2:"):
            write(root / name, text)
            assert legends(root) == ([((1, "class 1"),)], ["no-class-names"])


def test_other_folders_are_not_recognised(tmp_path: Path) -> None:
    save(tmp_path / "cats" / "1.jpg")
    assert FORMAT.recognises(tmp_path).confidence == 0
    put(tmp_path / "masks" / "2.png", bands([1]))
    assert FORMAT.recognises(tmp_path).confidence == 0
    save(tmp_path / "masks" / "1.jpg")
    assert FORMAT.recognises(tmp_path).confidence > 0.97, "or they were taken for pictures of a class “masks”"
    with pytest.raises(DatasetError, match="saved as JPEG"):
        FORMAT.read(tmp_path, ImportOptions())
