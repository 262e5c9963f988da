"""The texts among what a person drops."""

from pathlib import Path

from ptstudio.app import text_files
from ptstudio.app.passage import Passage
from ptstudio.app.text_files import TextFile, texts_in
from ptstudio.data._text_files import MOST_READ


def test_files_are_read_and_folders_looked_through(tmp_path: Path) -> None:
    (tmp_path / "letters" / "old").mkdir(parents=True)
    for name, text in (("b.txt", "two"), ("old/c.md", "three 🎉"), ("picture.png", "no text"), (".hidden.txt", "x")):
        (tmp_path / "letters" / name).write_text(text, encoding="utf-8")
    single = tmp_path / "a.txt"
    single.write_text("one", encoding="utf-8")
    found = texts_in([single, tmp_path / "letters"])
    assert [(one.file.name, one.passage) for one in found] == [
        ("a.txt", Passage("one")),
        ("b.txt", Passage("two")),
        ("c.md", Passage("three 🎉")),
    ]


def test_what_holds_no_text_is_told_apart(tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary.txt"
    empty.write_text(" \n", encoding="utf-8")
    binary.write_bytes(bytes(range(256)) * 40)
    gone = tmp_path / "gone.txt"
    assert texts_in([empty, binary, gone]) == [TextFile(file, None) for file in (empty, binary, gone)]


def test_of_a_huge_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"a" * (MOST_READ + 1000))
    assert texts_in([huge]) == [TextFile(huge, Passage("a" * MOST_READ))]


def test_no_more_are_tried_than_can_be_looked_at(tmp_path: Path) -> None:
    for number in range(text_files.MOST + 5):
        (tmp_path / f"{number}.txt").write_text("text", encoding="utf-8")
    assert len(texts_in([tmp_path])) == text_files.MOST
