"""What the numbers in YOLO's files mean, and what there is to say of those that have no name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.data._folders import class_name
from ptstudio.data._mapped_rows import row_note
from ptstudio.data._unmarked import unused_classes


class YoloClasses:
    """The classes that are listed by their numbers, while things of them are read."""

    def __init__(self, source: Path, listed: Mapping[int, str]) -> None:
        self._source, self._listed = source, listed
        self._used: Counter[str] = Counter()
        self._unnamed: dict[str, tuple[Path, int]] = {}

    def named(self, said: str, path: Path, row: int) -> str:
        """The class that a word at the beginning of a line stands for: a number, or the class itself;
        none for a number below 0, as some programs write where nobody has chosen a class.
        """
        number = _number(said)
        if number is not None and number < 0:
            return ""
        label = class_name(said) if number is None else self._listed.get(number, "")
        if not label:
            label = f"class {number}"
            self._unnamed.setdefault(label, (path, row))
        self._used[label] += 1
        return label

    def findings(self) -> Iterator[Finding]:
        """What there is to say of them once everything was read."""
        if self._unnamed and not self._listed:
            yield Finding(
                kind="no-class-names",
                severity="warning",
                path=str(self._source),
                reason="There is no list of classes; they are called by their numbers, like “class 0”.",
                remedy="Put “classes.txt” with a class on each line, or “data.yaml”, into the folder, or rename them.",
            )
        elif self._unnamed:
            for label, (path, row) in self._unnamed.items():
                times = "once" if self._used[label] == 1 else f"{self._used[label]:,} times"
                reason = f"“{label}” is not in the list of {len(self._listed):,} classes, and is used {times}."
                remedy = "Add its name to the list, rename it, or leave it out."
                yield row_note(path, "unknown-class", row, reason, remedy, "line")
        yield from unused_classes(self._source, [name for name in self._listed.values() if not self._used[name]])


def _number(said: str) -> int | None:
    """Some programs write whole numbers with a fraction."""
    try:
        return int(float(said))
    except (ValueError, OverflowError):
        return None
