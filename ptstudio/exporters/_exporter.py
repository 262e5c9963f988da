"""The contract of an exporter: a trained network goes in with all around it, files with certificates come out."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ptstudio.core.certificate import Agreement, ExportResult

if TYPE_CHECKING:
    import numpy as np
    import torch
    from torch import nn

    Arrays = Mapping[str, np.ndarray]

LICENCES = "LICENSES"  # spelled as the REUSE specification wants that folder's name


@dataclass(frozen=True)
class Exportable:
    """One module with pre- and post-processing inside, as a task gives it.

    `example` are inputs by name, in the order of the module's arguments; `dynamic` names, for each input, the axes
    that may vary; `outputs` are the outputs' names. `input_help` describes for a person what goes in, `fixed` what
    cannot vary and why (empty where nothing is). `assets` are files without which nothing can be put in, such as a
    tokenizer; they go along under their own names. `facts` are what a program must know to do that, in plain strings.
    `rough_tie` is how little must decide between two answers to make a tie in a file of 8 bits.
    """

    module: "nn.Module"
    example: Mapping[str, "torch.Tensor"]
    dynamic: Mapping[str, Mapping[int, str]]
    outputs: tuple[str, ...]
    input_help: str
    fixed: str = ""
    assets: tuple[Path, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    rough_tie: float = 1e-3


@dataclass(frozen=True)
class ExportSubject:
    """All that an exporter needs to know.

    `validation` and `calibration` stream real samples as raw inputs by name, one sample at a time, and may be called
    several times. `compare` judges outputs by name, sample by sample, against PyTorch's for the same samples (PyTorch's
    come first); its third argument says how little must decide between two of PyTorch's answers to make a tie.
    `labels`, `metadata` (plain strings, stored inside the file) and `card` (the model card, Markdown, in which
    `{certificates}` stands where the certificates go, `{use}` where it says how to use the files) are written along.
    `program` is the text of a `predict.py` that needs only the exported file. `licences` are the texts of the folder
    LICENSES, by file name. `tolerance` is the largest difference a certificate allows.
    """

    exportable: Exportable
    validation: Callable[[], Iterator["Arrays"]]
    calibration: Callable[[], Iterator["Arrays"]]
    compare: Callable[[Sequence["Arrays"], Sequence["Arrays"], float], Agreement]
    split: str
    labels: tuple[str, ...]
    metadata: Mapping[str, str]
    card: str
    program: str
    licences: Mapping[str, str] = field(default_factory=dict)
    tolerance: float = 1e-3

    def licence_files(self) -> dict[str, str]:
        """The licences as files of an export: texts by path."""
        return {f"{LICENCES}/{name}": text for name, text in self.licences.items()}


class Exporter(ABC):
    """One format in which a trained model leaves PTStudio."""

    key: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]

    @abstractmethod
    def export(self, subject: ExportSubject, folder: Path, progress: Callable[[str, int, int], None]) -> ExportResult:
        """Write all files into the existing, empty `folder`; each variant with its certificate.

        `progress(title, done, total)` is called often, with a total of 0 where it cannot be told; what it raises (a
        stop) ends the export. A certificate that does not pass is written and returned like any other. Raises
        JobFailure where the main file cannot be made.
        """
