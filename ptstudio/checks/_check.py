"""The contract of a data check: look at all admitted samples together and say what a person should know."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ptstudio.core.dataset import Finding, Split
from ptstudio.core.sample_classes import Classes


@dataclass(frozen=True)
class SampleTable:
    """The admitted samples in columns of equal length, each with its classes; `source` names the dataset for findings
    about the whole.
    """

    source: str
    ids: Sequence[str]
    paths: Sequence[str]
    labels: Sequence[Classes]
    groups: Sequence[str]
    splits: Sequence[Split]


class DataCheck(ABC):
    """One question asked of a whole dataset, once its samples are divided into splits."""

    key: ClassVar[str]
    title: ClassVar[str]
    concerns_training: ClassVar[bool] = True
    """Whether the question makes sense only for data that something is to be learned from."""

    @abstractmethod
    def examine(self, table: SampleTable) -> Iterator[Finding]:
        """Yield what was found; nothing where all is well."""
