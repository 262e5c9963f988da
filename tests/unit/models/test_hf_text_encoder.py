"""Encoders of texts in Hugging Face format: recognised, built and loaded, or refused with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.library import Library
from ptstudio.library.weights import WeightsFile, read_weights
from ptstudio.models import all_families
from ptstudio.models._recognition import add_weights
from ptstudio.models.hf_text_encoder import most_tokens
from tests.helpers.encoders import (
    ARCHITECTURES,
    MOST_TOKENS,
    SENTENCES,
    TINY,
    pooling_takes_the_first_token,
    text_folder,
)

FAMILY = all_families()["hf-text-encoder"]
PUBLISHED = FAMILY.catalogue
CLASSES = 5
LENGTH = 9
PADDINGS = {"roberta": 1, "xlm-roberta": 1, "mpnet": 1, "xlnet": 5}


def recognised(folder: Path) -> tuple[WeightsFile, PretrainedModel]:
    weights = read_weights(folder)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    return weights, model


def loaded(folder: Path) -> tuple[PretrainedModel, nn.Module]:
    weights, model = recognised(folder)
    network = FAMILY.build(model, CLASSES).eval()
    FAMILY.load(network, weights.tensors)
    return model, network


def some_planes(texts: int = 2) -> torch.Tensor:
    """Whole texts: every token counts."""
    dice = torch.Generator().manual_seed(0)
    planes = torch.ones(texts, 3, LENGTH, dtype=torch.long)
    planes[:, 0] = torch.randint(8, 40, (texts, LENGTH), generator=dice)
    planes[:, 2] = 0
    return planes


@pytest.mark.parametrize("kind", TINY)
def test_a_folder_becomes_a_backbone_with_the_same_features(tmp_path: Path, kind: str) -> None:
    torch.manual_seed(0)
    original: Any = text_folder(tmp_path, kind)
    model, network = loaded(tmp_path)
    assert model.architecture == ARCHITECTURES[kind]
    assert model.text.most_tokens == (MOST_TOKENS // 2 if kind == SENTENCES else MOST_TOKENS)
    assert model.text.pad == PADDINGS.get(kind, 0)
    assert model.text.pads_left == (kind == "xlnet")
    assert len(model.text.tokenizer) == 64
    assert model.parameters >= sum(parameter.numel() for parameter in original.parameters())

    planes = some_planes()
    mask = planes[:, 1].float() if kind == "xlnet" else planes[:, 1]
    with torch.inference_mode():
        said = original(input_ids=planes[:, 0], attention_mask=mask).last_hidden_state
        features = network.get_submodule("backbone")(planes)
        assert network(planes).shape == (2, CLASSES)
    torch.testing.assert_close(features, said[:, 0] if kind == SENTENCES else said.mean(dim=1))


@pytest.mark.parametrize("kind", TINY)
@pytest.mark.parametrize("padding", [1, MOST_TOKENS - LENGTH])
def test_padding_changes_nothing(tmp_path: Path, kind: str, padding: int) -> None:
    torch.manual_seed(0)
    text_folder(tmp_path, kind)
    model, network = loaded(tmp_path)
    whole = some_planes(1)
    filling = torch.zeros(1, 3, padding, dtype=torch.long)
    filling[:, 0] = model.text.pad
    padded = torch.cat([filling, whole] if model.text.pads_left else [whole, filling], dim=2)
    full = torch.cat([whole, whole], dim=2)[:, :, : padded.shape[2]]
    beside = torch.nn.functional.pad(full, (0, padded.shape[2] - full.shape[2]), value=1)
    backbone = network.get_submodule("backbone")
    with torch.inference_mode():
        torch.testing.assert_close(backbone(torch.cat([padded, beside]))[:1], backbone(whole), atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("kind", TINY)
def test_blocks_hold_every_parameter_once(tmp_path: Path, kind: str) -> None:
    text_folder(tmp_path, kind)
    network = FAMILY.build(recognised(tmp_path)[1], CLASSES)
    blocks = FAMILY.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())
    assert 3 <= len(blocks) <= 12


@pytest.mark.parametrize("kind", ["bert", "xlnet"])
def test_the_second_of_two_texts_is_told_from_the_first(tmp_path: Path, kind: str) -> None:
    torch.manual_seed(0)
    text_folder(tmp_path, kind)
    _, network = loaded(tmp_path)
    alone, pair = some_planes(1), some_planes(1)
    pair[:, 2, LENGTH // 2 :] = 1
    with torch.inference_mode():
        assert not torch.allclose(network(alone), network(pair))


def test_the_makers_say_how_tokens_become_features_and_how_many_there_are(tmp_path: Path) -> None:
    text_folder(tmp_path, SENTENCES)
    pooling_takes_the_first_token(tmp_path, is_first=False)
    model, network = loaded(tmp_path)
    assert model.text.most_tokens == MOST_TOKENS // 2
    planes = some_planes()
    with torch.inference_mode():
        backbone: Any = network.get_submodule("backbone")
        said = backbone.network(input_ids=planes[:, 0], attention_mask=planes[:, 1]).last_hidden_state
        torch.testing.assert_close(backbone(planes), said.mean(dim=1))


@pytest.mark.parametrize(
    ("config", "most"),
    [
        ({"model_type": "bert", "max_position_embeddings": 512}, 512),
        ({"model_type": "roberta", "max_position_embeddings": 514, "pad_token_id": 1}, 512),
        ({"model_type": "mpnet", "max_position_embeddings": 514, "pad_token_id": 1}, 512),
        ({"model_type": "bert", "max_position_embeddings": 512, "tokenizer": {"model_max_length": 1e30}}, 512),
        ({"model_type": "bert", "max_position_embeddings": 512, "tokenizer": {"model_max_length": 128}}, 128),
        ({"model_type": "bert", "max_position_embeddings": 512, "sentences": {"max_seq_length": 256}}, 256),
        ({"model_type": "xlnet", "tokenizer": {"model_max_length": 1e30}}, 512),
    ],
)
def test_the_longest_text_is_what_position_and_tokenizer_allow(config: dict[str, Any], most: int) -> None:
    assert most_tokens(config) == most


@pytest.mark.parametrize("kind", ["bert", "roberta", "modernbert"])
def test_the_longest_text_can_be_read(tmp_path: Path, kind: str) -> None:
    text_folder(tmp_path, kind)
    model, network = loaded(tmp_path)
    planes = torch.ones(1, 3, model.text.most_tokens, dtype=torch.long)
    planes[:, 0], planes[:, 2] = 9, 0
    with torch.inference_mode():
        assert bool(network(planes).isfinite().all())


def test_building_leaves_the_configuration_alone(tmp_path: Path) -> None:
    text_folder(tmp_path, SENTENCES)
    _, model = recognised(tmp_path)
    before = model.to_line()
    FAMILY.build(model, 2)
    assert model.to_line() == before
    assert {"tokenizer", "sentences"}.isdisjoint(model.config)


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"auto_map": {"AutoModel": "modeling.Net"}}, "never runs code"),
        ({"quantization_config": {"bits": 4}}, "quantised"),
        ({"tokenizer": {}}, r"no tokenizer\.json"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(extra: dict[str, Any], reason: str) -> None:
    config = {"architectures": ["BertModel"], "model_type": "bert", "tokenizer": {"sha256": "0" * 64}} | extra
    with pytest.raises(ModelError, match=reason) as caught:
        FAMILY.recognise({}, config)
    assert caught.value.hint


def test_a_folder_without_a_tokenizer_is_not_taken_into_the_library(tmp_path: Path) -> None:
    text_folder(tmp_path / "tiny", "bert")
    (tmp_path / "tiny" / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        add_weights(tmp_path / "tiny", Library.standard())


@pytest.mark.parametrize("content", ["", "{", '{"model": {"type": "Novel"}}', "[]"])
def test_a_damaged_tokenizer_is_not_taken_into_the_library(tmp_path: Path, content: str) -> None:
    text_folder(tmp_path / "tiny", "bert")
    (tmp_path / "tiny" / "tokenizer.json").write_text(content)
    with pytest.raises(ModelError, match="tokenizer") as caught:
        add_weights(tmp_path / "tiny", Library.standard())
    assert caught.value.hint
    assert Library.standard().find("tiny") is None


def test_a_tokenizer_with_more_tokens_than_the_network_knows_is_refused(tmp_path: Path) -> None:
    text_folder(tmp_path / "tiny", "bert", vocab_size=20)
    with pytest.raises(ModelError, match="more tokens"):
        add_weights(tmp_path / "tiny", Library.standard())


def test_the_library_keeps_the_tokenizer_beside_the_weights(tmp_path: Path) -> None:
    text_folder(tmp_path / "tiny", "bert")
    entry = add_weights(tmp_path / "tiny", Library.standard())
    assert (entry.folder / "tokenizer.json").read_bytes() == (tmp_path / "tiny" / "tokenizer.json").read_bytes()
    assert (entry.model.key, entry.model.licence) == ("tiny", "Apache-2.0")


def test_weights_that_do_not_belong_to_the_configuration_are_refused(tmp_path: Path) -> None:
    text_folder(tmp_path, "bert")
    weights, model = recognised(tmp_path)
    network = FAMILY.build(model, 2)
    missing = {name: tensor for name, tensor in weights.tensors.items() if "layer.1." not in name}
    with pytest.raises(ModelError, match="do not fit the network of their config"):
        FAMILY.load(network, missing)
    name = "bert.embeddings.word_embeddings.weight"
    with pytest.raises(ModelError, match="word_embeddings"):
        FAMILY.load(network, {**weights.tensors, name: torch.zeros(3, 16)})


def test_a_configuration_that_builds_nothing_is_refused(tmp_path: Path) -> None:
    text_folder(tmp_path, "bert")
    _, model = recognised(tmp_path)
    odd = model.model_copy(update={"config": {**model.config, "num_attention_heads": 3}})
    with pytest.raises(ModelError, match="No encoder of texts can be built"):
        FAMILY.build(odd, 2)


@pytest.mark.parametrize("model_type", ["vit", "gpt2", "t5", "novel", None])
def test_other_networks_are_not_its_business(model_type: str | None) -> None:
    assert FAMILY.recognise({}, {"model_type": model_type, "tokenizer": {"sha256": "0"}}) is None
    assert FAMILY.recognise({}, {}) is None
    assert FAMILY.closest({})[1] == 0


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.key)
def test_published_encoders_have_the_stated_parameters(model: PretrainedModel) -> None:
    with torch.device("meta"):
        network = FAMILY.build(model, CLASSES)
    backbone = network.get_submodule("backbone")
    assert sum(parameter.numel() for parameter in backbone.parameters()) == model.parameters
    held = [id(parameter) for block in FAMILY.blocks(network) for part in block for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in backbone.parameters())
    assert model.text.most_tokens <= most_tokens(model.config) or model.config["model_type"] == "modernbert"
    assert json.loads(model.to_line())["input"]["type"] == "text"


def test_published_encoders_state_a_licence_a_language_and_their_limits() -> None:
    for model in PUBLISHED:
        assert model.licence in {"Apache-2.0", "MIT"}
        assert model.languages
        assert model.limits
        assert model.source.startswith("https://huggingface.co/")
        assert model.size_is_estimated
