"""Makers of texts with classes: tables, folders and plain files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.data._format import DatasetFormat

PRAISE = ("I like it very much", "A wonderful film", "Best meal in years", "They were so kind to us")
BLAME = ("It broke after a day", "What a waste of time", "The soup was cold", "Nobody answered the phone")


def rows(times: int = 3) -> list[tuple[str, str]]:
    """Texts that are all different, with two classes in turn."""
    return [
        (f"{text}, number {number}", label)
        for number in range(times)
        for pair in zip(PRAISE, BLAME, strict=True)
        for text, label in zip(pair, ("praise", "blame"), strict=True)
    ]


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file with this text, line ends as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def table(path: Path, content: Sequence[Sequence[str]], header: str = "text,label") -> Path:
    """A CSV table of cells without commas and quotation marks."""
    quoted = [",".join(f'"{cell}"' if "," in cell else cell for cell in cells) for cells in content]
    return write(path, "\n".join([*([header] if header else []), *quoted]) + "\n")


def folders(root: Path, classes: Mapping[str, Sequence[str]]) -> Path:
    """A folder per class with a file for each text."""
    for name, texts in classes.items():
        for number, text in enumerate(texts):
            write(root / name / f"{number}.txt", text)
    return root


def read(kind: DatasetFormat, path: Path, **columns: str) -> tuple[list[Sample], list[Finding]]:
    """Everything that a format reads: the samples, and the findings."""
    found = list(kind.read(path, ImportOptions(columns=columns)))
    return [one for one in found if isinstance(one, Sample)], [one for one in found if isinstance(one, Finding)]
