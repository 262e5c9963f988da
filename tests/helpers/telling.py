"""`ptstudio models …` as told in a test, and what it answers."""

import json
from collections.abc import Callable
from typing import Any

Tell = Callable[..., tuple[int, str, str]]
"""Takes the words of a command line; gives its status, standard output and standard error."""


def result(told: tuple[int, str, str]) -> Any:
    """The JSON of a command that ended well."""
    assert told[0] == 0, told[2]
    return json.loads(told[1])
