"""The head that guesses hidden words: found in the files of every design, kept, and the same as the library's own."""

from pathlib import Path
from typing import Any

import pytest
import torch

from ptstudio.library.library import Library
from ptstudio.library.weights import read_weights
from ptstudio.models import all_families
from ptstudio.models._recognition import recognise
from tests.helpers.encoders import MOST_TOKENS, SENTENCES, TINY, reader_in_library, text_folder

HAVE_NONE = ("electra", "xlnet", SENTENCES)
"""What was pretrained to do something else, or lost its head."""
FAMILY = all_families()["hf-text-encoder"]


def planes(rows: int = 2, tokens: int = 9) -> torch.Tensor:
    numbers = torch.arange(rows * tokens).reshape(rows, tokens) % 40 + 6
    return torch.stack((numbers, torch.ones_like(numbers), torch.zeros_like(numbers)), dim=1)


@pytest.mark.parametrize("kind", TINY)
def test_it_is_found_where_a_file_has_it(kind: str) -> None:
    library = Library.standard()
    entry = library.get(reader_in_library(kind))
    network = FAMILY.build_for_words(entry.model)
    tensors = library.tensors(entry)
    FAMILY.load(network, tensors)
    assert FAMILY.load_words(network, tensors) == (kind not in HAVE_NONE)
    hidden = torch.zeros(2, 9, dtype=torch.bool)
    hidden[0, 3] = hidden[1, 1] = hidden[1, 8] = True
    scores = network({"planes": planes(), "hidden": hidden})
    encoder: Any = network.get_submodule("backbone").get_submodule("network")
    assert scores.shape == (3, len(encoder.get_input_embeddings().weight))

    again = FAMILY.build_for_words(entry.model)
    kept = FAMILY.kept_with_words(network)
    FAMILY.load(again, kept)
    assert FAMILY.load_words(again, kept), "what is kept can be gone on with"
    assert all(torch.equal(one, other) for one, other in zip(again.parameters(), network.parameters(), strict=True))


@pytest.mark.parametrize("kind", ["bert", "roberta", "distilbert", "albert", "modernbert", "mpnet"])
def test_it_guesses_as_the_network_that_it_comes_from(kind: str, tmp_path: Path) -> None:
    import transformers

    torch.manual_seed(1)
    text_folder(tmp_path, kind)
    weights = read_weights(tmp_path)
    _, model = recognise(weights.shapes, weights.config)
    network = FAMILY.build_for_words(model).eval()
    FAMILY.load(network, weights.tensors)
    assert FAMILY.load_words(network, weights.tensors)
    original = transformers.AutoModelForMaskedLM.from_pretrained(tmp_path).eval()
    shown = planes(tokens=min(9, MOST_TOKENS))
    hidden = torch.ones(shown.shape[0], shown.shape[2], dtype=torch.bool)
    with torch.inference_mode():
        own = network({"planes": shown, "hidden": hidden})
        theirs = original(input_ids=shown[:, 0], attention_mask=shown[:, 1]).logits.flatten(0, 1)
    assert torch.allclose(own, theirs, atol=1e-3), float((own - theirs).abs().max())


def test_a_family_that_reads_nothing_says_so() -> None:
    from ptstudio.core.errors import ModelError

    family = all_families()["resnet"]
    with pytest.raises(ModelError, match="does not read texts"):
        family.build_for_words(family.catalogue[0])
