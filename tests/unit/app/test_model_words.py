"""Which models a task can start from, and their facts in plain words."""

import subprocess
import sys
from pathlib import Path

import pytest

from ptstudio.app import model_words
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into

TASK = "image-classification"


def library(folder: Path, *models: PretrainedModel) -> Library:
    put_into(folder, *models)
    return Library([folder])


def test_only_models_that_can_do_the_task_are_offered_from_light_to_heavy(tmp_path: Path) -> None:
    heavy = model(key="heavy", parameters=90_000_000)
    sharp = model(key="sharp", input=ImageInput(px=448))
    other = model(key="other", family="a-family-of-another-task")
    ready = model_words.ready_models(TASK, library(tmp_path, heavy, sharp, model(), other))
    assert [entry.model.key for entry in ready] == ["leaf-net", "sharp", "heavy"]


def test_a_model_on_this_machine_is_not_listed_as_absent(tmp_path: Path) -> None:
    absent = model_words.absent_models(TASK, library(tmp_path, model(key="resnet18")))
    keys = [one.key for one in absent]
    assert "resnet18" not in keys
    assert "resnet34" in keys
    assert keys == [one.key for one in sorted(absent, key=model_words.work)]


@pytest.mark.parametrize(
    ("words", "is_meant"),
    [("", True), ("LEAF", True), ("mit leaves", True), ("resnet", True), ("leaf apache", False)],
)
def test_a_search_wants_every_word_somewhere(words: str, is_meant: bool) -> None:
    assert model_words.is_meant(model(), words) is is_meant


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("MIT", "MIT: free to use and to sell what you build; name the authors"),
        ("unknown", "not stated: ask the publisher before you pass on what you build with it"),
        ("Llama-3", "Llama-3: read it before you pass on what you build with it"),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0: not for commercial use; name the authors"),
    ],
)
def test_a_licence_is_said_in_words(licence: str, said: str) -> None:
    assert model_words.licence(model(licence=licence)) == said


def test_an_accuracy_is_never_claimed_where_none_was_published() -> None:
    assert model_words.accuracy(model()) == "none published"
    published = model(accuracy=69.758, accuracy_on="ImageNet-1k")
    assert model_words.accuracy(published) == "69.8 % on ImageNet-1k"
    assert model_words.learned_from(published) == "ImageNet-1k, 1,000 classes"
    assert model_words.learned_from(model(labels=("oak", "elm", "ash", "yew"))) == "4 classes: oak, elm, ash, …"


def test_reading_the_facts_imports_nothing_heavy() -> None:
    program = (
        "import sys; from ptstudio.app import model_words; from ptstudio.library.library import Library;"
        "import ptstudio.models._recognition;"
        "library = Library.standard();"
        "facts = [model_words.facts_of(one) for one in model_words.absent_models('image-classification', library)];"
        "facts += [model_words.facts_of(one.model) for one in library.models()];"
        "assert len(facts) > 40;"
        "print([name for name in ('torch', 'torchvision', 'transformers', 'safetensors.torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
