"""Model packs made by hand, sound and unsound."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.entry import Entry
from ptstudio.library.library import Library
from tests.helpers.pretrained import tiny_model
from tests.helpers.weights import some_tensors

A_FILE = 0o100644


def entry(library: Library, key: str = "leaf-net", *, plus: float = 0.0, card: str = "# Leaf net\n") -> Entry:
    """A small model in the library, with real safetensors; `plus` makes other weights of the same shape."""
    facts = tiny_model(key, "Leaf net")
    made = library.add(facts, {name: tensor + plus for name, tensor in some_tensors().items()})
    (made.folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    return made


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def contents(files: Mapping[str, bytes], facts: PretrainedModel, **changes: Any) -> dict[str, Any]:
    """What the manifest of a pack with these files says, with changes."""
    listed = [{"path": path, "size": len(content), "sha256": sha256(content)} for path, content in files.items()]
    models = [facts.model_dump(mode="json")]
    return {"version": 1, "made_by": "9.9", "made_at": "2026-01-01", "models": models, "files": listed} | changes


def write(
    path: Path, manifest: Mapping[str, Any] | bytes, files: Sequence[tuple[zipfile.ZipInfo | str, bytes]]
) -> Path:
    """Write a ZIP with this manifest and these members, whatever they are."""
    text = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (*files, ("pack.json", text)):
            info = zipfile.ZipInfo(name) if isinstance(name, str) else name
            info.external_attr = info.external_attr or A_FILE << 16
            archive.writestr(info, content)
    return path


def repacked(path: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """Change the manifest and the files of a pack and write it again beside it."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("pack.json"))
    change(manifest, files)
    return write(path.with_name("changed.ptpack"), manifest, list(files.items()))
