"""How a pretrained network wants its samples, in words, by the type of its input; knows no widget."""

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.pretrained import ImageInput, Input, TextInput

WORDS_A_TOKEN = 0.75
"""English words for each token, as a rule of thumb; other languages need more tokens for a word."""
MANY_LANGUAGES = "mul"
"""What a catalogue says of networks that have read dozens of languages (ISO 639-2)."""


def title(wanted: Input) -> str:
    """What a network takes."""
    match wanted:
        case ImageInput():
            return tr("Pictures")
        case TextInput():
            return tr("Texts")


def size(wanted: Input) -> str:
    """How much of a sample it sees."""
    match wanted:
        case ImageInput():
            return tr("{px} × {px} pixels", px=wanted.px)
        case TextInput():
            words = 10 * round(wanted.most_tokens * WORDS_A_TOKEN / 10)
            return tr("up to {tokens} tokens (about {words} words)", tokens=formats.count(wanted.most_tokens),
                      words=formats.count(words))  # fmt: skip


def for_each(wanted: Input, amount: str) -> str:
    """An amount of work for one sample."""
    match wanted:
        case ImageInput():
            return tr("{amount} for each picture", amount=amount)
        case TextInput():
            return tr("{amount} for each text", amount=amount)


def at_a_time(wanted: Input, count: int) -> str:
    """So many samples, which are computed together."""
    match wanted:
        case ImageInput():
            return tr("{count} pictures at a time", count=count)
        case TextInput():
            return tr("{count} texts at a time", count=count)


def unknown_on_yours(wanted: Input) -> str:
    """Nobody has measured it on anything like a person's samples."""
    match wanted:
        case ImageInput():
            return tr("How well it does on pictures like yours is not known.")
        case TextInput():
            return tr("How well it does on texts like yours is not known.")


def languages(codes: tuple[str, ...]) -> str:
    """What a network reads; empty where it reads nothing. Languages are given as BCP 47 has them."""
    names = {"en": tr("English"), "de": tr("German"), "fr": tr("French"), "es": tr("Spanish"), "zh": tr("Chinese"),
             MANY_LANGUAGES: tr("many languages")}  # fmt: skip
    return ", ".join(names.get(code, code) for code in codes)
