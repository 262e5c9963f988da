"""What documents to print are put together from: plain HTML that Qt lays out; knows no report."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

PICTURE_SIDE = 92


@dataclass(frozen=True)
class Picture:
    """A JPEG and how large it is drawn, in pixels of a screen."""

    content: bytes
    width: int
    height: int


def embedded(picture: Picture) -> str:
    """A picture within the document."""
    content = base64.b64encode(picture.content).decode("ascii")
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<img src="data:image/jpeg;base64,{content}" {size}>'


def tag(name: str, text: str) -> str:
    """An element with a text in it."""
    return f"<{name}>{escape(text)}</{name}>"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> str:
    """A table; `widths` are those of its columns in per cent."""
    wide = [f" {wide_as(width)}" for width in widths] or [""] * len(heads)
    top = "".join(f"<th{width}>{escape(head)}</th>" for head, width in zip(heads, wide, strict=True))
    lines = ["".join(tag("td", cell) for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table cellspacing="0" cellpadding="3" width="100%"><tr>{top}</tr>{body}</table>'


def wide_as(per_cent: int) -> str:
    """The attribute of an element that is so wide."""
    return f'width="{per_cent}%"'


def shortened(name: str, letters: int) -> str:
    """A long name without its middle: names often differ at their ends alone."""
    front, back = letters * 3 // 5, letters * 2 // 5 - 1
    return name if len(name) <= letters else f"{name[:front].rstrip()}…{name[-back:].lstrip()}"
