"""The import that is being put together: what every stage of the wizard adds to; knows no widget."""

import shlex
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.app.class_plan import ClassPlan
from ptstudio.app.source_samples import FoundSamples
from ptstudio.core.dataset import SPLITS, Counts, Finding, ImportOptions, Revision, SplitPolicy, Written
from ptstudio.core.jobs import ImportJob
from ptstudio.core.message import Record
from ptstudio.core.project import dataset_name
from ptstudio.core.revision_change import RevisionChange
from ptstudio.core.table_writing import written_options
from ptstudio.tasks import all_tasks


class Outcome(Record):
    """What a dry import found, as its run's result says it; `change` is against the last revision, if there is one."""

    format: str
    confidence: float
    reason: str
    counts: Counts
    findings: tuple[Finding, ...]
    change: RevisionChange | None = None

    @classmethod
    def of(cls, result: dict[str, object]) -> "Outcome":
        """Read a finished run's result."""
        names = {"by_split": "counts", "samples": "samples", "marked": "marked_by_split", "empty": "empty"}
        counts = {own: result[name] for own, name in names.items() if name in result}
        return cls.model_validate(result | {"counts": counts})


@dataclass
class ImportDraft:
    """Where the data lies and what was decided about it.

    `opened` is what is looked at: the source itself, or what was unpacked of a ZIP. `project` is the folder of the
    project that the data is for, whose inbox is taken in as well with `takes_inbox`.
    """

    task: str
    source: Path | None = None
    opened: Path | None = None
    format: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    classes: ClassPlan = field(default_factory=ClassPlan)
    split: SplitPolicy = field(default_factory=SplitPolicy)
    most_words: int | None = None
    written: Written = field(default_factory=Written)
    dataset: str = ""
    samples: FoundSamples = field(default_factory=FoundSamples)
    project: Path | None = None
    takes_inbox: bool = False

    def begin_with(self, source: Path, last: Revision | None = None) -> None:
        """Look at other data; what was decided about the former is forgotten.

        What was decided when `last` was imported from the same source holds again.
        """
        options = last.options if last is not None else ImportOptions()
        self.source, self.opened, self.samples = source, None, FoundSamples()
        self.format, self.columns, self.split = options.format, dict(options.columns), options.split
        self.most_words, self.written = options.most_words, options.written
        self.classes = ClassPlan(names=dict(options.rename), left_out=set(options.leave_out))
        self.dataset = last.name if last is not None else dataset_name(source)

    @property
    def kind(self) -> str:
        """What a sample is: a picture, a text."""
        return all_tasks()[self.task].icon

    @property
    def is_known(self) -> bool:
        """Whether the project has a dataset of this name, whose next revision will be made."""
        return bool(self.project and self.dataset and (self.project / "datasets" / self.dataset).is_dir())

    def options(self) -> ImportOptions:
        """All decisions as an import takes them."""
        return ImportOptions(
            format=self.format,
            columns=self.columns,
            rename=self.classes.renamed,
            leave_out=self.classes.dropped,
            split=self.split,
            most_words=self.most_words,
            written=self.written,
        )

    def trial_job(self) -> ImportJob:
        """The import that only looks; of an archive, at what was unpacked of it already.

        Samples that the project knows under this name keep their split, as they will in the import itself.
        """
        look = ImportJob(task=self.task, source=str(self.opened), options=self.options(), is_dry=True)
        if not (self.is_known or self.takes_inbox):
            return look
        known = {"dataset": self.dataset, "known": str(self.project), "takes_inbox": self.takes_inbox}
        return look.model_copy(update=known)

    def job(self) -> ImportJob:
        """The import itself."""
        job = ImportJob(task=self.task, source=str(self.source), dataset=self.dataset, options=self.options())
        return job.model_copy(update={"takes_inbox": self.takes_inbox})


def inspect_command(source: Path | str, options: ImportOptions) -> str:
    """The command that looks at the same data with the same decisions."""
    words = ["ptstudio", "inspect", str(source)]
    if options.format:
        words += ["--format", options.format]
    for field_name, column in options.columns.items():
        if column:
            words += ["--column", f"{field_name}={column}"]
    for old, new in options.rename.items():
        words += ["--rename", f"{old}={new}"]
    for label in options.leave_out:
        words += ["--leave-out", label]
    shares = [options.split.shares[split] for split in SPLITS]
    words += ["--split", "/".join(f"{100 * share:g}" for share in shares)]
    if options.split.group_by != "none":
        words += ["--group-by", options.split.pattern or "folder"]
    if options.split.seed:
        words += ["--split-seed", str(options.split.seed)]
    if options.most_words is not None:
        words += ["--most-words", str(options.most_words)]
    words += written_options(options.written)
    return shlex.join(words)
