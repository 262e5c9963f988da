"""Plain files with a sample on each line are recognised by how their lines are written."""

import json
import tracemalloc
from pathlib import Path

import pytest

from ptstudio.core.dataset import SPLITS, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data.text_lines import TextLines
from tests.helpers.texts import PRAISE, read, rows, write

FORMAT = TextLines()
TRAIN, VALIDATION, TEST = SPLITS

TREC = "DESC:manner How did serfdom develop ?\nENTY:cremat What films featured it ?\nHUM:ind Who was he ?\n" * 4


def pairs(path: Path) -> list[tuple[object, object]]:
    return [(sample.fields["label"], sample.fields["text"]) for sample in read(FORMAT, path)[0]]


def test_lines_of_fasttext_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "__label__praise I like it\n\n__label__blame , It broke\nat the end __label__x\n")
    recognition = FORMAT.recognises(path)
    assert (recognition.confidence, "“__label__”" in recognition.reason) == (0.97, True)
    samples, findings = read(FORMAT, path)
    assert samples[0] == Sample(path=path, fields={"text": "I like it", "label": "praise"}, row=1)
    assert [(sample.row, sample.fields["text"]) for sample in samples[1:]] == [(3, "It broke"), (4, "at the end")]
    assert findings == []


def test_of_several_labels_the_first_is_used_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "__label__a __label__b both\n__label__c one\n")
    assert pairs(path) == [("a", "both"), ("c", "one")]
    [finding] = read(FORMAT, path)[1]
    assert (finding.kind, finding.severity, finding.row) == ("several-labels", "warning", 1)
    assert "“a”, “b”" in finding.reason


def test_a_tab_divides_class_and_text_in_either_order(tmp_path: Path) -> None:
    first = write(tmp_path / "a.txt", "".join(f"{label}\t{text}\n" for text, label in rows()))
    behind = write(tmp_path / "b.txt", "".join(f"{text}\t{label}\n" for text, label in rows()))
    short = write(tmp_path / "c.txt", "Wow, what a film\t1\nSuch a bore, really\t0\n")
    assert FORMAT.recognises(first).confidence == 0.9
    assert pairs(first) == pairs(behind) == [(label, text) for text, label in rows()]
    assert pairs(short) == [("1", "Wow, what a film"), ("0", "Such a bore, really")]


def test_a_line_that_names_the_columns_is_no_sample(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "label\ttext\n" + "".join(f"{label}\t{text}\n" for text, label in rows()))
    assert len(pairs(path)) == len(rows())


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (TREC, ("DESC:manner", "How did serfdom develop ?")),
        ("1 a fine film\n0 a bad one\n" * 5, ("1", "a fine film")),
        ("SPAM Win a prize\nHAM See you later\n" * 5, ("SPAM", "Win a prize")),
        ("sport: They won again\nmoney: Shares fell\n" * 5, ("sport", "They won again")),
        ("positive They won again\nnegative Shares fell\n" * 10, ("positive", "They won again")),
    ],
)
def test_the_first_word_is_the_class_where_it_is_one_of_few(
    tmp_path: Path, content: str, first: tuple[str, str]
) -> None:
    path = write(tmp_path / "a.txt", content)
    assert "whose first word is the class" in FORMAT.recognises(path).reason
    assert pairs(path)[0] == first


@pytest.mark.parametrize(
    "content",
    [
        "".join(f"{text}\n" for text, _ in rows()),
        "What is it?\nHow is it?\nWhat was it?\nHow was it?\n" * 20,
        "one\ntwo\n" * 20,
        "",
        " \n",
    ],
)
def test_lines_without_classes_are_not_recognised(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "a.txt", content)
    assert FORMAT.recognises(path).confidence == 0
    with pytest.raises(DatasetError, match=r"a\.txt"):
        FORMAT.read(path, ImportOptions())


def test_bad_lines_are_findings_with_their_number(tmp_path: Path) -> None:
    good = "".join(f"{label}\t{text}\n" for text, label in rows(10))
    path = write(
        tmp_path / "a.txt", good + f"praise\t\n\tno class\nno tab\n\npraise\t\0fine\nx\t{'z' * 2_100_000}\nx\ty"
    )
    samples, findings = read(FORMAT, path)
    assert [(finding.kind, finding.row) for finding in findings] == [
        ("empty-text", 81), ("missing-label", 82), ("missing-label", 83), ("zero-bytes", 85),
        ("too-large", 86),
    ]  # fmt: skip
    assert [(sample.row, sample.fields["text"]) for sample in samples[-2:]] == [(85, "fine"), (87, "y")]


def test_zero_bytes_in_a_line_are_told_and_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "__label__a fine\n__label__b nul\0inside\n")
    assert pairs(path) == [("a", "fine"), ("b", "nulinside")]
    [finding] = read(FORMAT, path)[1]
    assert (finding.kind, finding.severity, finding.row) == ("zero-bytes", "warning", 2)


def test_files_of_one_folder_are_splits_by_their_names(tmp_path: Path) -> None:
    write(tmp_path / "train_5500.label", TREC)
    write(tmp_path / "test.label", TREC[:38])
    write(tmp_path / "TREC_10.label", TREC)
    recognition = FORMAT.recognises(tmp_path)
    assert recognition.reason.startswith("The files “train_5500.label”, “test.label” with lines")
    samples, [finding] = read(FORMAT, tmp_path)
    assert [sample.split for sample in samples] == [TRAIN] * 12 + [TEST]
    assert (finding.kind, Path(finding.path).name) == ("left-out-file", "TREC_10.label")


def test_a_file_that_is_no_text_is_one_finding_among_others(tmp_path: Path) -> None:
    write(tmp_path / "train.txt", TREC)
    (tmp_path / "test.txt").write_bytes(bytes(range(256)) * 20)
    samples, [finding] = read(FORMAT, tmp_path)
    assert (len(samples), finding.kind, Path(finding.path).name) == (12, "unreadable", "test.txt")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_any_encoding_and_any_end(tmp_path: Path, encoding: str, end: str) -> None:
    path = write(tmp_path / "a.txt", f"gut\tEin größerer Bär{end}übel\tKühe{end}", encoding)
    assert pairs(path) == [("gut", "Ein größerer Bär"), ("übel", "Kühe")]
    assert ("a guess" in FORMAT.recognises(path).reason) == (encoding == "latin-1")


def test_other_files_are_not_recognised(tmp_path: Path) -> None:
    write(tmp_path / "table.csv", "text,label\n")
    write(tmp_path / "lines.jsonl", json.dumps({"text": PRAISE[0]}))
    for path in [tmp_path, *tmp_path.iterdir(), tmp_path / "gone.txt"]:
        assert FORMAT.recognises(path).confidence == 0


def test_reading_takes_no_more_memory_for_more_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "".join(f"{label}\t{text} {'and so on ' * 20}\n" for text, label in rows(2500)))
    FORMAT.recognises(path)  # loads what it needs
    tracemalloc.start()
    count = sum(isinstance(one, Sample) for one in FORMAT.read(path, ImportOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 2 * 2**20) == (20_000, True)
