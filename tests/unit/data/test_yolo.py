"""YOLO's text files are read wherever they lie, in shares or in pixels, as boxes or as outlines."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data.yolo import Yolo
from tests.helpers.annotations import CAT, DOG, SCENES, draw, kinds, read, shapes, things, yolo, yolo_line
from tests.helpers.pictures import save
from tests.helpers.texts import write

FORMAT = Yolo()
CAT_LINE, DOG_LINE = (yolo_line(thing, ("cat", "dog"), (24, 16)) for thing in (CAT, DOG))


def beside(root: Path, text: str, classes: str = "cat\ndog\n") -> Path:
    """A picture with a text file beside it."""
    save(root / "a.jpg")
    write(root / "a.txt", text)
    if classes:
        write(root / "classes.txt", classes)
    return root


def test_folders_of_pictures_and_labels_are_read(tmp_path: Path) -> None:
    root = yolo(tmp_path)
    recognition = FORMAT.recognises(root)
    assert (recognition.confidence, "“data.yaml”" in recognition.reason) == (0.99, True)
    samples, findings = read(FORMAT, root)
    assert things(samples["a.jpg"]) == [CAT, DOG]
    assert things(samples["c.jpg"]) == []
    assert kinds(findings) == ["nothing-marked"]
    assert set(read(FORMAT, root / "data.yaml")[0]) == set(samples)


def test_a_picture_without_a_text_file_has_nothing_in_it(tmp_path: Path) -> None:
    root = yolo(tmp_path)
    (root / "labels" / "b.txt").unlink()
    save(root / "preview" / "all.png", 7)
    samples, findings = read(FORMAT, root)
    assert things(samples["b.jpg"]) == []
    assert kinds(findings) == ["nothing-marked", "not-annotated"]
    assert "2 of 3 pictures" in findings[0].reason
    assert "all.png" in findings[1].reason


@pytest.mark.parametrize("layout", ["{split}/images/{name}", "images/{split}/{name}", "{split}/{name}"])
def test_folders_of_splits(tmp_path: Path, layout: str) -> None:
    for place, split in enumerate(("train", "valid", "test")):
        picture = save(tmp_path / layout.format(split=split, name="a.jpg"), place)
        label = str(picture.relative_to(tmp_path)).replace("images", "labels").replace(".jpg", ".txt")
        write(tmp_path / label, CAT_LINE)
    write(tmp_path / "data.yaml", "names:\n  0: cat\n")
    write(tmp_path / "README.roboflow.txt", "\nProvided by a user\n")
    found = list(FORMAT.read(tmp_path, ImportOptions()))
    samples = [one for one in found if isinstance(one, Sample)]
    assert len(samples) == len(found) == 3
    assert {sample.split for sample in samples} == set(Split)
    assert all(str(sample.split)[:2] in str(sample.path) for sample in samples)


def test_lists_of_pictures_tell_the_splits(tmp_path: Path) -> None:
    root = yolo(tmp_path)
    (root / "data.yaml").unlink()
    write(root / "obj.names", "cat\ndog\n")
    write(root / "train.txt", "data/images/a.jpg\ndata/images/b.jpg\n")
    write(root / "test.txt", "data/images/c.jpg\n")
    samples, _ = read(FORMAT, root)
    assert [samples[name].split for name in ("a.jpg", "b.jpg", "c.jpg")] == [Split.TRAIN, Split.TRAIN, Split.TEST]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("classes.txt", "cat\r\ndog\r\n\r\n"),
        ("_darknet.labels", "cat\ndog"),
        ("x.names", "cat\ndog"),
        ("data.yaml", "names:\n- cat\n- dog\n"),
        ("custom.yml", "names: {0: cat, 1: dog}"),
        ("dataset.yaml", "nc: 2\nnames: ['cat',\n  'dog']\n"),
    ],
)
def test_classes_are_listed_in_many_ways(tmp_path: Path, name: str, text: str) -> None:
    write(beside(tmp_path, f"{CAT_LINE}\n{DOG_LINE}\n", "") / name, text)
    samples, findings = read(FORMAT, tmp_path)
    assert not findings
    assert things(samples["a.jpg"]) == [CAT, DOG]


def test_numbers_beyond_the_list_and_names_that_nothing_has_are_told(tmp_path: Path) -> None:
    lines = [CAT_LINE, CAT_LINE.replace("0", "7", 1), CAT_LINE.replace("0", "bird", 1)]
    samples, findings = read(FORMAT, beside(tmp_path, "\n".join(lines), "cat\ndog\nhen\n"))
    assert [shape.label for shape in shapes(samples["a.jpg"])] == ["cat", "class 7", "bird"]
    assert [(finding.kind, finding.row) for finding in findings] == [("unknown-class", 2), ("unused-class", None)]
    assert "2 classes" in findings[1].reason


def test_without_a_list_classes_are_numbers(tmp_path: Path) -> None:
    samples, findings = read(FORMAT, beside(tmp_path, CAT_LINE, ""))
    assert [shape.label for shape in shapes(samples["a.jpg"])] == ["class 0"]
    assert kinds(findings) == ["no-class-names"]
    assert FORMAT.recognises(tmp_path).confidence == 0.98


def test_outlines_and_surenesses_and_poses(tmp_path: Path) -> None:
    outline = "0 0.25 0.25 0.5 0.25 0.5 0.5"
    samples, findings = read(FORMAT, beside(tmp_path, f"{outline}\n{CAT_LINE} 0.97\n", "cat"))
    assert not findings
    ring, box = shapes(samples["a.jpg"])
    assert (ring.box, ring.rings) == ((6, 4, 12, 8), ((6, 4, 12, 4, 12, 8),))
    assert (box.box, box.rings) == (CAT[1], ())
    write(tmp_path / "data.yaml", "kpt_shape: [2, 3]\nnames: [cat]\n")
    write(tmp_path / "a.txt", f"{CAT_LINE} 0.1 0.1 2 0.2 0.2 2\n")
    assert things(read(FORMAT, tmp_path)[0]["a.jpg"]) == [CAT]


def test_pixels_among_shares_are_found_out(tmp_path: Path) -> None:
    root = beside(tmp_path, f"{CAT_LINE}\n1 17.5 9.75 11 11.5\n")
    samples, (finding,) = read(FORMAT, root)
    assert things(samples["a.jpg"]) == [CAT, DOG]
    assert (finding.kind, finding.row, finding.row_is) == ("in-pixels", 2, "line")
    assert "In line 2 of “a.txt” the place is in pixels" in finding.reason
    write(root / "a.txt", "0 6 6 8 6\n1 6 6 8 6 9 9\n")
    samples, (finding,) = read(FORMAT, root)
    assert [shape.box for shape in shapes(samples["a.jpg"])] == [CAT[1], (6, 6, 9, 9)]
    assert "In 2 lines, the first of them 1, of “a.txt” the place is in pixels" in finding.reason


def test_what_is_odd_in_many_files_is_told_once(tmp_path: Path) -> None:
    for number in range(6):
        save(tmp_path / f"{number}.jpg", number, size=(24, 16))
        write(tmp_path / f"{number}.txt", f"{CAT_LINE}\n0 0.5\n1 17.5 9.75 11 11.5\n")
    write(tmp_path / "classes.txt", "cat\ndog\n")
    samples, (bad, in_pixels) = read(FORMAT, tmp_path)
    assert all(things(sample) == [CAT, DOG] for sample in samples.values())
    assert (bad.kind, bad.path, bad.row) == ("bad-row", str(tmp_path), None)
    assert bad.reason.startswith("In 6 lines of 6 files (")
    assert "there is no class" in bad.reason
    assert "(line 2 of “0.txt”, line 2 of “1.txt”, line 2 of “2.txt”, …)" in bad.reason
    assert (in_pixels.kind, in_pixels.reason.count("line 3")) == ("in-pixels", 3)


@pytest.mark.parametrize(
    ("line", "kind", "count"),
    [
        ("0 0.5 0.5 0.1", "bad-row", 0),
        ("0 0.5 0.5 0.1 x", "bad-row", 0),
        ("0 nan 0.5 0.1 0.1", "bad-row", 0),
        ("0 0.5 0.5 0 0.1", "empty-box", 0),
        ("0 0.95 0.5 0.3 0.1", "outside-picture", 1),
        ("0 0.5 0.5 -0.1 0.1", "swapped-corners", 1),
    ],
)
def test_what_is_wrong_with_a_line_is_told(tmp_path: Path, line: str, kind: str, count: int) -> None:
    samples, (finding,) = read(FORMAT, beside(tmp_path, f"{CAT_LINE}\n{DOG_LINE}\n{line}\n"))
    assert (finding.kind, finding.severity, finding.row) == (kind, "warning", 3)
    assert len(shapes(samples["a.jpg"])) == 2 + count


def test_files_without_a_picture_and_broken_ones_are_told(tmp_path: Path) -> None:
    root = yolo(tmp_path)
    write(root / "labels" / "gone.txt", CAT_LINE)
    write(root / "labels" / "notes.txt", "These were marked in June.\n")
    (root / "labels" / "a.txt").write_bytes(b"%PDF" + bytes(range(256)) * 9)
    (root / "images" / "b.jpg").write_text("no picture")
    samples, findings = read(FORMAT, root)
    assert set(samples) == {"c.jpg"}
    assert kinds(findings)[:3] == ["unreadable", "not-an-image", "missing-file"]


def test_broken_lists_of_classes_do_no_harm(tmp_path: Path) -> None:
    root = beside(tmp_path, CAT_LINE, "")
    for text in ("names: [", "names: 7", "- 1", "names: {a: b}", "x: &a [*a]", "\t\x01"):
        write(root / "data.yaml", text)
        assert kinds(read(FORMAT, root)[1]) == ["no-class-names"]


def test_pictures_and_captions_are_refused(tmp_path: Path) -> None:
    draw(tmp_path, SCENES)
    assert FORMAT.recognises(tmp_path).confidence == 0
    with pytest.raises(DatasetError):
        FORMAT.read(tmp_path, ImportOptions())
    write(tmp_path / "a.txt", "A cat on a mat.\n")
    assert FORMAT.recognises(tmp_path).confidence == 0


def test_a_yaml_file_may_say_where_its_data_are(tmp_path: Path) -> None:
    yolo(tmp_path / "data")
    path = write(tmp_path / "configs" / "x.yaml", "path: ../data\nnames: [cat, dog]\n")
    assert FORMAT.recognises(path).confidence == 0.99
    assert set(read(FORMAT, path)[0]) == {"a.jpg", "b.jpg", "c.jpg"}
