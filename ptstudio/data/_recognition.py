"""Finding out which format a file or folder has, by asking all that a task can use."""

from collections.abc import Sequence
from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data import all_formats
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._junk import files, subfolders
from ptstudio.data._refusal import meant, refusal

_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


def recognise(path: Path, keys: Sequence[str], override: str | None = None) -> tuple[DatasetFormat, Recognition]:
    """The format among `keys` that is surest of the path, and why; `override` is taken as it is.

    An archive must be unpacked before. Raises DatasetError for a path that does not exist or is empty, for an
    `override` that is not among the keys, and where no format is found, saying what was looked for.
    """
    _check_there(path)
    formats = all_formats()
    if override is not None:
        if override not in keys:
            raise DatasetError(
                f"There is no dataset format called “{override}”.", f"The formats are: {', '.join(sorted(keys))}."
            )
        found = formats[override].recognises(path)
        return formats[override], Recognition(confidence=1, reason=f"Chosen by hand. {found.reason}")
    answers = [(formats[key], formats[key].recognises(path)) for key in keys]
    best = max(answers, key=lambda answer: answer[1].confidence)
    if best[1].confidence > 0:
        return best
    kinds = meant(path, [kind for kind, _ in answers], list(formats.values()))
    raise refusal(path, {kind: kind.recognises(path).reason for kind in kinds})


def _check_there(path: Path) -> None:
    if not path.exists():
        raise DatasetError(f"There is nothing at “{path}”.", "Check the path; perhaps a drive is not connected.")
    if path.suffix.lower() in _OTHER_ARCHIVES and path.is_file():
        raise DatasetError(
            f"“{path.name}” is an archive of a kind that is not unpacked here.",
            "Unpack it yourself and choose the folder, or pack it as ZIP.",
        )
    if path.is_dir() and not subfolders(path) and not files(path):
        raise _empty_or_closed(path)


def _empty_or_closed(path: Path) -> DatasetError:
    try:
        next(path.iterdir(), None)
    except OSError as error:
        return DatasetError(
            f"The folder “{path}” cannot be opened: {error.strerror or error}.",
            "Give yourself the right to read it, or choose another folder.",
        )
    return DatasetError(
        f"The folder “{path}” is empty, or holds nothing but hidden and empty files.",
        "Choose the folder that holds your data.",
    )
