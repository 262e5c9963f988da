"""What lies in the hub's own cache on this machine already; asks no server."""

import os
import re
from pathlib import Path

from ptstudio.core.errors import ModelError
from ptstudio.library.downloading.remote_file import SHA256_DIGITS, git_digest
from ptstudio.library.hugging_face_folder import BESIDE, CARD, CONFIG, TOKENIZER, is_hugging_face, weight_files
from ptstudio.library.weights import digest

HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def cached(repository: str, revision: str | None) -> Path | None:
    """The folder of a repository's revision (by default the branch `main`) in the cache; its name is the commit.

    None where it is not there, holds no safetensors, or cannot be verified: the cache names each file by its hash, and
    links to it (https://huggingface.co/docs/huggingface_hub/guides/manage-cache).
    """
    from huggingface_hub import constants, try_to_load_from_cache

    place = os.environ.get("HF_HUB_CACHE") or constants.HF_HUB_CACHE
    config = try_to_load_from_cache(repository, CONFIG, cache_dir=place, revision=revision)
    if not isinstance(config, str):
        return None
    folder = Path(config).parent
    return folder if _is_sound(folder) else None


def _is_sound(folder: Path) -> bool:
    if not is_hugging_face(folder):
        return False
    names = ("model.safetensors", "model.safetensors.index.json")
    if not any((folder / name).is_file() for name in names):
        return False
    try:
        files = [*weight_files(folder), folder / CONFIG]
    except ModelError:
        return False
    beside = [file for name in (*BESIDE.values(), TOKENIZER, CARD) if (file := folder / name).is_file()]
    return all(_is_as_named(file) for file in [*files, *beside])


def _is_as_named(file: Path) -> bool:
    """Whether the content of a file in the cache has the hash that is its name there."""
    blob = file.resolve()
    if not HASH.fullmatch(blob.name):
        return False
    return (digest(blob) if len(blob.name) == SHA256_DIGITS else git_digest(blob)) == blob.name
