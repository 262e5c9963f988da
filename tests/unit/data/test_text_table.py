"""Tables of texts are recognised, their columns guessed or mapped, and every bad row reported with its number."""

import json
import tracemalloc
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from ptstudio.core.dataset import SPLITS, ImportOptions, Sample, Written
from ptstudio.core.errors import DatasetError
from ptstudio.data.text_table import TextTable
from tests.helpers.texts import read, rows, table, write

FORMAT = TextTable()
TRAIN, VALIDATION, TEST = SPLITS


def mapping(path: Path, **columns: str) -> dict[str, str]:
    return FORMAT.preview(path, ImportOptions(columns=columns)).mapping


def test_a_table_of_texts_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id,text,category,split,user_group,Group\n1,"Hello, you",greet,Val,x,g1\n')
    recognition = FORMAT.recognises(path)
    assert recognition.confidence == 0.98
    assert recognition.reason == "The table “a.csv” with texts in “text” and classes in “category”"
    samples, findings = read(FORMAT, path)
    fields = {"text": "Hello, you", "label": "greet"}
    assert samples == [Sample(path=path, fields=fields, row=2, split=VALIDATION, group="g1")]
    assert findings == []


def test_the_preview_tells_which_fields_can_be_mapped(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [("x" * 1000, "a"), ("y", "b")])
    preview = FORMAT.preview(path, ImportOptions(columns={"pair": "text"}))
    assert preview.fields == ("text", "pair", "label", "split", "group")
    assert preview.columns == ("text", "label")
    assert len(preview.rows[0][0]) == 301, "a cell is shown by its beginning"
    assert preview.mapping == {"pair": "text", "label": "label"}


def test_two_texts_make_one_sample(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [("A man eats", "Someone eats", "yes"), ("alone", "", "no")], "s,hypothesis,label")
    samples, _ = read(FORMAT, path, text="s")
    assert samples[0].fields == {"text": "A man eats", "pair": "Someone eats", "label": "yes"}
    assert samples[1].fields == {"text": "alone", "label": "no"}


def test_a_table_whose_columns_only_their_content_tells_is_recognised_with_doubt(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [(label, text) for text, label in rows()], "v1,v2")
    assert mapping(path) == {"text": "v2", "label": "v1"}
    recognition = FORMAT.recognises(path)
    assert recognition.confidence == 0.7
    assert "guessed by what stands in them" in recognition.reason


def test_a_class_of_its_own_for_every_row_is_doubted(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [(f"text {n}", f"class {n}") for n in range(30)])
    assert FORMAT.recognises(path).confidence == 0.4


def test_columns_are_mapped_by_hand(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [("one", "x", "p"), ("two", "y", "q")], "text,label,mood")
    samples, _ = read(FORMAT, path, label="mood", group="label")
    assert [(sample.fields["label"], sample.group) for sample in samples] == [("p", "x"), ("q", "y")]
    with pytest.raises(DatasetError, match="“gone”"):
        FORMAT.read(path, ImportOptions(columns={"text": "gone"}))


def test_a_table_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    for name, content in (("a.csv", rows()), ("b.csv", [("Short", "praise"), *rows()])):
        path = table(tmp_path / name, content, header="")
        samples, _ = read(FORMAT, path)
        assert (len(samples), samples[0].row) == (len(content), 1)
        assert samples[0].fields == {"text": content[0][0], "label": content[0][1]}


def test_json_lines_parquet_and_excel_are_read(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", "\n".join(json.dumps({"text": text, "label": label}) for text, label in rows()))
    texts, labels = zip(*rows(), strict=True)
    pq.write_table(pa.table({"text": texts, "label": labels}), tmp_path / "a.parquet")
    book = Workbook()
    for cells in [("text", "label"), *rows()]:
        book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    for name in ("a.jsonl", "a.parquet", "a.xlsx"):
        assert FORMAT.recognises(tmp_path / name).confidence == 0.98
        samples, findings = read(FORMAT, tmp_path / name)
        assert [(sample.fields["text"], sample.fields["label"]) for sample in samples] == rows()
        assert findings == []


def test_bad_rows_are_findings_with_their_number(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "text,label\ngood,x\n,x\nno class,\nfew\na,b,c\n\0,x\n" + "z" * 1_000_001 + ",y\nlast,y\n",
    )
    samples, findings = read(FORMAT, path)
    assert [sample.row for sample in samples] == [2, 9]
    assert [(finding.kind, finding.row) for finding in findings] == [
        ("empty-text", 3), ("missing-label", 4), ("missing-label", 5), ("bad-row", 6), ("empty-text", 7),
        ("bad-row", 8),
    ]  # fmt: skip
    assert "“no class” has no class here." in findings[1].reason
    assert {finding.path for finding in findings} == {str(path)}


def test_damage_in_a_row_that_is_used_is_told_with_its_number(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "text,label\ngood,x\nnul\0inside,x\nlost \ufffd\0,y\nbad,\0y\n\0none,\n")
    write(tmp_path / "a.tsv", "text\tlabel\ngood\tx\nnul\0inside\tx\nlost \ufffd\0\ty\nbad\t\0y\n\0none\t\n")
    texts = [("good", "x"), ("nul\0inside", "x"), ("lost \ufffd\0", "y"), ("bad", "\0y"), ("\0none", "")]
    lines = [json.dumps({"text": text, "label": label}) for text, label in texts]
    write(tmp_path / "a.jsonl", "\n".join(["", *lines]))
    for name in ("a.csv", "a.tsv", "a.jsonl"):
        samples, findings = read(FORMAT, tmp_path / name)
        assert [sample.row for sample in samples] == [2, 3, 4, 5]
        assert samples[1].fields == {"text": "nulinside", "label": "x"}
        assert [(finding.kind, finding.severity, finding.row) for finding in findings] == [
            ("zero-bytes", "warning", 3), ("zero-bytes", "warning", 4), ("lost-letters", "warning", 4),
            ("zero-bytes", "warning", 5), ("missing-label", "error", 6),
        ]  # fmt: skip


def test_a_text_that_is_far_too_long_is_left_out_of_any_table(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", json.dumps({"text": "z" * 30_000_000, "label": "x"}) + '\n{"text":"a","label":1}'
    )
    [sample], [finding] = read(FORMAT, path)
    assert (sample.row, finding.kind, finding.row) == (2, "too-large", 1)


def test_an_unknown_split_is_told_once(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [("one", "x", "later"), ("two", "y", "later")], "text,label,split")
    samples, [finding] = read(FORMAT, path, split="split")
    assert (len(samples), finding.kind, finding.severity) == (2, "unknown-split", "warning")


def test_formulas_without_values_and_merged_cells_are_findings(tmp_path: Path) -> None:
    book = Workbook()
    for cells in [("text", "label"), ("one", "x"), ("two", None), ('=CONCAT("a","b")', "y"), ("four", "y")]:
        book.active.append(cells)
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "a.xlsx")
    samples, findings = read(FORMAT, tmp_path / "a.xlsx")
    assert [sample.row for sample in samples] == [2, 5]
    assert [(finding.kind, finding.row) for finding in findings] == [("merged-cell", 3), ("empty-formula", 4)]


def test_errors_in_excel_are_no_texts_and_no_classes(tmp_path: Path) -> None:
    book = Workbook()
    for cells in [("text", "label", "sum"), ("one", "x", "#DIV/0!"), ("#REF!", "y", 1), ("three", "#N/A", 2)]:
        book.active.append(cells)
    book.create_sheet("Notes")
    book.save(tmp_path / "a.xlsx")
    [sample], findings = read(FORMAT, tmp_path / "a.xlsx")
    assert (sample.row, sample.fields) == (2, {"text": "one", "label": "x"})
    assert [(finding.kind, finding.row, finding.reason.split("“")[1][:4]) for finding in findings] == [
        ("error-cell", 3, "#REF"), ("error-cell", 4, "#N/A"),
    ]  # fmt: skip
    assert "; of its 2 sheets only the first, “Sheet”, is read" in FORMAT.recognises(tmp_path / "a.xlsx").reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_texts_of_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.csv", "text;label\nEin größerer Bär; Über \nKühe;Unter\n", encoding)
    samples, _ = read(FORMAT, path)
    assert [sample.fields for sample in samples] == [
        {"text": "Ein größerer Bär", "label": "Über"}, {"text": "Kühe", "label": "Unter"},
    ]  # fmt: skip
    assert ("a guess" in FORMAT.recognises(path).reason) == (encoding == "latin-1")


def test_tables_of_one_folder_are_splits_by_their_names(tmp_path: Path) -> None:
    table(tmp_path / "my_train.csv", rows())
    table(tmp_path / "dev.csv", rows(1))
    write(tmp_path / "test.tsv", "label\ttext\npraise\tso good\n")
    recognition = FORMAT.recognises(tmp_path)
    assert recognition.confidence == 0.95
    assert recognition.reason.startswith("The tables “my_train.csv”, “dev.csv”, “test.tsv” with texts in “text”")
    samples, findings = read(FORMAT, tmp_path)
    assert [[sample.split for sample in samples].count(split) for split in SPLITS] == [24, 8, 1]
    assert samples[-1] == Sample(tmp_path / "test.tsv", {"text": "so good", "label": "praise"}, row=2, split=TEST)
    assert findings == []


def test_the_parts_of_one_split_belong_together(tmp_path: Path) -> None:
    for number in range(2):
        table(tmp_path / "data" / f"train-{number}-of-2.csv", rows(1))
    assert [sample.split for sample in read(FORMAT, tmp_path)[0]] == [TRAIN] * 16


def test_a_table_that_does_not_fit_the_others_is_one_finding(tmp_path: Path) -> None:
    table(tmp_path / "train.csv", rows())
    table(tmp_path / "dev.csv", rows(1))
    table(tmp_path / "test.csv", [("no class at all", "7")], "text,id")
    table(tmp_path / "submission.csv", [("7", "praise")], "id,label")
    write(tmp_path / "eval.csv", "\n")
    samples, findings = read(FORMAT, tmp_path)
    assert len(samples) == 32
    assert {(Path(finding.path).name, finding.kind) for finding in findings} == {
        ("submission.csv", "left-out-file"), ("test.csv", "unusable-table"), ("eval.csv", "unusable-table"),
    }  # fmt: skip


def test_one_table_of_a_folder_is_not_a_split_whatever_its_name(tmp_path: Path) -> None:
    table(tmp_path / "blood_test.csv", rows())
    assert {sample.split for sample in read(FORMAT, tmp_path)[0]} == {None}


def test_several_tables_are_not_guessed_between(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", rows())
    table(tmp_path / "b.csv", rows())
    recognition = FORMAT.recognises(tmp_path)
    assert (recognition.confidence, recognition.reason) == (0, "2 tables: “a.csv”, “b.csv”.")


def test_pictures_are_no_texts(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [(f"images/{n}.jpg", "cat" if n % 2 else "dog") for n in range(10)], "image,label")
    assert FORMAT.recognises(path).confidence == 0.3
    with pytest.raises(DatasetError, match="the text"):
        FORMAT.read(path, ImportOptions())


def test_ten_thousand_columns_do_no_harm(tmp_path: Path) -> None:
    width = 10_000
    names = [f"c{number}" for number in range(width - 2)]
    content = "\n".join(",".join(["1"] * (width - 2) + cells) for cells in (["one", "x"], ["two", "y"])) + "\n"
    path = write(tmp_path / "a.csv", ",".join([*names, "text", "label"]) + "\n" + content * 100)
    start = perf_counter()
    assert FORMAT.recognises(path).confidence == 0.98
    assert len(read(FORMAT, path)[0]) == 200
    assert perf_counter() - start < 30


def test_recognition_and_preview_read_only_the_first_rows(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", rows(2000))
    with path.open("r+b") as file:
        file.truncate(4 * 2**30)  # the rest is a hole that takes no room on the disk
    tracemalloc.start()
    assert FORMAT.recognises(path).confidence == 0.98
    assert len(FORMAT.preview(path, ImportOptions()).rows) == 10
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 2**20


def test_reading_takes_no_more_memory_for_more_rows(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [(f"{text}, {'and so on ' * 20}", label) for text, label in rows(2500)])
    assert path.stat().st_size > 4 * 2**20
    FORMAT.recognises(path)  # loads what it needs
    tracemalloc.start()
    count = sum(isinstance(one, Sample) for one in FORMAT.read(path, ImportOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 3 * 2**20) == (20_000, True)


@pytest.mark.real
def test_real_utterances_are_read(real_data: Path) -> None:
    samples, findings = read(FORMAT, real_data / "banking77")
    assert (len(samples), len({sample.fields["label"] for sample in samples}), findings) == (13_083, 77, [])
    assert [sample.split for sample in samples].count(TEST) == 3_080


def as_written(path: Path, **written: str) -> tuple[list[dict[str, object]], list[str]]:
    """The fields of all samples, and the reasons of all findings, of a table that is said to be written so."""
    options = ImportOptions(written=Written.model_validate(written))
    found = list(FORMAT.read(path, options))
    samples = [dict(item.fields) for item in found if isinstance(item, Sample)]
    return samples, [item.reason for item in found if not isinstance(item, Sample)]


def test_what_divides_the_cells_is_shown_and_can_be_said_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "text;label\nwarm, sunny;good\ncold, wet;bad\n")
    preview = FORMAT.preview(path, ImportOptions())
    assert (preview.delimiter, preview.quote, preview.columns) == (";", '"', ("text", "label"))
    other = FORMAT.preview(path, ImportOptions(written=Written(delimiter="|")))
    assert (other.delimiter, other.columns, other.rows[0]) == ("|", ("text;label",), ("warm, sunny;good",))
    assert as_written(path, delimiter=";")[0][1] == {"text": "cold, wet", "label": "bad"}


def test_quotation_marks_can_be_letters_like_others(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'text,label\n"5 inches" long,long\nis 3" wide,wide\n"never closed,odd\n')
    samples, findings = as_written(path)
    assert [sample["label"] for sample in samples] == ["long", "wide"]
    assert len(findings) == 1
    samples, findings = as_written(path, quote="none")
    assert samples == [
        {"text": '"5 inches" long', "label": "long"},
        {"text": 'is 3" wide', "label": "wide"},
        {"text": '"never closed', "label": "odd"},
    ]
    assert findings == []
    assert FORMAT.preview(path, ImportOptions(written=Written(quote="none"))).quote == "none"
    single = write(tmp_path / "b.csv", "text,label\n'a, b',x\nc,y\n")
    assert as_written(single, quote="'")[0][0] == {"text": "a, b", "label": "x"}


def test_a_table_of_another_kind_has_neither(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "warm", "label": "good"}\n{"text": "cold", "label": "bad"}\n')
    preview = FORMAT.preview(path, ImportOptions())
    assert (preview.delimiter, preview.quote) == ("", "")
