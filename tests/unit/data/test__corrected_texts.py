"""What a person has corrected is kept to the letter, as a plain file for each text or pair."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import Finding, Sample
from ptstudio.data._corrected_texts import corrected_texts, text_file
from tests.helpers.texts import write

LINE = "=" * 10


def kept(folder: Path, text: str, pair: str = "") -> Path:
    name, content = text_file(text, pair)
    (folder / name).write_bytes(content)
    return folder / name


def read(file: Path) -> Sample | Finding:
    return corrected_texts().made(file, "praise", None, None)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("My parcel is late", ""),
        ("Zwölf Wörter\r\nauf zwei Zeilen", "العميل 👩🏽‍💻"),
        ("one", f"two\n{LINE}\nthree"),
        (f"{LINE}\none\r\n{LINE}=\r\ntwo", f"{LINE}==\nthree"),
        ("a\tb\u2028c\u00a0d\ufeff", "e\ff"),
        ("one\n", ""),
    ],
)
def test_texts_come_back_as_they_were(tmp_path: Path, text: str, pair: str) -> None:
    found = read(kept(tmp_path, text, pair))
    assert isinstance(found, Sample)
    assert found.fields == {"text": text.strip(), "label": "praise", **({"pair": pair} if pair else {})}


def test_files_are_named_by_how_texts_begin(tmp_path: Path) -> None:
    assert kept(tmp_path, "My parcel, is late!").name == "text-My-parcel-is-late.txt"
    assert kept(tmp_path, "Größe? " * 30, "x").name.startswith("pair-Größe-Größe-")
    assert kept(tmp_path, "../?!").name == "text-without-words.txt"
    assert kept(tmp_path, "con").name == "text-con.txt"


def test_a_pair_is_plain_to_read(tmp_path: Path) -> None:
    assert kept(tmp_path, "one", "two").read_text("utf-8-sig") == f"one\n{LINE}\ntwo"


def test_a_pair_may_be_edited_by_any_program(tmp_path: Path) -> None:
    found = read(write(tmp_path / "pair-mine.txt", f"eins\r\n{LINE}\r\nzwölf\r\n", "cp1252"))
    assert isinstance(found, Sample)
    assert (found.fields["text"], found.fields["pair"]) == ("eins", "zwölf")


def test_other_texts_hold_no_pairs(tmp_path: Path) -> None:
    found = read(write(tmp_path / "mine.txt", f"one\n{LINE}\ntwo"))
    assert isinstance(found, Sample)
    assert found.fields == {"text": f"one\n{LINE}\ntwo", "label": "praise"}
    alone = read(write(tmp_path / "pair-alone.txt", "one"))
    assert isinstance(alone, Sample)
    assert alone.fields["text"] == "one"


def test_what_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    assert isinstance(read(write(tmp_path / "pair-empty.txt", " \n")), Finding)
    assert isinstance(corrected_texts().stranger(tmp_path / "a.jpg"), Finding)
