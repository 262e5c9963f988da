"""Finding out how the letters of a text file are written, from parts of it; it does not know what the text means."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

_HEAD = 200_000
_WINDOWS = 8
_WINDOW = 25_000
_EVIDENCE = 50_000
_LITTLE_EVIDENCE = 20
_FEW_CONTROLS = 4

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_NO_TEXT = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF",
    b"SQLite format 3", b"Rar!", b"7z\xbc\xaf", b"PAR1",
)  # fmt: skip
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_FITTING = "ptstudio-windows-where-no-unicode"


@dataclass(frozen=True)
class Encoding:
    """How a file's letters are written, whether that is only a guess, and whether the file is text at all."""

    name: str
    is_guessed: bool = False
    is_text: bool = True

    @property
    def in_words(self) -> str:
        """The guess, to be put behind a reason; nothing where there was nothing to guess."""
        if not self.is_guessed:
            return ""
        return f"; its letters are read as {self.name.replace('cp125', 'Windows-125').replace('_', '-')}, a guess"


def detect(path: Path) -> Encoding:
    """The encoding of a file by its first 200 kB, and by a few places further on if those hold no odd letter.

    Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = path.stat().st_size
        pieces = [head]
        if head.isascii() and size > _HEAD:
            step = max((size - _HEAD - _WINDOW) // (_WINDOWS - 1), 0)
            for place in range(_HEAD, size, step or size):
                file.seek(place)
                pieces.append(file.read(_WINDOW).lstrip(bytes(range(0x80, 0xC0))))
    return encoding_of(pieces)


def text_encoding(path: Path) -> str:
    """Only the name of the encoding. Raises OSError."""
    return detect(path).name


def encoding_of(pieces: list[bytes], likely: str | None = None) -> Encoding:
    """The same for pieces of one text, the first of which is its beginning; `likely` is guessed first, if it fits."""
    head = pieces[0]
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return Encoding(encoding)
    wide = _wide(head[:4096])
    if wide:
        return Encoding(wide, is_guessed=True)
    bad, good = (sum(counts) for counts in zip(*map(_unicode_letters, pieces), strict=True))
    is_unicode = bad * 20 <= good
    is_text = not _is_binary(head, is_unicode)
    if is_unicode or not is_text:
        return Encoding("utf-8" if is_unicode else "latin-1", is_text=is_text)
    content = b"\n".join(pieces)
    return Encoding(likely if likely and _decodes(content, likely) else _guess(content), is_guessed=True)


def open_text(path: Path, encoding: str, newline: str | None = None) -> TextIO:
    """Open a text; bytes that are no UTF-8 are taken for Windows-1252, as where two files were joined.

    Raises OSError.
    """
    return path.open(encoding=encoding, errors=_FITTING, newline=newline)


def decoded(content: bytes, encoding: str) -> str:
    """The same for a text in memory."""
    return content.decode(encoding, errors=_FITTING)


def _fit(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return odd.decode("cp1252", "replace") if error.encoding.startswith("utf-8") else "\ufffd", error.end


codecs.register_error(_FITTING, _fit)


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: in Western text every second byte is zero, and hardly any other is."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) % 2:
        return None
    if odd > len(head) // 4 and even * 10 < odd:
        return "utf-16-le"
    if even > len(head) // 4 and odd * 10 < even:
        return "utf-16-be"
    return None


def _unicode_letters(piece: bytes) -> tuple[int, int]:
    """How many bytes are no UTF-8, and how many letters beyond ASCII are; a letter cut at the end counts as neither."""
    if piece.isascii():
        return 0, 0
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(piece)
    real = piece.count("\ufffd".encode())
    bad = text.count("\ufffd") - real
    return bad, sum(letter > "\x7f" for letter in text) - bad


def _is_binary(head: bytes, is_unicode: bool) -> bool:
    if head.startswith(_NO_TEXT):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > _FEW_CONTROLS and controls * (10 if is_unicode else 30) > len(head)


def _guess(content: bytes) -> str:
    """Few odd letters among many plain ones are Western, and so are those that are the same in Western as in what fits
    best; otherwise letters and language tell.
    """
    from charset_normalizer import from_bytes

    lines = b"\n".join(line for line in content.split(b"\n") if not line.isascii())[:_EVIDENCE]
    odd = sum(byte > 0x7F for byte in lines)
    is_western = _decodes(lines, "cp1252")
    if odd < _LITTLE_EVIDENCE and odd < sum(chr(byte).isalpha() for byte in lines if byte < 0x80):
        return "cp1252" if is_western else "latin-1"
    matches = list(from_bytes(lines, cp_isolation=_CANDIDATES))
    if matches:
        best = matches[0]
        if is_western and lines.decode("cp1252") == str(best):
            return "cp1252"
        western = [one for one in matches if one.encoding == "cp1252"]
        return "cp1252" if western and western[0].coherence >= best.coherence else best.encoding
    return "cp1252" if is_western else "latin-1"


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True
