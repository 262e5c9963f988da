"""By which names models go: keys of the library, and repositories of the Hugging Face Hub; asks nobody."""

import re

from ptstudio.core.errors import ModelError
from ptstudio.core.zip_member import allowed_in_windows

HUB = "https://huggingface.co"
"""Where every repository has its page, by its name; the library notes that of a model as its source."""
MOST_LETTERS = 100
_KEY = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?")


def is_key(key: str) -> bool:
    """Whether a model may go by this name: lower-case letters, digits, dots, dashes, underscores."""
    return bool(_KEY.fullmatch(key)) and len(key) <= MOST_LETTERS and allowed_in_windows(key) == key


def checked_key(key: str) -> str:
    """The key itself. Raises ModelError where no model may go by it."""
    if not is_key(key):
        raise ModelError(
            f"“{key}” cannot be the name of a model.",
            "Use lower-case letters, digits, dots, dashes and underscores, such as “leaf-model”.",
        )
    return key


def key_from(name: str) -> str:
    """The key that follows from a name, such as that of a file or repository; empty where nothing of it can be used."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-.")[:MOST_LETTERS].rstrip("-.")


def page_of(repository: str) -> str:
    """The page of a repository, `owner/name`."""
    return f"{HUB}/{repository}"


def repository_and_revision(asked: str) -> tuple[str, str]:
    """What `owner/name[@revision]` or a page of the Hub names; the revision is empty where none is named."""
    name, _, revision = asked.removeprefix(f"{HUB}/").partition("@")
    return name, revision
