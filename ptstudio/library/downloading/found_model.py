"""What the Hub says of a model that it found, without its files; asks nobody."""

from ptstudio.core.message import Record


class FoundModel(Record):
    """A repository of the Hub: `revision` is its newest commit, `downloads` are those of the last month.

    `size_mb` is what its weights take, and `changed` when anything in it was changed last (ISO 8601); None and empty
    where that is not stated.
    """

    name: str
    revision: str
    architecture: str
    parameters: int | None
    size_mb: float | None = None
    licence: str
    downloads: int
    changed: str = ""
    is_gated: bool

    @property
    def asked(self) -> str:
        """By what it is got, under the revision that was found."""
        return f"{self.name}@{self.revision}" if self.revision else self.name
