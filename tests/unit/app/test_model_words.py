"""The facts of models in plain words."""

import subprocess
import sys

import pytest

from ptstudio.app import model_words
from tests.helpers.pretrained import model


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
    first = model(pretrained_on="ImageNet-21k, then ImageNet-1k")
    assert model_words.learned_from(first) == "ImageNet-21k, then ImageNet-1k, 1,000 classes"
    headless = model(pretrained_on="drawn characters and textures", outputs=0)
    assert model_words.learned_from(headless) == "drawn characters and textures"
    assert model_words.learned_from(model(labels=("oak", "elm", "ash", "yew"))) == "4 classes: oak, elm, ash, …"


def test_reading_the_facts_imports_nothing_heavy() -> None:
    program = (
        "import sys; from ptstudio.app import model_words; from ptstudio.app.model_browsing import all_listed;"
        "from ptstudio.app.model_fit import Room; from ptstudio.library.library import Library;"
        "import ptstudio.models._recognition;"
        "library = Library.standard();"
        "known = all_listed('image-classification', library, Room(16_000));"
        "facts = [model_words.facts_of(one.model) for one in known];"
        "assert len(facts) > 40;"
        "print([name for name in ('torch', 'torchvision', 'transformers', 'safetensors.torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_estimated_size_is_called_so() -> None:
    assert model_words.weights(model()) == "45 MB"
    assert model_words.weights(model(size_is_estimated=True)) == "about 45 MB"
