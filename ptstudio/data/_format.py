"""The contract of a dataset format: how sure am I that this is mine, and what samples are in it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.message import Record


class Recognition(Record):
    """How sure a format is of a path (0: not mine, 1: certain) and why, in a sentence for the user."""

    confidence: float
    reason: str


class TablePreview(Record):
    """The first rows of a table, the fields that can be mapped, and the guessed mapping of fields to its columns; of a
    text file, what divides its cells, and the quotation mark around them (`none` where there is none).
    """

    fields: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: dict[str, str]
    delimiter: str = ""
    quote: str = ""


class DatasetFormat(ABC):
    """One way in which people keep their data. Reading opens no sample: it only says where the samples are.

    `suffixes` are the usual endings of files of this format; none where it is always a folder.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    help: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def recognises(self, path: Path) -> Recognition:
        """Look at a file or folder without reading it whole; never raises for bad content."""

    @abstractmethod
    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the samples, and a finding for everything that cannot be one.

        Labels are as the source has them: renaming and leaving out happen later. Raises DatasetError only where
        nothing at all can be read (a missing column, say).
        """


class TableFormat(DatasetFormat):
    """A format with columns, which are guessed and can be mapped by hand."""

    @abstractmethod
    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows and the columns as they are guessed or mapped. Raises DatasetError for an unreadable file."""
