"""Facts of pretrained models, and libraries that hold facts but no network."""

from pathlib import Path

from ptstudio.core.pretrained import ImageInput, PretrainedModel, TextInput
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


def reading_model(**changes: object) -> PretrainedModel:
    """The facts of a network that reads, with changes."""
    facts = {
        "key": "reader",
        "title": "Reader",
        "summary": "Reads leaflets.",
        "family": "hf-text-encoder",
        "architecture": "BertModel",
        "input": TextInput(most_tokens=256, tokenizer="cd" * 32),
        "parameters": 22_565_376,
        "outputs": 0,
        "size_mb": 90.3,
        "languages": ("en",),
        "config": {"model_type": "bert", "hidden_size": 384},
    }
    return model(**(facts | changes))


def put_into(library: Path, *models: PretrainedModel) -> None:
    """Write facts and a file in place of weights into a library's folder."""
    for one in models:
        folder = library / one.key
        folder.mkdir(parents=True)
        (folder / FACTS).write_text(one.to_text(), encoding="utf-8")
        (folder / WEIGHTS).write_bytes(b"0" * 2**20)
