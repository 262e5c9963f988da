"""How a training on texts of any kind shows them, and what it may add to a network that reads."""

from typing_extensions import override

from ptstudio.core.settings import setting
from ptstudio.core.training import USUAL_RANK, TrainingSettings


class TextSettings(TrainingSettings):
    """Of every task whose samples are texts; they come first among the bases."""

    most_tokens: int | None = setting(
        None,
        "Longest text",
        "Training cuts longer texts off after this many tokens, and a model that is asked reads them in parts of this "
        "length; a token is a short word or a part of one. Longer shows more and takes longer. Texts of about one "
        "length are computed together, filled up to the longest of them.",
        unit="tokens",
        at_least=8,
        at_most=8192,
    )
    adapter_rank: int = setting(
        USUAL_RANK,
        "Size of the small additions",
        "Where small additions to the layers learn (LoRA): how many numbers each of them passes on, its rank. Larger "
        "ones can learn more that is new, and take a little more memory.",
        advanced=True,
        at_least=1,
        at_most=256,
    )

    @override
    def rank_of_adapters(self) -> int:
        return self.adapter_rank

    @override
    def idle(self) -> frozenset[str]:
        """Also the size of additions, where there are none."""
        has_adapters = self.trainable == "adapters" and not self.from_scratch
        return super().idle() | (set() if has_adapters else {"adapter_rank"})
