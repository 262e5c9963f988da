"""Tables of pictures are recognised, their columns guessed or mapped, and every bad row reported with its number."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ptstudio.core.dataset import SPLITS, Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data.image_table import ImageTable
from tests.helpers.corpora import pictures

FORMAT = ImageTable()
TRAIN, VALIDATION, TEST = SPLITS


def table(folder: Path, text: str, name: str = "labels.csv", encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def read(path: Path, **columns: str) -> tuple[list[Sample], list[Finding]]:
    found = list(FORMAT.read(path, ImportOptions(columns=columns)))
    return [one for one in found if isinstance(one, Sample)], [one for one in found if isinstance(one, Finding)]


def mapping(path: Path, **columns: str) -> dict[str, str]:
    return FORMAT.preview(path, ImportOptions(columns=columns)).mapping


def test_a_table_beside_its_pictures(tmp_path: Path) -> None:
    pictures(tmp_path / "images", ["1.jpg", "2.jpg"])
    path = table(tmp_path, "image,label,patient_id,split\nimages/1.jpg,cat,p1,train\nimages/2.jpg,dog,p2,Val\n")
    assert FORMAT.recognises(path).confidence == 0.98
    assert FORMAT.recognises(tmp_path).confidence == 0.92
    assert "“labels.csv” with pictures in “image” and classes in “label”" in FORMAT.recognises(tmp_path).reason
    samples, findings = read(tmp_path)
    assert findings == []
    assert samples[0] == Sample(
        path=tmp_path / "images" / "1.jpg",
        fields={"image": tmp_path / "images" / "1.jpg", "label": "cat"},
        row=2,
        split=TRAIN,
        group="p1",
    )
    assert samples[1].split is VALIDATION


@pytest.mark.parametrize(
    ("header", "row", "image", "label"),
    [
        ("filename;species", "1.jpg;{}", "filename", "species"),
        ("imagePath\tClass_Name", "1.jpg\t{}", "imagePath", "Class_Name"),
        (",what,pic", "0,{},1.jpg", "pic", "what"),
        ("id_code,diagnosis", "1,{}", "id_code", "diagnosis"),
        ("label,image_id", "{},1", "image_id", "label"),
    ],
)
def test_columns_are_guessed_by_name_and_content(tmp_path: Path, header: str, row: str, image: str, label: str) -> None:
    pictures(tmp_path, ["1.jpg"])
    path = table(tmp_path, "\n".join([header, *(row.format(label) for label in ("cat", "dog", "cat", "dog"))]))
    guessed = mapping(path)
    assert (guessed["image"], guessed["label"]) == (image, label)
    assert len(read(path)[0]) == 4


def test_the_label_is_the_column_whose_values_repeat(tmp_path: Path) -> None:
    rows = [f"{number}.jpg,{number * 7},note {number},{'cat' if number % 2 else 'dog'}" for number in range(20)]
    path = table(tmp_path, "a,b,c,d\n" + "\n".join(rows) + "\n")
    assert mapping(path) == {"image": "a", "label": "d"}


def test_a_split_column_is_known_by_its_values(tmp_path: Path) -> None:
    path = table(tmp_path, "image,label,x\n1.jpg,cat,train\n2.jpg,dog,test\n")
    assert mapping(path)["split"] == "x"
    folds = table(tmp_path, "image,label,fold\n1.jpg,cat,1\n2.jpg,dog,2\n", "folds.csv")
    assert "split" not in mapping(folds)


def test_columns_are_mapped_by_hand(tmp_path: Path) -> None:
    pictures(tmp_path, ["1.jpg", "2.jpg"])
    path = table(tmp_path, "image,label,colour,split\n1.jpg,cat,red,train\n2.jpg,dog,blue,test\n")
    samples, _ = read(path, label="colour", group="label", split="")
    assert [(sample.fields["label"], sample.group, sample.split) for sample in samples] == [
        ("red", "cat", None), ("blue", "dog", None),
    ]  # fmt: skip
    preview = FORMAT.preview(path, ImportOptions(columns={"label": "colour"}))
    assert preview.columns == ("image", "label", "colour", "split")
    assert preview.rows[0] == ("1.jpg", "cat", "red", "train")
    assert preview.mapping["label"] == "colour"


def test_a_missing_column_is_named_with_those_that_exist(tmp_path: Path) -> None:
    path = table(tmp_path, "image,label\n1.jpg,cat\n")
    with pytest.raises(DatasetError) as caught:
        FORMAT.read(path, ImportOptions(columns={"label": "clas"}))
    assert "“clas”" in caught.value.message
    assert "image, label" in caught.value.hint


def test_columns_that_cannot_be_guessed_are_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, "a,b\nx,y\nz,w\n")
    assert FORMAT.recognises(path).confidence == 0.3
    assert FORMAT.preview(path, ImportOptions()).mapping == {}
    with pytest.raises(DatasetError) as caught:
        FORMAT.read(path, ImportOptions())
    assert "a, b" in caught.value.message


def test_bad_rows_are_findings_with_their_number(tmp_path: Path) -> None:
    pictures(tmp_path, ["1.jpg", "2.jpg"])
    path = table(
        tmp_path,
        "image,label,split\n1.jpg,cat,train\ngone.jpg,cat,train\n2.jpg,,test\n,cat,test\n1.jpg,a,b,c,d\n"
        "2.jpg,dog,later\n2.jpg,dog,later\nhttps://example.org/9.jpg,cat,train\n",
    )
    samples, findings = read(path, split="split")
    assert [sample.row for sample in samples] == [2, 7, 8]
    assert [(finding.kind, finding.row, finding.severity) for finding in findings] == [
        ("missing-file", 3, "error"),
        ("missing-label", 4, "error"),
        ("missing-file", 5, "error"),
        ("bad-row", 6, "error"),
        ("unknown-split", 7, "warning"),
        ("missing-file", 9, "error"),
    ]
    assert {finding.path for finding in findings} == {str(path)}
    assert "Download" in findings[-1].remedy


def test_pictures_are_found_below_the_table(tmp_path: Path) -> None:
    pictures(tmp_path / "part 1" / "deep", ["one.JPG", "é.png"])
    pictures(tmp_path / "part 2", ["two.jpg", "both.jpg"])
    pictures(tmp_path / "part 3", ["both.jpg"])
    names = [
        "one.jpg",
        "e\u0301.png",
        "two",
        "part 2\\two.jpg",
        "somewhere/else/two.jpg",
        "part 3/both",
        str(tmp_path / "part 2" / "two.jpg"),
    ]
    path = table(tmp_path, "image,label\n" + "".join(f"{name},cat\n" for name in [*names, "both.jpg"]))
    samples, findings = read(path)
    found = [sample.path.relative_to(tmp_path).as_posix() for sample in samples]
    assert found[0].casefold() == "part 1/deep/one.jpg"
    assert [name.split("/")[-1] for name in found[2:]] == ["two.jpg", "two.jpg", "two.jpg", "both.jpg", "two.jpg"]
    assert [finding.row for finding in findings] == [9], "a bare name that two folders have is not guessed"


def test_names_that_no_disk_can_have_do_no_harm(tmp_path: Path) -> None:
    path = table(tmp_path, f"image,label\n{'x' * 5000}.jpg,cat\na\0b.jpg,dog\n../../../../etc,cow\n/,hen\n.,hen\n")
    samples, findings = read(path)
    assert samples == []
    assert {finding.kind for finding in findings} == {"missing-file"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_labels_of_any_encoding(tmp_path: Path, encoding: str) -> None:
    pictures(tmp_path, ["1.jpg", "2.jpg"])
    path = table(tmp_path, "image;label\n1.jpg; Bär \n2.jpg;Kuh\n", encoding=encoding)
    assert [sample.fields["label"] for sample in read(path)[0]] == ["Bär", "Kuh"]


def test_a_table_without_header(tmp_path: Path) -> None:
    pictures(tmp_path, ["1.jpg", "2.jpg"])
    samples, _ = read(table(tmp_path, "1.jpg,cat\n2.jpg,dog\n"))
    assert [(sample.row, sample.fields["label"]) for sample in samples] == [(1, "cat"), (2, "dog")]


def test_json_lines_and_parquet(tmp_path: Path) -> None:
    pictures(tmp_path, ["1.jpg"])
    lines = table(tmp_path / "lines", '{"image": "../1.jpg", "label": "cat"}\n', "a.jsonl")
    assert read(lines)[0][0].row == 1
    pq.write_table(pa.table({"image": ["1.jpg"], "label": [7]}), tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet")[0][0].fields["label"] == "7"
    (tmp_path / "b.parquet").write_bytes(b"no parquet")
    assert FORMAT.recognises(tmp_path / "b.parquet").confidence == 0


def test_several_tables_are_not_guessed_between(tmp_path: Path) -> None:
    table(tmp_path, "image,label\n1.jpg,cat\n", "a.csv")
    table(tmp_path, "image,label\n1.jpg,cat\n", "b.csv")
    recognition = FORMAT.recognises(tmp_path)
    assert recognition.confidence == 0
    assert "“a.csv”, “b.csv”" in recognition.reason


def test_a_wrapped_table_is_found(tmp_path: Path) -> None:
    pictures(tmp_path / "download" / "images", ["1.jpg"])
    table(tmp_path / "download", "image,label\n1.jpg,cat\n")
    assert FORMAT.recognises(tmp_path).confidence == 0.92
    assert len(read(tmp_path)[0]) == 1


def test_a_table_whose_pictures_are_gone_is_doubted(tmp_path: Path) -> None:
    assert FORMAT.recognises(table(tmp_path, "image,label\n1.jpg,cat\n")).confidence == 0.4


def test_other_paths_are_not_recognised(tmp_path: Path) -> None:
    assert FORMAT.recognises(tmp_path).confidence == 0
    assert FORMAT.recognises(tmp_path / "gone.csv").confidence == 0
    assert FORMAT.recognises(pictures(tmp_path, ["1.jpg"]) / "1.jpg").confidence == 0
