"""What came of making a pretrained model familiar with texts before it is trained; does not know how that is done."""

from ptstudio.core.message import Record
from ptstudio.core.metric import exact_share
from ptstudio.core.sentence import Sentence

MANY = 1000
"""Words, of which no fraction is told."""


class Guesses(Record):
    """How well hidden words of the validation texts are guessed: the share that is, and the perplexity."""

    found: float
    perplexity: float


class Effect(Record):
    """What a new last layer alone makes of the validation samples, on the model as it was, and as it is now.

    `metric` is the title of the task's metric, a share.
    """

    metric: str
    before: float
    after: float
    samples: int


class Familiarity(Record):
    """The outcome of a pretraining. `model` is the key of the new model; texts count those that it learned from: the
    training samples' own, and more without labels.
    """

    model: str
    title: str
    beginning: str
    own_texts: int
    more_texts: int
    left_out: int
    unreadable: int
    epochs: int
    before: Guesses
    after: Guesses
    effect: Effect
    seconds: float

    @property
    def has_learned(self) -> bool:
        """Whether hidden words surprise it less than before."""
        return self.after.perplexity < self.before.perplexity

    @property
    def read(self) -> Sentence:
        """What it learned from."""
        said = "“{beginning}” has read {own} texts of your training samples"
        said += " and {more} more texts." if self.more_texts else "."
        if self.left_out:
            said += " {left_out} of those without labels were left out, because results are measured on them."
        if self.unreadable:
            said += " {unreadable} could not be read."
        counts = {"own": self.own_texts, "more": self.more_texts, "left_out": self.left_out,
                  "unreadable": self.unreadable}  # fmt: skip
        values = {name: f"{count:,}" for name, count in counts.items()}
        return Sentence(said, {"beginning": self.beginning, **values})

    @property
    def words(self) -> Sentence:
        """Whether it has become familiar with the texts."""
        verdict = "has become more familiar" if self.has_learned else "has not become more familiar"
        return Sentence(
            f"It {verdict} with such texts: of words that were hidden in some which it did not learn from, it guessed "
            "{before} before, and guesses {after} now. It wavers between about {doubt_after} words instead of "
            "{doubt_before} (its perplexity; lower is better).",
            {
                "before": exact_share(self.before.found),
                "after": exact_share(self.after.found),
                "doubt_before": _doubt(self.before.perplexity),
                "doubt_after": _doubt(self.after.perplexity),
            },
        )

    @property
    def use(self) -> Sentence:
        """Whether that helps with what it is for."""
        effect = self.effect
        if effect.after > effect.before:
            said = "That helps: with a new last layer alone, {metric} on the {samples} validation samples is {after} "
            said += "instead of {before}."
        else:
            said = "That does not help by itself: with a new last layer alone, {metric} on the {samples} validation "
            said += "samples is {after}, and was {before} before."
        return Sentence(
            f"{said} Which of both trains better in the end only a training with each tells.",
            {
                "metric": Sentence(effect.metric),
                "samples": f"{effect.samples:,}",
                "before": exact_share(effect.before),
                "after": exact_share(effect.after),
            },
        )


def _doubt(perplexity: float) -> str:
    return f"{perplexity:.3g}" if perplexity < MANY else f"{perplexity:,.0f}"
