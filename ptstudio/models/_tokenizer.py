"""The file by which a network reads: opened, or refused with a reason; knows no network and no task."""

from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def open_tokenizer(file: Path) -> "Tokenizer":
    """The tokenizer in a file, set to cut nothing off and fill nothing up. Raises ModelError where it is missing or
    damaged.
    """
    from tokenizers import Tokenizer

    try:
        made = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing narrower
        raise ModelError(
            f"The tokenizer “{file}” is missing or damaged.",
            "Get the model again, as a whole folder, and add that to the library.",
        ) from error
    made.no_padding()
    made.no_truncation()
    return made


def largest_number(tokenizer: "Tokenizer") -> int:
    """The largest number that it gives to a token; 0 for one without tokens."""
    return max(tokenizer.get_vocab(with_added_tokens=True).values(), default=0)
