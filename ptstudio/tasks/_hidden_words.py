"""Guessing hidden words: by which a network becomes familiar with texts of which nothing need be known.

Masked-language modelling as Devlin et al. have it (2018, arXiv:1810.04805): of 15 % of all tokens, most are covered up,
some are another token, some are left as they are; which they are changes from epoch to epoch (arXiv:1907.11692).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from typing_extensions import override

from ptstudio.core.errors import ModelError
from ptstudio.core.metric import MetricFacts
from ptstudio.library.hugging_face_folder import TOKENIZER
from ptstudio.tasks import _tokens
from ptstudio.tasks._lesson import Baseline, Batch, Evidence, Example, Lesson, Preparation, Row
from ptstudio.tasks._text_settings import TextSettings

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding, Tokenizer

    from ptstudio.core.trained import TrainedModel
    from ptstudio.core.training import TrainingSettings
    from ptstudio.data._revision import SplitRows

HIDDEN_SHARE, COVERED, ANOTHER = 0.15, 0.8, 0.1
NOT_HIDDEN = -100
"""The target of a token that is not to be guessed (torch's own number for that)."""
MOST_DOUBT = 20.0
"""Perplexities beyond e to that power say nothing more."""
FOUND, PERPLEXITY = "found", "perplexity"


class HiddenWords(Lesson):
    """Rows hold a `text`; one that is longer than the network reads shows another place of it in every epoch."""

    settings = TextSettings
    metrics = (
        MetricFacts(
            key=FOUND,
            title="Hidden words guessed",
            help="The share of hidden words, or parts of words, that the network guesses right.",
        ),
        MetricFacts(
            key=PERPLEXITY,
            title="Perplexity",
            help="Among how many words that are equally likely the network seems to waver. Lower is better; 1 is sure.",
            higher_is_better=False,
            scale="number",
        ),
    )
    best_metric = PERPLEXITY

    # ------------------------------------------------------------------ learning

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation | None:
        """Nothing: to cut a text up takes no time beside reading it."""
        del trained, settings, is_varied
        return None

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """A text some of whose tokens are hidden; the target is (tokens,) int64: those tokens, or `NOT_HIDDEN`.

        Without dice, always the same ones are. Raises ModelError where the tokenizer has no token for what is hidden.
        """
        del settings, prepared
        dice = dice or random.Random(row["id"])
        tokenizer = _tokens.tokenizer(trained.assets / TOKENIZER, None)
        found = tokenizer.encode(row["text"])
        places = _shown(found, trained.model.text.most_tokens, dice)
        planes = np.array([found.ids, found.attention_mask, found.type_ids], dtype=np.int64)[:, places]
        target = np.full(len(places), NOT_HIDDEN, dtype=np.int64)
        for at in _chosen([at for at, place in enumerate(places) if not found.special_tokens_mask[place]], dice):
            target[at] = planes[0, at]
            planes[0, at] = _instead(int(planes[0, at]), tokenizer, dice)
        return Example(_tokens.Tokens(planes, trained.model.text), target)

    @override
    def sizes(self, rows: SplitRows) -> np.ndarray:
        """Their characters."""
        return rows.numbers("characters")

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs `planes` (N, 3, tokens) and `hidden` (N, tokens), bool; targets (N, tokens)."""
        import torch

        planes = _tokens.filled_up([example.inputs for example in examples])
        targets = np.full((len(examples), planes.shape[2]), NOT_HIDDEN, dtype=np.int64)
        for row, example in zip(targets, examples, strict=True):
            size, is_at_end = len(example.target), example.inputs.wanted.pads_left
            row[len(row) - size if is_at_end else 0 :][:size] = example.target
        made = torch.from_numpy(targets)
        return Batch({"planes": planes, "hidden": made != NOT_HIDDEN}, made, len(examples))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """The mean cross-entropy over hidden tokens; nought where none is hidden."""
        from torch.nn import functional

        del settings, class_counts
        wanted = targets[targets != NOT_HIDDEN]
        total: torch.Tensor = functional.cross_entropy(outputs.float(), wanted, reduction="sum")
        return total / max(1, len(wanted))

    @override
    def loss_weight(self, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor) -> float:
        """The number of hidden tokens."""
        del settings, class_counts
        return float(max(1, int((targets != NOT_HIDDEN).sum())))

    # ------------------------------------------------------------------ judging

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """Of each text: how many tokens were `hidden`, how many `found`, and the sum of their losses."""
        import torch
        from torch.nn import functional

        hidden = targets != NOT_HIDDEN
        wanted, texts = targets[hidden], hidden.nonzero()[:, 0]
        losses = functional.cross_entropy(outputs.float(), wanted, reduction="none")
        are_found = (outputs.argmax(dim=-1) == wanted).float()
        sums = torch.zeros(2, len(targets), device=losses.device).index_add_(1, texts, torch.stack((are_found, losses)))
        found, loss = sums.cpu().numpy()
        return {"hidden": hidden.sum(dim=1).cpu().numpy(), "found": found, "loss": loss}

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """The share that was found, and the perplexity: e to the power of the mean loss of a token."""
        hidden = max(1, int(evidence["hidden"].sum()))
        doubt = min(float(evidence["loss"].sum()) / hidden, MOST_DOUBT)
        return {FOUND: float(evidence["found"].sum()) / hidden, PERPLEXITY: float(np.exp(doubt))}

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """There is none: what counts is how the network did before."""
        del class_counts, evidence, classes
        return Baseline({}, "")


@lru_cache(maxsize=_tokens.MOST_TOKENIZERS)
def cover(tokenizer: Tokenizer) -> int:
    """The token that stands for what is hidden. Raises ModelError where there is none."""
    for number, token in tokenizer.get_added_tokens_decoder().items():
        if token.special and "mask" in token.content.lower():
            return int(number)
    raise ModelError(
        "The tokenizer of this model has no token that stands for a hidden word.",
        "Train without adapting to your texts first, or choose a model such as BERT, RoBERTa or MiniLM.",
    )


def _shown(found: Encoding, most: int, dice: random.Random) -> list[int]:
    """The places of the tokens that the network is shown: all, or as many as it reads, between those around them."""
    count = len(found.ids)
    if count <= most:
        return list(range(count))
    around = [place for place in range(count) if found.special_tokens_mask[place]]
    own = [place for place in range(count) if not found.special_tokens_mask[place]]
    room = max(1, most - len(around))
    start = dice.randrange(len(own) - room + 1)
    return sorted([*around, *own[start : start + room]])


def _chosen(places: Sequence[int], dice: random.Random) -> list[int]:
    """Those that are to be hidden: at least one, where there is any."""
    return dice.sample(places, min(len(places), max(1, round(HIDDEN_SHARE * len(places)))))


def _instead(token: int, tokenizer: Tokenizer, dice: random.Random) -> int:
    """What stands in the place of a token that is to be guessed."""
    thrown = dice.random()
    if thrown < COVERED:
        return cover(tokenizer)
    return dice.randrange(tokenizer.get_vocab_size()) if thrown < COVERED + ANOTHER else token
