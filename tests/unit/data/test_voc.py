"""Pascal VOC is read wherever its XML files lie, safely, and with everything told that had to be mended."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data.voc import Voc
from tests.helpers.annotations import CAT, DOG, SCENES, Scene, draw, kinds, read, shapes, things, voc, voc_xml
from tests.helpers.pictures import save, save_truncated, save_turned
from tests.helpers.texts import write

FORMAT = Voc()
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol1 "lol">'
    + "".join(f'<!ENTITY lol{n + 1} "{f"&lol{n};" * 10}">' for n in range(1, 9))
    + "]><annotation><filename>&lol9;</filename></annotation>"
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<annotation><filename>&x;</filename></annotation>"
)


def test_folders_of_pictures_and_annotations_are_read(tmp_path: Path) -> None:
    root = voc(tmp_path)
    recognition = FORMAT.recognises(root)
    assert (recognition.confidence, "Pascal VOC" in recognition.reason) == (0.98, True)
    samples, (finding,) = read(FORMAT, root)
    assert things(samples["a.jpg"]) == [CAT, DOG]
    assert things(samples["c.jpg"]) == []
    assert samples["a.jpg"].fields["image"] == root / "JPEGImages" / "a.jpg"
    assert (finding.kind, finding.severity) == ("nothing-marked", "warning")
    assert "1 of 3 pictures" in finding.reason


def test_xml_beside_its_pictures_in_folders_of_splits(tmp_path: Path) -> None:
    for place, split in enumerate(("train", "valid", "test")):
        save(tmp_path / split / "a.jpg", place)
        write(tmp_path / split / "a.xml", voc_xml(Scene("a.jpg", [CAT])))
    found = [one for one in FORMAT.read(tmp_path, ImportOptions()) if isinstance(one, Sample)]
    assert {sample.path.parent.name: sample.split for sample in found} == {
        "train": Split.TRAIN,
        "valid": Split.VALIDATION,
        "test": Split.TEST,
    }


def test_lists_of_names_tell_the_splits(tmp_path: Path) -> None:
    root = voc(tmp_path / "VOCdevkit" / "VOC2007")
    for split, names in (("train", "a"), ("val", "b\n"), ("trainval", "a\nb"), ("test", "c.jpg  1")):
        write(root / "ImageSets" / "Main" / f"{split}.txt", names)
    samples, _ = read(FORMAT, tmp_path)
    assert [samples[name].split for name in ("a.jpg", "b.jpg", "c.jpg")] == [
        Split.TRAIN,
        Split.VALIDATION,
        Split.TEST,
    ]


def test_the_challenge_itself_counts_from_one(tmp_path: Path) -> None:
    draw(tmp_path, SCENES[:1])
    text = voc_xml(SCENES[0]).replace("Unknown", "The VOC2007 Database")
    samples, findings = read(FORMAT, write(tmp_path / "a.xml", text))
    assert not findings
    assert things(samples["a.jpg"]) == [("cat", (1, 2, 10, 9)), ("dog", (11, 3, 23, 15.5))]


@pytest.mark.parametrize(
    ("text", "kind"), [(BOMB, "unsafe-xml"), (EXTERNAL, "unsafe-xml"), ("<annotation>", "damaged")]
)
def test_dangerous_and_broken_files_are_findings(tmp_path: Path, text: str, kind: str) -> None:
    root = voc(tmp_path)
    path = write(root / "Annotations" / "b.xml", text)
    samples, findings = read(FORMAT, root)
    assert set(samples) == {"a.jpg", "c.jpg"}
    told = findings[0]
    assert (told.kind, told.severity, told.path) == (kind, "error", str(path))
    with pytest.raises(DatasetError) as caught:
        FORMAT.read(path, ImportOptions())
    assert told.reason in caught.value.message


def test_of_a_picture_whose_file_is_broken_it_is_not_said_that_it_has_none(tmp_path: Path) -> None:
    root = voc(tmp_path)
    write(root / "Annotations" / "b.xml", BOMB)
    samples, findings = read(FORMAT, root)
    assert "b.jpg" not in samples
    assert "not-annotated" not in kinds(findings)


def test_a_file_with_an_attribute_or_in_another_encoding_is_read(tmp_path: Path) -> None:
    draw(tmp_path, SCENES[:2])
    write(tmp_path / "a.xml", voc_xml(SCENES[0]).replace("<annotation>", '<annotation verified="yes">'))
    write(tmp_path / "b.xml", '<?xml version="1.0" encoding="utf-16"?>' + voc_xml(SCENES[1]), "utf-16")
    assert FORMAT.recognises(tmp_path).confidence == 0.98
    samples, findings = read(FORMAT, tmp_path)
    assert not findings
    assert set(samples) == {"a.jpg", "b.jpg"}


def test_the_name_of_the_file_counts_more_than_that_in_it(tmp_path: Path) -> None:
    draw(tmp_path, SCENES[:2])
    write(tmp_path / "b.xml", voc_xml(Scene("a.jpg", [CAT])))
    write(tmp_path / "other.xml", voc_xml(Scene("a", [DOG])))
    samples, findings = read(FORMAT, tmp_path)
    assert not findings
    assert (things(samples["a.jpg"]), things(samples["b.jpg"])) == ([DOG], [CAT])


def test_pictures_without_a_file_and_files_without_a_picture_are_told(tmp_path: Path) -> None:
    root = voc(tmp_path)
    (root / "JPEGImages" / "a.jpg").unlink()
    (root / "Annotations" / "c.xml").unlink()
    write(root / "other.xml", "<annotations/>")
    samples, findings = read(FORMAT, root)
    assert set(samples) == {"b.jpg"}
    assert kinds(findings) == ["not-annotations", "missing-file", "not-annotated"]
    assert "c.jpg" in findings[-1].reason


def test_two_pictures_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    draw(tmp_path / "one", SCENES[:1])
    draw(tmp_path / "two", SCENES[:1])
    write(tmp_path / "xml" / "a.xml", voc_xml(SCENES[0]))
    draw(tmp_path / "three", SCENES[1:2])
    write(tmp_path / "xml" / "b.xml", voc_xml(SCENES[1]))
    samples, findings = read(FORMAT, tmp_path)
    assert set(samples) == {"b.jpg"}
    assert kinds(findings)[0] == "several-pictures"
    assert "“one/a.jpg”, “two/a.jpg”" in findings[0].reason


def test_a_picture_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = voc(tmp_path)
    (root / "JPEGImages" / "a.jpg").write_bytes(b"no picture")
    save_truncated(root / "JPEGImages" / "b.jpg")
    samples, findings = read(FORMAT, root)
    assert "a.jpg" not in samples
    assert findings[0].kind == "not-an-image"


def test_outlines_of_roboflow_are_kept(tmp_path: Path) -> None:
    draw(tmp_path, SCENES[:1])
    corners = "".join(f"<x{n}>{x}</x{n}><y{n}>{y}</y{n}>" for n, (x, y) in enumerate([(1, 1), (9, 1), (5, 9)], start=1))
    thing = f"<object><name>cat</name><polygon>{corners}</polygon></object>"
    samples, findings = read(FORMAT, write(tmp_path / "a.xml", voc_xml(Scene("a.jpg"), thing)))
    assert not findings
    (shape,) = shapes(samples["a.jpg"])
    assert (shape.rings, shape.box) == (((1, 1, 9, 1, 5, 9),), (1, 1, 9, 9))


@pytest.mark.parametrize(
    ("thing", "kind", "left"),
    [
        ("<name> </name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox>", "missing-label", 0),
        ("<name>cat</name><robndbox><cx>3</cx></robndbox>", "no-place", 0),
        ("<name>cat</name><bndbox><xmin>nan</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox>", "no-place", 0),
        (
            "<name>cat</name><bndbox><xmin>5</xmin><ymin>1</ymin><xmax>1</xmax><ymax>5</ymax></bndbox>",
            "swapped-corners",
            1,
        ),
    ],
)
def test_what_is_wrong_with_a_thing_is_told(tmp_path: Path, thing: str, kind: str, left: int) -> None:
    draw(tmp_path, SCENES[:1])
    path = write(tmp_path / "a.xml", voc_xml(SCENES[0], f"<object>{thing}</object>"))
    samples, (finding,) = read(FORMAT, path)
    assert (finding.kind, finding.row, finding.severity) == (kind, 3, "warning")
    assert len(shapes(samples["a.jpg"])) == 2 + left


def test_a_turned_photograph_is_seen_upright(tmp_path: Path) -> None:
    save_turned(tmp_path / "a.jpg", 6, size=(40, 20))
    text = voc_xml(Scene("a.jpg", [("cat", (0, 30, 20, 40))], size=(20, 40)))
    samples, (finding,) = read(FORMAT, write(tmp_path / "a.xml", text))
    assert finding.kind == "turned-picture"
    assert things(samples["a.jpg"]) == [("cat", (0, 0, 10, 20))]


@pytest.mark.real
def test_real_blood_cells_are_read(real_data: Path) -> None:
    samples, findings = read(FORMAT, real_data / "bccd-mini")
    assert len(samples) == 120
    assert sum(len(shapes(sample)) for sample in samples.values()) == 1559
    assert kinds(findings) == ["empty-box"]
    assert {shape.label for sample in samples.values() for shape in shapes(sample)} == {"Platelets", "RBC", "WBC"}


def test_a_folder_around_everything_tells_no_split(tmp_path: Path) -> None:
    root = voc(tmp_path / "my test photographs")
    save(root / "SegmentationClass" / "a.png", 3)
    save(root / "SegmentationObject" / "a.png", 4)
    samples, findings = read(FORMAT, tmp_path)
    assert {sample.split for sample in samples.values()} == {None}
    assert kinds(findings) == ["nothing-marked"]
