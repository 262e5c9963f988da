"""Which files of a folder in Hugging Face format hold what; reads no tensor itself."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ptstudio.core.errors import ModelError
from ptstudio.core.licence import UNKNOWN, licence_of

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
BESIDE = {
    "preprocessor": "preprocessor_config.json",
    "tokenizer": "tokenizer_config.json",
    "sentences": "sentence_bert_config.json",
    "pooling": "1_Pooling/config.json",
}
"""What else describes a model, by the name under which it stands in the configuration."""
CARD = "README.md"
MOST_CARD_BYTES = 2**20
"""What describes a model in words is not larger; a file of that name that is, has another purpose."""
WHOLE = ("model.safetensors", "pytorch_model.bin")
SHARDED = ("model.safetensors.index.json", "pytorch_model.bin.index.json")


@dataclass(frozen=True)
class HuggingFaceFolder:
    """The weight files, the configuration (with what lay beside it, by the names of `BESIDE`), the licence, the model
    card, and the tokenizer of a model that reads.
    """

    weights: tuple[Path, ...]
    config: dict[str, Any]
    licence: str
    card: Path | None
    tokenizer: Path | None


def is_hugging_face(folder: Path) -> bool:
    """Whether the folder holds a model's configuration."""
    return (folder / CONFIG).is_file()


def read_folder(folder: Path) -> HuggingFaceFolder:
    """Find everything; raises ModelError where a file is missing or damaged."""
    config = read_config(folder)
    tokenizer = folder / TOKENIZER if (folder / TOKENIZER).is_file() else None
    return HuggingFaceFolder(weight_files(folder), config, stated_licence(folder), card_in(folder), tokenizer)


def read_config(folder: Path) -> dict[str, Any]:
    """What describes a model: config.json with what lies beside it, by the names of `BESIDE`, and the sha256 of a
    tokenizer. Needs no weights. Raises ModelError where a file is damaged.
    """
    config = read_settings(folder / CONFIG)
    config |= {key: read_settings(folder / name) for key, name in BESIDE.items() if (folder / name).is_file()}
    if (folder / TOKENIZER).is_file():
        with (folder / TOKENIZER).open("rb") as file:
            config.setdefault("tokenizer", {})["sha256"] = hashlib.file_digest(file, "sha256").hexdigest()
    return config


def card_in(folder: Path) -> Path | None:
    """The model card, if there is one."""
    card = folder / CARD
    return card if card.is_file() and card.stat().st_size <= MOST_CARD_BYTES else None


def weight_files(folder: Path) -> tuple[Path, ...]:
    """The files that hold the tensors; safetensors are preferred. Raises ModelError where one is missing."""
    for whole, index in zip(WHOLE, SHARDED, strict=True):
        if (folder / whole).is_file():
            return (folder / whole,)
        if (folder / index).is_file():
            return _shards(folder, index)
    raise ModelError(
        f"The folder “{folder.name}” has a configuration but no weights for PyTorch.",
        f"PTStudio looks for {WHOLE[0]} or {WHOLE[1]}, whole or in parts. Download one of them into the folder.",
    )


def stated_licence(folder: Path) -> str:
    """The licence in the model card's front matter, by its SPDX name where that is known; else `unknown`."""
    card = card_in(folder)
    if card is None:
        return UNKNOWN
    front = re.match(r"\s*---\s*\n(.*?)\n---", card.read_text(encoding="utf-8", errors="replace"), re.DOTALL)
    stated = re.search(r"^license:[ \t]*[\"']?([\w.+-]+)", front[1], re.MULTILINE) if front else None
    return licence_of(stated[1] if stated else "").spdx


def _shards(folder: Path, index: str) -> tuple[Path, ...]:
    parts = read_settings(folder / index).get("weight_map")
    if not isinstance(parts, dict) or not parts:
        raise ModelError(f"“{index}” does not list the parts of the weights.", "Download the folder again.")
    files = []
    for name in sorted({str(part) for part in parts.values()}):
        file = folder / Path(name).name  # a part lies in the folder itself, whatever the list says
        if not file.is_file():
            raise ModelError(f"A part of the weights is missing: “{file.name}”.", "Download it into the folder.")
        files.append(file)
    return tuple(files)


def read_settings(path: Path) -> dict[str, Any]:
    """What a file in JSON holds; raises ModelError where it is damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"“{path.name}” is damaged: it is not JSON.", "Download the file again.") from error
    if not isinstance(content, dict):
        raise ModelError(f"“{path.name}” is damaged: it holds no settings.", "Download the file again.")
    return content
