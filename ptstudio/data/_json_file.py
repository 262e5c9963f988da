"""A JSON file that holds one object: looked into at its two ends, or read whole."""

import json
import re
from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data._encoding import open_text, text_encoding
from ptstudio.data._json_records import Json

_END = 2**16


def holds_all(path: Path, *patterns: re.Pattern[bytes]) -> bool:
    """Whether each of some patterns is found at the beginning or the end of a file, as far as it can be read."""
    try:
        with path.open("rb") as file:
            content = file.read(_END)
            if path.stat().st_size > _END:
                file.seek(-_END, 2)
                content += file.read()
    except OSError:
        return False
    return all(pattern.search(content) for pattern in patterns)


def read_json(path: Path, remedy: str) -> dict[str, Json]:
    """The object in a file, without anything in it where it holds another value. Raises DatasetError, with `remedy`
    where it is damaged.
    """
    try:
        with open_text(path, text_encoding(path)) as file:
            content = json.load(file, strict=False)
    except OSError as error:
        raise DatasetError(
            f"“{path.name}” cannot be read: {error.strerror or error}.", "Give yourself the right to read it."
        ) from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"“{path.name}” is no JSON, or it is cut off.", remedy) from error
    return content if isinstance(content, dict) else {}
