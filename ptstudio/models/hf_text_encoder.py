"""Any encoder of texts in Hugging Face format: config.json says which network it is, tokenizer.json how it reads."""

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ptstudio.core.errors import ModelError
from ptstudio.core.model_names import key_from
from ptstudio.core.pretrained import PretrainedModel, TextInput
from ptstudio.library.hugging_face_folder import BESIDE, TOKENIZER
from ptstudio.models import _hugging_face, _text_networks, _word_guesser
from ptstudio.models._family import ModelFamily, Rates, Shapes

if TYPE_CHECKING:
    import torch
    from torch import nn

ENCODERS = frozenset(
    {
        *("albert", "bert", "camembert", "deberta", "deberta-v2", "distilbert", "electra", "ernie", "mobilebert"),
        *("modernbert", "mpnet", "nomic_bert", "rembert", "roberta", "roformer", "xlm-roberta"),
        *("xlm-roberta-xl", "xlnet"),
    }
)
"""Kinds of network, as `transformers` calls them, whose tokens see those before and after them."""
COUNTS_FROM_PADDING = frozenset({"camembert", "mpnet", "roberta", "xlm-roberta", "xlm-roberta-xl"})
"""Their positions are numbered from behind the padding token's number on, so that as many less can be used."""
WITHOUT_LIMIT = 512
"""Tokens of a text for networks that know no absolute positions: what they were mostly trained with."""
UNREASONABLE = 10**6
"""Some tokenizers say “no limit” by a very large number."""


class HuggingFaceTextEncoder(ModelFamily):
    """Facts are read from the configuration; `config` of the model is that configuration."""

    key = "hf-text-encoder"
    title = "Hugging Face text encoder"
    tasks = ("text-classification", "text-labelling", "token-classification", "question-answering")
    assets = (TOKENIZER,)
    rates = Rates(tuning=5e-5, scratch=3e-4, adapting=5e-4)
    """Adapters of rank 16 were tried with all-MiniLM-L6-v2 on 1,500 of banking77's texts, about twenty for each of its
    77 classes, in four epochs after a new last layer, and measured on 1,500 of its test texts: 2e-4 leads to 87.8 %
    right at a log loss of 0.430, 5e-4 to 88.6 % at 0.415, 2e-3 to 85.4 % at 0.510. The last layer alone reaches 86.9 %
    at 0.645, and the last third of the network at 5e-5 88.3 % at 0.435. (The interval of each is 1.6 points wide to
    either side.)
    """

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        from ptstudio.models._text_models import TEXT_MODELS

        return tuple(model.facts(self.key) for model in TEXT_MODELS)

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Read the facts from config.json and what lay beside it; builds nothing.

        Raises ModelError for an encoder that needs code of its own, or whose tokenizer is missing.
        """
        if config.get("model_type") not in ENCODERS:
            return None
        _hugging_face.refuse_unsuitable(config)
        tokenizer: Mapping[str, Any] = config.get("tokenizer") or {}
        if not tokenizer.get("sha256"):
            raise ModelError(
                f"There is no {TOKENIZER} in the folder, without which the network cannot read.",
                "Download that file from where the model comes from. Models that have only a vocabulary of an older "
                "kind cannot be used.",
            )
        name = str(config.get("_name_or_path") or config.get("model_type", "")).rstrip("/").rpartition("/")[2]
        return PretrainedModel(
            key=key_from(name) or "text-encoder",
            title=name,
            family=self.key,
            architecture=next(iter(config.get("architectures") or ()), "") or str(config["model_type"]),
            input=TextInput(
                most_tokens=most_tokens(config),
                tokenizer=str(tokenizer["sha256"]),
                pad=int(config.get("pad_token_id") or 0),
                pads_left=tokenizer.get("padding_side") == "left" or config["model_type"] == "xlnet",
            ),
            parameters=sum(prod(shape) for shape in shapes.values()),
            outputs=0,
            size_mb=0.0,
            licence="unknown",
            source="",
            sha256="",
            config={key: value for key, value in config.items() if key not in BESIDE or key == "pooling"},
        )

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """Nothing can be near without a configuration."""
        del shapes
        return self.title, 0.0, "Such a model is a folder with a config.json and a tokenizer.json beside its weights."

    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make the network of the configuration."""
        from torch import nn

        backbone, features = _text_networks.backbone(model.config)
        return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(features, outputs)))

    @override
    def build_for_parts(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """The same with a head that answers for every token: planes (N, 3, L) in, (N, L, outputs) out."""
        from torch import nn

        backbone, features = _text_networks.backbone(model.config, is_pooled=False)
        return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(features, outputs)))

    @override
    def build_for_words(self, model: PretrainedModel) -> "nn.Module":
        """The same with a head over the vocabulary."""
        return _word_guesser.word_guesser(*_text_networks.backbone(model.config, is_pooled=False))

    @override
    def load_words(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> bool:
        """By the names that the usual designs have for it."""
        return _word_guesser.load_words(network.get_submodule("head"), tensors)

    @override
    def kept_with_words(self, network: "nn.Module") -> "dict[str, torch.Tensor]":
        """The encoder's own names, and RoBERTa's for the head."""
        encoder = network.get_submodule("backbone").get_submodule("network")
        return encoder.state_dict() | _word_guesser.kept_words(network.get_submodule("head"))

    def load(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> None:
        """Copy the encoder's tensors, by their names of today or of older versions of `transformers`."""
        _hugging_face.load(network.get_submodule("backbone"), tensors)

    def blocks(self, network: "nn.Module") -> "list[list[nn.Module]]":
        """The embeddings, the layers, the rest; in at most twelve blocks."""
        return _hugging_face.blocks(network.get_submodule("backbone"))


def most_tokens(config: Mapping[str, Any]) -> int:
    """The longest text that the network takes, in tokens, after what its configuration and its tokenizer say."""
    tokenizer: Mapping[str, Any] = config.get("tokenizer") or {}
    sentences: Mapping[str, Any] = config.get("sentences") or {}
    positions = int(config.get("max_position_embeddings") or 0)
    if config.get("model_type") in COUNTS_FROM_PADDING:
        positions -= int(config.get("pad_token_id") or 0) + 1
    stated = (positions, tokenizer.get("model_max_length"), sentences.get("max_seq_length"))
    known = [int(value) for value in stated if isinstance(value, int | float) and 0 < value < UNREASONABLE]
    return min(known, default=WITHOUT_LIMIT)
