"""Why nothing of a file or folder can be used, in words that suit what it looks like; it asks no format anything."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data._format import DatasetFormat

_FEW = 3
"""So many formats are explained; of more, only the titles are told."""


def meant(path: Path, formats: Sequence[DatasetFormat], every: Sequence[DatasetFormat]) -> Sequence[DatasetFormat]:
    """Those that a file is probably meant to be, by its ending: of `formats`, else of `every` other; where the ending
    tells nothing, as that of a folder, all `formats`.
    """
    if not path.is_file():
        return formats
    return _called_so(path, formats) or _called_so(path, every) or formats


def refusal(path: Path, reasons: Mapping[DatasetFormat, str]) -> DatasetError:
    """What to say where each of the formats has a reason not to take the path."""
    kinds = list(reasons)
    if path.is_file() and not _called_so(path, kinds):
        ending = f"a single “{path.suffix}” file" if path.suffix else "a single file without an ending"
        message = f"“{path.name}” is {ending}, and no kind of data that can be used here."
        return DatasetError(message, _needed(kinds, few=0))
    told = " ".join(_told(reasons)) if len(kinds) <= _FEW or len(set(reasons.values())) == 1 else ""
    return DatasetError(f"“{path.name}” holds no data that can be used here. {told}".strip(), _needed(kinds, few=_FEW))


def _called_so(path: Path, formats: Sequence[DatasetFormat]) -> Sequence[DatasetFormat]:
    return [kind for kind in formats if path.suffix.lower() in kind.suffixes]


def _told(reasons: Mapping[DatasetFormat, str]) -> Sequence[str]:
    """The reasons, with who has them where they differ."""
    different = set(reasons.values())
    if len(reasons) > 1 and len(different) == 1:
        return tuple(different)
    return [f"{kind.title}: {reason}" for kind, reason in reasons.items()]


def _needed(kinds: Sequence[DatasetFormat], few: int) -> str:
    if len(kinds) <= few:
        return f"What is needed: {' Or: '.join(kind.help for kind in kinds)}"
    return f"What can be used: {'; '.join(kind.title for kind in kinds)}."
