"""Encoders of texts that their makers publish on the Hugging Face Hub: the facts without which none can be chosen.

Every repository here holds safetensors and a tokenizer.json, and no program code is needed for it. The Hub states hash,
size and commit at the download, which are then recorded and held to. `settings` is what of its configuration differs
from the defaults of its kind in `transformers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ptstudio.core.amount import MB
from ptstudio.core.model_names import key_from, page_of
from ptstudio.core.pretrained import PretrainedModel, TextInput
from ptstudio.models._paper import Paper

BYTES_A_PARAMETER = 4
ENGLISH = ("en",)
MANY_LANGUAGES = ("mul",)
BOOKS_AND_WIKIPEDIA = "English Wikipedia and 11,000 unpublished books"
BIASED = (
    "It repeats the prejudices of the texts that it learned from, such as jobs told by gender or origin "
    "(Bender et al. 2021, doi:10.1145/3442188.3445922)."
)
ENGLISH_ONLY = "It reads English only; in other languages it cuts words into meaningless parts."
SENTENCE_BERT = Paper("Reimers, Gurevych", "Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks", 2019,
                      "1908.10084")  # fmt: skip
MANY_TO_ONE = Paper("Reimers, Gurevych", "Making Monolingual Sentence Embeddings Multilingual using Knowledge "
                    "Distillation", 2020, "2004.09813")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TextModel:
    """A row of facts; `parameters` counts the encoder without anything behind its last layer."""

    repository: str
    title: str
    summary: str
    architecture: str
    kind: str
    parameters: int
    paper: Paper
    pretrained_on: str
    most_tokens: int = 512
    pad: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    licence: str = "Apache-2.0"
    languages: tuple[str, ...] = ENGLISH
    limits: tuple[str, ...] = (ENGLISH_ONLY, BIASED)

    @property
    def config(self) -> dict[str, Any]:
        """What builds the network."""
        return {"model_type": self.kind, "architectures": [self.architecture], **self.settings}

    def facts(self, family: str) -> PretrainedModel:
        """The row as facts of a family; the size is that of the parameters in float32."""
        return PretrainedModel(
            key=key_from(self.repository.partition("/")[2]),
            title=self.title,
            summary=self.summary,
            family=family,
            architecture=self.architecture,
            input=TextInput(most_tokens=self.most_tokens, tokenizer="", pad=self.pad),
            parameters=self.parameters,
            outputs=0,
            size_mb=round(self.parameters * BYTES_A_PARAMETER / MB, 1),
            size_is_estimated=True,
            licence=self.licence,
            source=page_of(self.repository),
            sha256="",
            paper=self.paper.text,
            paper_url=self.paper.address,
            pretrained_on=self.pretrained_on,
            limits=self.limits,
            languages=self.languages,
            config=self.config,
        )


_SMALL = {"hidden_size": 384, "num_attention_heads": 12, "intermediate_size": 1536}
TEXT_MODELS = (
    TextModel(
        repository="sentence-transformers/all-MiniLM-L6-v2",
        title="all-MiniLM-L6-v2",
        summary="Small and quick, made to compare the meanings of sentences: the first choice without a graphics card.",
        architecture="BertModel",
        kind="bert",
        settings={**_SMALL, "num_hidden_layers": 6},
        parameters=22_565_376,
        paper=SENTENCE_BERT,
        pretrained_on="over 1 billion pairs of English sentences",
        most_tokens=256,
    ),
    TextModel(
        repository="sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
        title="Multilingual MiniLM",
        summary="Knows some 50 languages, and that sentences in different ones mean the same; still small.",
        architecture="BertModel",
        kind="bert",
        settings={**_SMALL, "num_hidden_layers": 12, "vocab_size": 250_037},
        parameters=117_505_920,
        paper=MANY_TO_ONE,
        pretrained_on="parallel sentences in more than 50 languages",
        most_tokens=128,
        languages=MANY_LANGUAGES,
        limits=(BIASED,),
    ),
    TextModel(
        repository="distilbert/distilbert-base-uncased",
        title="DistilBERT",
        summary="BERT with half the layers: nearly as accurate, almost twice as quick.",
        architecture="DistilBertForMaskedLM",
        kind="distilbert",
        parameters=66_362_880,
        paper=Paper("Sanh et al.", "DistilBERT, a distilled version of BERT: smaller, faster, cheaper and lighter",
                    2019, "1910.01108"),
        pretrained_on=BOOKS_AND_WIKIPEDIA,
    ),
    TextModel(
        repository="google-bert/bert-base-uncased",
        title="BERT base",
        summary="The classic: well understood, good for most texts when everything is trained.",
        architecture="BertForMaskedLM",
        kind="bert",
        parameters=108_891_648,
        paper=Paper("Devlin et al.", "BERT: Pre-training of Deep Bidirectional Transformers for Language "
                    "Understanding", 2018, "1810.04805"),
        pretrained_on=BOOKS_AND_WIKIPEDIA,
    ),
    TextModel(
        repository="FacebookAI/roberta-base",
        title="RoBERTa base",
        summary="BERT trained longer, on ten times the text; tells capital letters from small ones.",
        architecture="RobertaForMaskedLM",
        kind="roberta",
        settings={"vocab_size": 50_265, "max_position_embeddings": 514, "type_vocab_size": 1, "pad_token_id": 1},
        parameters=124_055_040,
        paper=Paper("Liu et al.", "RoBERTa: A Robustly Optimized BERT Pretraining Approach", 2019, "1907.11692"),
        pretrained_on="160 GB of English books, news, web pages and stories",
        pad=1,
        licence="MIT",
    ),
    TextModel(
        repository="FacebookAI/xlm-roberta-base",
        title="XLM-RoBERTa base",
        summary="Learned from 100 languages; for texts in any of them, or in several.",
        architecture="XLMRobertaForMaskedLM",
        kind="xlm-roberta",
        settings={"vocab_size": 250_002, "max_position_embeddings": 514, "type_vocab_size": 1, "pad_token_id": 1},
        parameters=277_453_056,
        paper=Paper("Conneau et al.", "Unsupervised Cross-lingual Representation Learning at Scale", 2019,
                    "1911.02116"),
        pretrained_on="2.5 TB of web pages in 100 languages",
        pad=1,
        licence="MIT",
        languages=MANY_LANGUAGES,
        limits=(BIASED,),
    ),
    TextModel(
        repository="answerdotai/ModernBERT-base",
        title="ModernBERT base",
        summary="BERT as one would build it today: quick, and reads long texts whole.",
        architecture="ModernBertForMaskedLM",
        kind="modernbert",
        parameters=149_014_272,
        paper=Paper("Warner et al.", "Smarter, Better, Faster, Longer: A Modern Bidirectional Encoder for Fast, Memory "
                    "Efficient, and Long Context Finetuning and Inference", 2024, "2412.13663"),
        pretrained_on="2 trillion tokens of English text and program code",
        most_tokens=8192,
        pad=50_283,
    ),
)  # fmt: skip
