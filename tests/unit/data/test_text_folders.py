"""Folders of text files are recognised, decoded and their oddities reported."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import SPLITS, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data.text_folders import TextFolders
from tests.helpers.corpora import class_folders
from tests.helpers.texts import BLAME, PRAISE, folders, read, write

FORMAT = TextFolders()
TRAIN, VALIDATION, TEST = SPLITS
CLASSES = {"blame": BLAME, "praise": PRAISE}


def test_a_folder_per_class_is_read(tmp_path: Path) -> None:
    folders(tmp_path / "wrapped", CLASSES)
    recognition = FORMAT.recognises(tmp_path)
    assert (recognition.confidence, recognition.reason) == (0.9, "2 folders with texts in them: blame, praise")
    samples, findings = read(FORMAT, tmp_path)
    path = tmp_path / "wrapped" / "blame" / "0.txt"
    assert samples[0] == Sample(path=path, fields={"text": BLAME[0], "label": "blame"})
    assert (len(samples), findings) == (8, [])


def test_folders_of_splits_are_kept(tmp_path: Path) -> None:
    folders(tmp_path / "train", CLASSES)
    folders(tmp_path / "test", {"blame": BLAME[:1], "praise": PRAISE[:1]})
    write(tmp_path / "extra" / "unsure" / "1.txt", "whatever")
    recognition = FORMAT.recognises(tmp_path)
    assert recognition.confidence == 0.97
    assert recognition.reason == "Folders “train” and “test” with 2 class folders: blame, praise"
    samples, [finding] = read(FORMAT, tmp_path)
    assert [[sample.split for sample in samples].count(split) for split in SPLITS] == [8, 0, 2]
    assert (finding.kind, "its texts are left out" in finding.reason) == ("unknown-split", True)


def test_folders_inside_of_a_class_are_groups(tmp_path: Path) -> None:
    folders(tmp_path, CLASSES)
    write(tmp_path / "praise" / "anna" / "1.txt", "Lovely")
    assert [sample.group for sample in read(FORMAT, tmp_path)[0] if sample.group] == ["anna"]


def test_numbered_texts_need_no_ending_and_a_numbered_folder_is_no_text(tmp_path: Path) -> None:
    write(tmp_path / "sci.space" / "60191", "About rockets")
    write(tmp_path / "rec.autos" / "2021" / "7.txt", "About wheels")
    assert FORMAT.recognises(tmp_path).reason == "2 folders with texts in them: rec.autos, sci.space"
    assert [sample.group for sample in read(FORMAT, tmp_path)[0]] == ["2021", None]


def test_files_that_are_no_texts_are_findings(tmp_path: Path) -> None:
    folders(tmp_path, CLASSES)
    write(tmp_path / "praise" / "blank.txt", " \n\0")
    write(tmp_path / "praise" / "nothing.txt", "")
    (tmp_path / "praise" / "binary.txt").write_bytes(bytes(range(256)) * 20)
    write(tmp_path / "praise" / "long.txt", "z" * 1_000_001)
    write(tmp_path / "praise" / "table.doc", "no text")
    write(tmp_path / "loose.txt", "in no class")
    (tmp_path / "empty").mkdir()
    samples, findings = read(FORMAT, tmp_path)
    assert len(samples) == 8
    assert {(Path(finding.path).name, finding.kind) for finding in findings} == {
        ("blank.txt", "empty-text"), ("nothing.txt", "empty-text"), ("binary.txt", "not-a-text"),
        ("long.txt", "too-large"), ("table.doc", "not-a-text"), (tmp_path.name, "missing-label"),
        ("empty", "empty-folder"),
    }  # fmt: skip
    assert "1 text lies here outside of any class folder" in next(
        finding.reason for finding in findings if finding.kind == "missing-label"
    )


def test_each_text_has_an_encoding_of_its_own(tmp_path: Path) -> None:
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16", "latin-1")):
        write(tmp_path / "a" / f"{number}.txt", "Ein größerer Bär\r\n", encoding)
    folders(tmp_path, {"b": PRAISE})
    samples, _ = read(FORMAT, tmp_path)
    assert {sample.fields["text"] for sample in samples if sample.fields["label"] == "a"} == {"Ein größerer Bär"}
    assert "Windows-1252, a guess" in FORMAT.recognises(tmp_path).reason


def test_what_a_long_text_told_of_its_encoding_helps_with_short_ones(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt", "Zażółć gęślą jaźń. Wszystko było świetne, polecam każdemu.\n" * 20, "cp1250")
    write(tmp_path / "b" / "2.txt", "Było źle", "cp1250")
    write(tmp_path / "b" / "3.txt", "Było źle", "utf-8")
    texts = [sample.fields["text"] for sample in read(FORMAT, tmp_path)[0]]
    assert texts[1:] == ["Było źle", "Było źle"]


def test_other_folders_are_not_recognised(tmp_path: Path) -> None:
    class_folders(tmp_path / "pictures", {"cat": 1, "dog": 1})
    write(tmp_path / "lines" / "train.txt", "1 a fine film")
    (tmp_path / "nothing").mkdir()
    for path in [*tmp_path.iterdir(), tmp_path / "lines" / "train.txt", tmp_path / "gone"]:
        assert FORMAT.recognises(path).confidence == 0
        with pytest.raises(DatasetError):
            FORMAT.read(path, ImportOptions())
