"""Makers of tiny encoders of texts, each with a tokenizer that can cut up any text, and of texts to sort."""

import json
import string
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ptstudio.core.dataset import Sample
from ptstudio.core.sample_classes import ANSWER, NO_ANSWER
from ptstudio.core.spans import Span
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import nn

MOST_TOKENS = 40
"""What a tiny encoder reads of a text at most."""
SENTENCES = "sentence-transformers"
"""The kind of folder in which models lie that compare sentences: it says how tokens become features."""
_LAYERS = {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 20}
_BEHIND_PADDING = {"max_position_embeddings": MOST_TOKENS + 2, "pad_token_id": 1, "type_vocab_size": 1}
TINY: Mapping[str, Mapping[str, Any]] = {
    "bert": {**_LAYERS, "max_position_embeddings": MOST_TOKENS},
    "distilbert": {
        "dim": 16,
        "n_layers": 3,
        "n_heads": 2,
        "hidden_dim": 20,
        "max_position_embeddings": MOST_TOKENS,
    },
    "roberta": {**_LAYERS, **_BEHIND_PADDING},
    "xlm-roberta": {**_LAYERS, **_BEHIND_PADDING},
    "albert": {**_LAYERS, "embedding_size": 8, "max_position_embeddings": MOST_TOKENS, "pad_token_id": 0},
    "electra": {**_LAYERS, "embedding_size": 8, "max_position_embeddings": MOST_TOKENS},
    "deberta": {
        **_LAYERS,
        "max_position_embeddings": MOST_TOKENS,
        "relative_attention": True,
        "pos_att_type": ["c2p", "p2c"],
        "type_vocab_size": 0,
    },
    "deberta-v2": {
        **_LAYERS,
        "max_position_embeddings": MOST_TOKENS,
        "relative_attention": True,
        "pos_att_type": ["c2p", "p2c"],
        "position_buckets": 8,
        "norm_rel_ebd": "layer_norm",
        "share_att_key": True,
        "type_vocab_size": 0,
    },
    "xlnet": {"d_model": 16, "n_layer": 3, "n_head": 2, "d_inner": 20, "pad_token_id": 5},
    "mpnet": {**_LAYERS, "max_position_embeddings": MOST_TOKENS + 2, "pad_token_id": 1},
    "modernbert": {
        **_LAYERS,
        "max_position_embeddings": MOST_TOKENS,
        "pad_token_id": 0,
        "cls_token_id": 2,
        "sep_token_id": 3,
        "bos_token_id": 2,
        "eos_token_id": 3,
        "local_attention": 8,
    },
    SENTENCES: {**_LAYERS, "max_position_embeddings": MOST_TOKENS},
}
ARCHITECTURES = {
    "bert": "BertForMaskedLM",
    "distilbert": "DistilBertForMaskedLM",
    "roberta": "RobertaForMaskedLM",
    "xlm-roberta": "XLMRobertaForMaskedLM",
    "albert": "AlbertForMaskedLM",
    "electra": "ElectraForPreTraining",
    "deberta": "DebertaForMaskedLM",
    "deberta-v2": "DebertaV2ForMaskedLM",
    "xlnet": "XLNetLMHeadModel",
    "mpnet": "MPNetForMaskedLM",
    "modernbert": "ModernBertForMaskedLM",
    SENTENCES: "BertModel",
}
SPECIAL = ("[UNK]", "[CLS]", "[SEP]", "[MASK]")
SUBJECTS = {
    "animals": ("the cat sleeps", "a dog barks", "the horse runs", "birds sing", "a fish swims", "the cow stands"),
    "food": ("soup is hot", "bread and butter", "a sweet apple", "salt the rice", "fresh cheese", "cold milk"),
    "weather": ("rain all day", "snow falls", "the sun shines", "a strong wind", "clouds and fog", "it will thaw"),
}
"""Beginnings of texts of three classes that are easy to tell apart."""
ENDINGS = ("", " today", " again", " in the garden", " they say", " and nobody minds", " as ever", " at last")


def class_texts(per_class: int = 12) -> list[tuple[str, str]]:
    """Texts with their classes, class by class in turn; at most 48 of each class."""
    made = {
        label: [f"{beginning}{ending}" for ending in ENDINGS for beginning in beginnings]
        for label, beginnings in SUBJECTS.items()
    }
    return [(made[label][number], label) for number in range(per_class) for label in made]


def labelled_texts(per_class: int = 12) -> list[tuple[str, tuple[str, ...]]]:
    """Texts with their labels: of one subject, of that and the next, or of none; the first two kinds in turn."""
    texts, labels = class_texts(per_class), list(SUBJECTS)
    made: list[tuple[str, tuple[str, ...]]] = []
    for number, (text, label) in enumerate(texts):
        second, other = texts[(number + 1) % len(texts)]
        is_alone = number // len(labels) % 2 == 0
        together = tuple(sorted({label, other}))
        made.append((text, (label,)) if is_alone else (f"{text} and {second}", together))
    return made


def labelled_samples(per_class: int = 4) -> list[Sample]:
    """The same as a format reads them, one without a label and one at the end that holds no text."""
    rows = [*labelled_texts(per_class), ("nobody minds", ()), (" \n", ("food",))]
    return [
        Sample(path=Path("texts.csv"), row=number, fields={"text": text, "labels": labels})
        for number, (text, labels) in enumerate(rows, start=1)
    ]


def text_samples(per_class: int = 4) -> list[Sample]:
    """Samples as a format reads them, and one at the end that holds no text."""
    rows = [*class_texts(per_class), (" \n", "food")]
    return [
        Sample(path=Path("texts.csv"), row=number, fields={"text": text, "label": label})
        for number, (text, label) in enumerate(rows, start=1)
    ]


def marked_samples(per_class: int = 4) -> list[Sample]:
    """The same with the first word of each text marked, as a place of its class, and one at the end without a text."""
    rows = [(text, (Span(0, len(text.split()[0]), label),)) for text, label in class_texts(per_class)]
    return [
        Sample(path=Path("texts.conll"), row=number, fields={"text": text, "spans": spans})
        for number, (text, spans) in enumerate([*rows, (" \n", ())], start=1)
    ]


def asked_samples(per_class: int = 4) -> list[Sample]:
    """The same, asked about: the answer is the first word of each text, but those about food have none; and one at the
    end without a text.
    """
    rows = [
        (text, (Span(0, len(text.split()[0]), ANSWER),) if label != "food" else ())
        for text, label in class_texts(per_class)
    ]
    return [
        Sample(
            path=Path("squad.json"),
            row=number,
            fields={
                "text": text,
                "question": "who is it?",
                "answers": answers,
                "label": ANSWER if answers else NO_ANSWER,
            },
        )
        for number, (text, answers) in enumerate([*rows, (" \n", ())], start=1)
    ]


def tiny_tokenizer(pad: int = 0, *, is_left: bool = False) -> "Tokenizer":
    """A tokenizer of BERT's kind whose padding has the number `pad`; `is_left`, it sums a text up at its end."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = sorted({word for text, _ in class_texts(48) for word in text.split()})
    letters = [sign for sign in string.printable if sign.strip() and not sign.isupper()]
    vocabulary = [*SPECIAL, *words, *(letter for letter in letters if letter not in words)]
    vocabulary += [f"##{letter}" for letter in string.ascii_lowercase + string.digits]
    vocabulary.insert(pad, "[PAD]")
    numbers = {token: number for number, token in enumerate(vocabulary)}
    unknown = {"unk_token": "[UNK]"}
    made = Tokenizer(models.WordPiece(numbers, max_input_chars_per_word=100, **unknown))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    alone, both = "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1"
    if is_left:
        alone, both = "$A [SEP] [CLS]:2", "$A [SEP] $B:1 [SEP]:1 [CLS]:2"
    special = [(token, numbers[token]) for token in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(single=alone, pair=both, special_tokens=special)
    made.add_special_tokens(["[PAD]", *SPECIAL])
    return made


def text_folder(folder: Path, kind: str, **settings: Any) -> "nn.Module":
    """Write a tiny random encoder in Hugging Face format, with what is around it; gives the encoder in evaluation mode.

    `kind` is one of `TINY`.
    """
    import transformers

    is_left = kind == "xlnet"
    made = {**TINY[kind], **settings}
    tokenizer = tiny_tokenizer(int(made.get("pad_token_id") or 0), is_left=is_left)
    # Such wide weights make different texts get different answers.
    usual = {"vocab_size": tokenizer.get_vocab_size(), "initializer_range": 0.3}
    config: Any = transformers.CONFIG_MAPPING["bert" if kind == SENTENCES else kind](**{**usual, **made})
    network: Any = getattr(transformers, ARCHITECTURES[kind])(config).eval()
    verbosity: Any = transformers.utils.logging
    verbosity.disable_progress_bar()
    network.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    stated = {"model_max_length": MOST_TOKENS, "padding_side": "left" if is_left else "right"}
    (folder / "tokenizer_config.json").write_text(json.dumps(stated))
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A tiny model\n")
    if kind == SENTENCES:
        pooling_takes_the_first_token(folder)
    encoder: nn.Module = network.base_model
    return encoder


def pooling_takes_the_first_token(folder: Path, *, is_first: bool = True) -> None:
    """Write what a model that compares sentences says of its features, and of the longest text."""
    (folder / "1_Pooling").mkdir(exist_ok=True)
    stated = {"pooling_mode_cls_token": is_first, "pooling_mode_mean_tokens": not is_first}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(stated))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": MOST_TOKENS // 2}))


def reader_in_library(kind: str = "bert", name: str = "", **settings: Any) -> str:
    """Put a tiny encoder into the library, unless it is there already; gives its key, for which `name` stands where it
    has `settings` of its own.
    """
    import torch

    library, key = Library.standard(), f"tiny-{name or kind}"
    if library.find(key) is None:
        torch.manual_seed(0)
        with TemporaryDirectory() as folder:
            text_folder(Path(folder), kind, **settings)
            add_weights(Path(folder), library, key)
    return key
