"""Encoders of the `transformers` library as backbones: planes of tokens in, features out; knows no task.

The features of a text are those of its tokens, pooled: their mean, which says more of a text than the first token does
as long as that was not trained for it (Reimers & Gurevych 2019, arXiv:1908.10084), unless the folder says otherwise.
"""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError
from ptstudio.models._hugging_face import CANNOT_BUILD

if TYPE_CHECKING:
    from torch import nn

CHOOSE_ANOTHER = "Choose another model, such as BERT, DistilBERT, RoBERTa, ELECTRA, ALBERT or MiniLM."
TAKEN_OFF = ("pooler",)
"""What some encoders have behind their last layer to sum a text up, in place of which stands our pooling."""
WANT_A_FLOAT_MASK = ("xlnet",)
TELL_TEXTS_APART = ("xlnet",)
"""Kinds that take segments, though their configuration does not count them."""


def backbone(settings: Mapping[str, Any], *, is_pooled: bool = True) -> "tuple[nn.Module, int]":
    """Build an encoder from its configuration and give its number of features.

    The module takes planes (N, 3, L) and gives features (N, D), or those of every token, (N, L, D). Raises ModelError
    where the library does not know the network.
    """
    import torch
    from transformers import CONFIG_MAPPING, AutoModel

    encoders: Any = AutoModel
    kind = str(settings.get("model_type", ""))
    try:
        config = CONFIG_MAPPING[kind].from_dict(deepcopy(dict(settings)))
        network: Any = encoders.from_config(config, dtype=torch.float32)
    except CANNOT_BUILD as error:
        raise ModelError(
            f"No encoder of texts can be built from this config.json (“{kind}”).", CHOOSE_ANOTHER
        ) from error
    for name in TAKEN_OFF:
        if getattr(network, name, None) is not None:
            setattr(network, name, None)
    return _encoder_class()(network, is_pooled, uses_first_token(settings)), int(config.hidden_size)


def uses_first_token(settings: Mapping[str, Any]) -> bool:
    """Whether its makers take the first token's features for those of the text, as `1_Pooling/config.json` says."""
    return bool((settings.get("pooling") or {}).get("pooling_mode_cls_token"))


@cache
def _encoder_class() -> "type[nn.Module]":
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn

    class Encoder(nn.Module):
        """An encoder whose tokens' features are pooled, or given as they are."""

        taken_off = TAKEN_OFF

        def __init__(self, network: Any, is_pooled: bool, uses_first: bool) -> None:
            super().__init__()
            self.network = network
            self.is_pooled, self.uses_first = is_pooled, uses_first
            kind, segments = network.config.model_type, getattr(network.config, "type_vocab_size", 0) or 0
            self.takes_segments = segments > 1 or kind in TELL_TEXTS_APART
            self.wants_float = kind in WANT_A_FLOAT_MASK

        def forward(self, planes: torch.Tensor) -> torch.Tensor:
            numbers, counted, segments = planes.unbind(1)
            given = {"token_type_ids": segments} if self.takes_segments else {}
            mask = counted.float() if self.wants_float else counted
            tokens: torch.Tensor = self.network(input_ids=numbers, attention_mask=mask, **given).last_hidden_state
            if not self.is_pooled:
                return tokens
            if self.uses_first:
                return tokens[:, 0]
            weights = counted.unsqueeze(-1).to(tokens.dtype)
            return (tokens * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)

    return Encoder
