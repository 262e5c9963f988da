"""Facts of pretrained models, and libraries that hold facts but no network."""

from pathlib import Path

from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.library.entry import FACTS, WEIGHTS


def model(**changes: object) -> PretrainedModel:
    """The facts of a model that was added by a person, with changes."""
    facts = {
        "key": "leaf-net",
        "title": "Leaf net",
        "summary": "Knows leaves.",
        "family": "resnet",
        "architecture": "resnet18",
        "input": ImageInput(px=224),
        "parameters": 11_689_512,
        "outputs": 1000,
        "size_mb": 44.6,
        "licence": "MIT",
        "source": "net.pth",
        "sha256": "ab" * 32,
    }
    return PretrainedModel.model_validate(facts | changes)


def tiny_model(key: str, title: str) -> PretrainedModel:
    """The facts of a model with `tests.helpers.weights.some_tensors`, before the library knows their hash."""
    changes = {"input": ImageInput(px=32), "parameters": 15, "outputs": 3, "size_mb": 0.0, "sha256": "", "summary": ""}
    return model(key=key, title=title, **changes)


def put_into(library: Path, *models: PretrainedModel) -> None:
    """Write facts and a file in place of weights into a library's folder."""
    for one in models:
        folder = library / one.key
        folder.mkdir(parents=True)
        (folder / FACTS).write_text(one.to_text(), encoding="utf-8")
        (folder / WEIGHTS).write_bytes(b"0" * 2**20)
