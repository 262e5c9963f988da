"""The parity certificate: that an exported file predicts what PyTorch predicts, measured on real samples."""

from ptstudio.core.message import Record


class Agreement(Record):
    """How far two runs of one model over the same samples agree.

    Differences are absolute, of probabilities (or what the task predicts). `label_agreement` is the share (0 to 1)
    of samples with the same answer, `ties` the number left out of it because no more than the tolerance decided
    between two of PyTorch's answers. Where a sample has many answers, such as boxes or pixels, these are counted, and
    `answers` is how many there are. `metric` is the task's own, `reference` and `exported` its two values; `title`
    is what it is called within a sentence.
    """

    samples: int
    answers: int | None = None
    largest_difference: float
    mean_difference: float
    label_agreement: float
    ties: int
    metric: str
    reference: float
    exported: float
    title: str = ""

    @property
    def named(self) -> str:
        """What the metric is called."""
        return self.title or self.metric.replace("_", " ")

    @property
    def compared(self) -> int:
        """How many answers there are, ties counted."""
        return self.samples if self.answers is None else self.answers

    @property
    def metric_difference(self) -> float:
        """Exported less reference."""
        return self.exported - self.reference


class Certificate(Record):
    """The verdict on one exported file; `variant` is its precision (float32, float16, int8).

    `tolerance` is the largest difference allowed (1 where it is not judged) and `criterion` says in words all that
    was required; `reasons` say why it did not pass, and are empty where it did. `made_with` names the exporter and
    the versions. `speed_ms` is how long one sample took on the machine that made the file (median, milliseconds).
    """

    file: str
    sha256: str
    size_mb: float
    variant: str
    made_with: str
    split: str
    agreement: Agreement
    tolerance: float
    criterion: str = ""
    passed: bool
    reasons: tuple[str, ...] = ()
    speed_ms: float | None = None


class ExportResult(Record):
    """What an export wrote: all files (relative to `folder`) and a certificate for each variant."""

    folder: str
    files: tuple[str, ...]
    certificates: tuple[Certificate, ...]
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the main file, the first, passed."""
        return self.certificates[0].passed
