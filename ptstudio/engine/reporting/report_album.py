"""The samples of a report page: each embedded once, the most telling first, within a limit of bytes."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType

# 4 MB of text leave room for the rest of a page that is still sent by e-mail.
MOST_BYTES = 3_900_000


@dataclass(frozen=True)
class Shown:
    """Which of a list of samples can be seen on the page, and how many samples there are besides."""

    samples: tuple[str, ...]
    more: int


class Album:
    """Thumbnails as style sheet classes, so that a picture shown in three places is embedded once; `texts` are those of
    samples that are read, by their ids, `beside` the other text of each that has one.
    """

    def __init__(
        self,
        pictures: Callable[[str], bytes | None],
        texts: Mapping[str, str] = MappingProxyType({}),
        beside: Mapping[str, str] = MappingProxyType({}),
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._pictures, self._texts, self._beside = pictures, texts, beside
        self._room = most_bytes
        self._classes: dict[str, str] = {}
        self.styles: list[tuple[str, str]] = []

    def add(self, samples: Iterable[str]) -> None:
        """Embed pictures in this order for as long as there is room; samples without one are passed over."""
        for sample in samples:
            if sample not in self._classes and sample not in self._texts:
                self._embed(sample)

    def _embed(self, sample: str) -> None:
        picture = self._pictures(sample) if self._room > 0 else None
        if picture is None:
            return
        text = base64.b64encode(picture).decode("ascii")
        if len(text) > self._room:
            return
        self._room -= len(text)
        self._classes[sample] = f"p{len(self._classes)}"
        self.styles.append((self._classes[sample], text))

    def style(self, sample: str) -> str | None:
        """The style sheet class of a sample's picture, or None where it has none."""
        return self._classes.get(sample)

    def text(self, sample: str) -> str | None:
        """The text of a sample that is read, or None for a picture."""
        return self._texts.get(sample)

    def beside(self, sample: str) -> str:
        """The other text of a sample; empty where there is none."""
        return self._beside.get(sample, "")

    def shown(self, samples: Sequence[str], at_most: int) -> Shown:
        """The first of these samples that can be seen."""
        seen = [sample for sample in samples if sample in self._classes or sample in self._texts][:at_most]
        return Shown(tuple(seen), len(samples) - len(seen))


def in_turn(lists: Iterable[Sequence[str]]) -> list[str]:
    """The first of each list, then the second of each, and so on, so that a limit takes from all alike."""
    return [sample for turn in zip_longest(*lists) for sample in turn if sample is not None]
