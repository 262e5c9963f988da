"""Tables of boxes are recognised, their columns guessed or mapped, and every bad row reported with its number."""

from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ptstudio.core.dataset import ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data.box_table import BoxTable
from tests.helpers.annotations import CAT, DOG, SCENES, box_csv, draw, kinds, read, shapes, things
from tests.helpers.pictures import save
from tests.helpers.texts import write

FORMAT = BoxTable()


def table(root: Path, *lines: str, name: str = "boxes.csv") -> Path:
    """A table beside the pictures a.jpg, b.jpg and c.jpg."""
    draw(root, SCENES)
    return write(root / name, "\n".join(lines) + "\n")


def mapping(path: Path) -> dict[str, str]:
    return FORMAT.preview(path, ImportOptions()).mapping


def test_a_table_of_tensorflow_is_read(tmp_path: Path) -> None:
    root = box_csv(tmp_path)
    recognition = FORMAT.recognises(root)
    assert (recognition.confidence, "“boxes.csv”" in recognition.reason) == (0.98, True)
    assert FORMAT.recognises(root / "boxes.csv").confidence == 0.99
    samples, findings = read(FORMAT, root)
    assert things(samples["a.jpg"]) == [CAT, DOG]
    assert things(samples["c.jpg"]) == []
    assert kinds(findings) == ["nothing-marked"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsGroupOf",
            "a,x,cat,1,0.0833333,0.4166667,0.1875,0.5625,0",
        ),
        ("image;x;y;width;height;label", "a.jpg;2;3;8;6;cat"),
        ("file_name\tclass_name\tbbox_x\tbbox_y\tbbox_width\tbbox_height", "a.jpg\tcat\t2\t3\t8\t6"),
        ("image_path,x_center,y_center,w,h,category", "a.jpg,6,6,8,6,cat"),
        ("image,left,top,right,bottom,label", '"a.jpg",2,3,10,9,cat'),
        ("path,x1,y1,x2,y2,class", "some/where/a.jpg,2.0,3.0,10.0,9.0,cat"),
        ("image,xMin,yMin,xMax,yMax,label,width,height", "a.jpg,2,3,10,9,cat,24,16"),
        ("a.jpg,2,3,10,9,cat", "a.jpg,2,3,10,9,cat"),
    ],
)
def test_columns_are_guessed_by_name_or_place(tmp_path: Path, header: str, row: str) -> None:
    suffix = "tsv" if "\t" in header else "csv"
    samples, findings = read(FORMAT, table(tmp_path, header, row, name=f"t.{suffix}"))
    assert things(samples["a.jpg"]) == [CAT]
    assert kinds(findings) == (["duplicate-box"] if header.startswith("a.jpg") else [])


def test_rows_of_a_picture_may_stand_anywhere(tmp_path: Path) -> None:
    lines = [
        "image,label,xmin,ymin,xmax,ymax,split,patient",
        "a.jpg,cat,2,3,10,9,train,p1",
        "b.jpg,dog,1,1,5,5,test,p2",
    ]
    samples, findings = read(FORMAT, table(tmp_path, *lines, "a.jpg,dog,12,4,23,15.5,train,p1"))
    assert not findings
    assert things(samples["a.jpg"]) == [CAT, DOG]
    assert [(sample.split, sample.group) for sample in samples.values()] == [(Split.TRAIN, "p1"), (Split.TEST, "p2")]


def test_shares_and_pixels_are_told_apart(tmp_path: Path) -> None:
    lines = ["image,label,xmin,ymin,xmax,ymax", "a.jpg,cat,2,3,10,9", "a.jpg,dog,0.5,0.25,0.958333,0.96875"]
    rest = ["b.jpg,cat,0,0,0.5,0.5", "c.jpg,cat,0,0,1,1"]
    samples, (finding,) = read(FORMAT, table(tmp_path, *lines, *rest))
    assert things(samples["a.jpg"]) == [CAT, DOG]
    assert (finding.kind, finding.row) == ("mixed-measures", 3)
    assert [shapes(samples[name])[0].box for name in ("b.jpg", "c.jpg")] == [(0, 0, 12, 8), (0, 0, 24, 16)]


def test_pictures_in_shares_beside_pictures_in_pixels_are_told_once(tmp_path: Path) -> None:
    lines = ["image,label,xmin,ymin,xmax,ymax", "a.jpg,cat,2,3,10,9", "b.jpg,cat,0,0,0.5,0.5", "c.jpg,cat,0.1,0,0.5,1"]
    samples, (finding,) = read(FORMAT, table(tmp_path, *lines))
    assert (finding.kind, finding.row) == ("mixed-measures", 3)
    assert "2 of 3 pictures are in shares" in finding.reason
    assert shapes(samples["b.jpg"])[0].box == (0, 0, 12, 8)


def test_bad_rows_are_findings_with_their_number(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "image,label,xmin,ymin,xmax,ymax,split",
        "a.jpg,cat,10,3,2,9,train",
        "gone.jpg,cat,1,1,5,5,train",
        "gone.jpg,cat,1,1,5,5,train",
        ",cat,1,1,5,5,train",
        "a.jpg,,1,1,5,5,train",
        "a.jpg,cat,1,x,5,5,train",
        "b.jpg,cat,1,1,5,5,later",
        "b.jpg,cat,1,1,1,5,train",
        "c.jpg,cat,20,1,30,5,train,too,many",
        "c.jpg,cat,20,1,30,5,train",
    )
    samples, findings = read(FORMAT, path, split="split")
    assert [len(shapes(sample)) for sample in samples.values()] == [1, 1, 1]
    assert [(finding.kind, finding.row, finding.severity) for finding in findings] == [
        ("missing-file", 3, "error"),
        ("missing-file", 5, "error"),
        ("unknown-split", 8, "warning"),
        ("bad-row", 10, "error"),
        ("missing-label", 6, "warning"),
        ("no-place", 7, "warning"),
        ("swapped-corners", 2, "warning"),
        ("empty-box", 9, "warning"),
        ("outside-picture", 11, "warning"),
    ]


def test_tables_of_splits(tmp_path: Path) -> None:
    for place, split in enumerate(("train", "valid")):
        save(tmp_path / split / "a.jpg", place)
        write(tmp_path / split / "_annotations.csv", "filename,class,xmin,ymin,xmax,ymax\na.jpg,cat,2,3,10,9\n")
    found = list(FORMAT.read(tmp_path, ImportOptions()))
    samples = [one for one in found if isinstance(one, Sample)]
    assert len(samples) == len(found) == 2
    assert [(sample.path.parent.name, sample.split) for sample in samples] == [
        ("train", Split.TRAIN),
        ("valid", Split.VALIDATION),
    ]


def test_columns_are_mapped_by_hand(tmp_path: Path) -> None:
    path = table(tmp_path, "image,label,a,b,c,d", "a.jpg,cat,2,3,10,9")
    with pytest.raises(DatasetError) as caught:
        read(FORMAT, path)
    assert "left edges" in caught.value.message
    with pytest.raises(DatasetError) as caught:
        read(FORMAT, path, left="a", top="b")
    assert "width and height" in caught.value.message
    samples, _ = read(FORMAT, path, left="a", top="b", right="c", bottom="d")
    assert things(samples["a.jpg"]) == [CAT]
    assert mapping(path) == {"image": "image", "label": "label"}


def test_crowds_parquet_excel_and_lines(tmp_path: Path) -> None:
    draw(tmp_path, SCENES)
    header = ("image", "label", "xmin", "ymin", "xmax", "ymax", "iscrowd")
    row = ("a.jpg", "cat", 2, 3, 10.0, 9, 1)
    pq.write_table(pa.Table.from_pylist([dict(zip(header, row, strict=True))]), tmp_path / "boxes.parquet")
    samples, _ = read(FORMAT, tmp_path / "boxes.parquet")
    assert [(shape.box, shape.is_crowd) for shape in shapes(samples["a.jpg"])] == [(CAT[1], True)]
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for cells in (header, row):
        workbook.active.append(cells)
    workbook.save(tmp_path / "boxes.xlsx")
    assert things(read(FORMAT, tmp_path / "boxes.xlsx")[0]["a.jpg"]) == [CAT]
    line = '{"image": "a.jpg", "label": "cat", "x": 2, "y": 3, "w": 8, "h": 6}\n'
    assert things(read(FORMAT, write(tmp_path / "boxes.jsonl", line))[0]["a.jpg"]) == [CAT]


def test_other_tables_are_not_recognised(tmp_path: Path) -> None:
    assert FORMAT.recognises(table(tmp_path, "image,label", "a.jpg,cat")).confidence == 0.3
    assert FORMAT.recognises(table(tmp_path, "image,label,x1,y1,x2,y2", "gone.jpg,cat,1,1,2,2")).confidence == 0.4
    assert FORMAT.recognises(tmp_path / "a.jpg").confidence == 0
