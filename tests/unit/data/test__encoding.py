"""The encoding of a text is found from parts of it, and odd bytes further on are read all the same."""

import os
from pathlib import Path

import pytest

from ptstudio.data._encoding import Encoding, detect, encoding_of, open_text

POLISH = "Zażółć gęślą jaźń. Wszystko było świetne, polecam każdemu.\n" * 3
RUSSIAN = "Это очень хороший фильм, мне понравилось.\n"
JAPANESE = "とても面白い映画でした。また見たいです。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_is_marked_or_unicode_is_no_guess(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode(encoding))
    found = detect(tmp_path / "a.txt")
    assert (found.name, found.is_guessed, found.is_text, found.in_words) == (encoding, False, True, "")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le café est très bon, où est la crème ?\n" * 20, "cp1252"),
        ("Bär und Kuh\n", "cp1252"),
        ("“Quoted” – it’s fine\n", "cp1252"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (JAPANESE, "shift_jis"),
        ("这部电影非常好看，我很喜欢。\n", "gb18030"),
        ("a text like any other\n", "utf-16-le"),
    ],
)
def test_older_encodings_are_guessed_and_the_guess_is_said(text: str, encoding: str) -> None:
    found = encoding_of([text.encode(encoding)])
    assert text.encode(encoding).decode(found.name) == text
    assert found.is_guessed
    assert "a guess" in found.in_words


def test_letters_that_are_alike_in_both_are_western() -> None:
    german = "Schöne Grüße, wir hören uns; für Übungen läßt sich überall Öl finden.\n" * 20
    assert encoding_of([german.encode("latin-1")]).name == "cp1252"
    assert encoding_of([POLISH.encode("cp1250")]).name == "cp1250"


def test_the_guess_is_told_by_its_usual_name() -> None:
    assert Encoding("cp1252", is_guessed=True).in_words == "; its letters are read as Windows-1252, a guess"


def test_a_letter_cut_at_the_end_of_the_first_part_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" + "ä".encode() * 200_000)
    assert detect(tmp_path / "a.txt").name == "utf-8"


def test_places_further_on_are_looked_at_where_the_beginning_is_plain(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"plain\n" * 50_000 + RUSSIAN.encode("cp1251") * 20_000)
    assert detect(tmp_path / "a.txt").name == "cp1251"
    (tmp_path / "b.txt").write_bytes(b"plain\n" * 50_000 + RUSSIAN.encode() * 20_000)
    assert detect(tmp_path / "b.txt").name == "utf-8"


def test_a_few_odd_bytes_among_unicode_are_read_as_windows_wrote_them(tmp_path: Path) -> None:
    path = tmp_path / "joined.txt"
    path.write_bytes("größer\n".encode() * 100 + "Bär\n".encode("cp1252"))
    found = detect(path)
    assert found == Encoding("utf-8")
    with open_text(path, found.name) as file:
        assert file.read().endswith("größer\nBär\n")


@pytest.mark.parametrize("content", [os.urandom(5000), bytes(range(256)) * 20, bytes(5000), b"PK\x03\x04 and so on"])
def test_a_file_that_is_no_text_is_told(content: bytes) -> None:
    assert not encoding_of([content]).is_text


def test_a_few_zero_bytes_make_no_binary_file() -> None:
    assert encoding_of([b"text,label\nsome\0 text,x\n" * 10]) == Encoding("utf-8")
    assert encoding_of([b""]) == Encoding("utf-8")
