"""The paper that describes a network."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """A paper on arXiv; `authors` by their family names, `arxiv` its number there, `year` that of its first version."""

    authors: str
    title: str
    year: int
    arxiv: str

    @property
    def text(self) -> str:
        """How it is quoted."""
        return f"{self.authors}: {self.title} ({self.year})"

    @property
    def address(self) -> str:
        """Where it can be read."""
        return f"https://arxiv.org/abs/{self.arxiv}"
