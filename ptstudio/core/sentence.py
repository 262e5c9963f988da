"""A sentence as a template and its values: what is said is decided here, in which language by whoever shows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """`text` is English, its {names} to be filled in with `values`, which may be sentences themselves."""

    text: str
    values: Mapping[str, "str | Sentence"] = field(default_factory=dict)

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in English, or in the language that `translate` turns a text into."""
        values = {
            name: value.say(translate) if isinstance(value, Sentence) else value for name, value in self.values.items()
        }
        said = translate(self.text)
        return said.format(**values) if values else said


_OPENING, _CLOSING = "\u2068", "\u2069"


def isolated(name: str) -> str:
    """A name between invisible marks, which in a window keep one in another script from turning its sentence around."""
    return f"{_OPENING}{name}{_CLOSING}"


def without_isolates(text: str) -> str:
    """A text without these marks, for terminals and files that would show them."""
    return text.replace(_OPENING, "").replace(_CLOSING, "")


def say_all(sentences: Iterable[Sentence], translate: Callable[[str], str] = str) -> str:
    """Sentences one after the other."""
    return " ".join(each.say(translate) for each in sentences)
