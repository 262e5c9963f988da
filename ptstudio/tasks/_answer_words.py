"""Which words of a question and its text decided where the answer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ptstudio.core.prediction import WordWeights
from ptstudio.tasks import _asked_text, _tokens, _word_tags
from ptstudio.tasks._answer_export import masked
from ptstudio.tasks._reading import texts_of
from ptstudio.tasks._word_weights import Answer, word_weights

if TYPE_CHECKING:
    import torch
    from torch import nn

    from ptstudio.core.trained import TrainedModel
    from ptstudio.tasks._task import Row


def answer_weights(network: nn.Module, trained: TrainedModel, row: Row) -> WordWeights:
    """How much each word counted for where the answer most probably begins and ends; text 0 is that of the row, text 1
    the question, though the network reads it first.
    """
    asked = _asked_text.read(row, trained)
    length = _tokens.filled_up([asked.tokens]).shape[2]
    at_end = trained.model.text.pads_left
    allowed = _word_tags.laid_out([_asked_text.allowed(asked)], length, 0, at_end=at_end)

    def probable(outputs: torch.Tensor) -> torch.Tensor:
        return masked(outputs, allowed.to(outputs.device)).softmax(dim=1)

    def surest(outputs: torch.Tensor) -> Answer:
        start, end = probable(outputs)[0].argmax(dim=0).tolist()
        return lambda said: probable(said)[:, start, 0] * probable(said)[:, end, 1]

    text, question = texts_of(row)
    found = word_weights(network, trained, question or "", text, surest)
    words = (word.model_copy(update={"text": 1 - word.text}) for word in found.words)
    return found.model_copy(update={"words": tuple(words)})
