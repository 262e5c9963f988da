"""The words for data: samples as a format reads them, findings, splits, and a revision's description."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field

from ptstudio.core.message import Record


class Split(StrEnum):
    """Which part of the work a sample is for; a sample keeps its split for ever."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


Counted = Literal["row", "line", "picture", "annotation", "object", "shape"]
"""What the parts of a file are in which something was found, as its format calls them."""
SAMPLE_ID_LENGTH = 32
"""How much of the sha256 of its file is the id of a sample."""
LEAST_WORDS, USUAL_WORDS = 20, 200
"""Shorter parts of texts say too little; with so many words they fit most models, which read 256 or 512 tokens."""
SPLITS = (Split.TRAIN, Split.VALIDATION, Split.TEST)


class Finding(Record):
    """Something about the data that a person should know: where, why, and what can be done.

    `kind` names the sort of thing (`unreadable`, `duplicate`, …). An `error` keeps its sample out; a `warning`
    does not. `row` counts from 1 in the file at `path`, headers included; `row_is` says what it counts.
    """

    kind: str
    severity: Literal["error", "warning"]
    path: str
    reason: str
    remedy: str
    row: int | None = None
    row_is: Counted = "row"


@dataclass(frozen=True)
class Sample:
    """One example as a format reads it, nothing opened yet.

    `fields` holds what the task learns from, by the field's name (`image` a Path, `label` a str, …). `split` and
    `group` are what the source itself says, if anything. One that `is_corrected` was given its class by a person.
    """

    path: Path
    fields: Mapping[str, object]
    row: int | None = None
    split: Split | None = None
    group: str | None = None
    is_corrected: bool = False


@dataclass(frozen=True)
class Admitted:
    """A sample that was examined and found good.

    `id` comes from the content, so that it is the same wherever the file lies. `labels` are its classes, in the order
    in which its row has them; `truth`, where that is more than its classes, tells one truth from another. `columns`
    are the task's own columns of the Arrow table. `thumbnail` is a small JPEG or nothing. Samples of one `likeness`, if
    it is not empty, resemble each other so much that they belong into one split; where too many do, those of one
    `sameness` do. One that is a part of a longer text has the id that the `whole` text would have.
    """

    id: str
    labels: tuple[str, ...]
    columns: Mapping[str, object]
    thumbnail: bytes | None = field(default=None, repr=False)
    likeness: str = ""
    sameness: str = ""
    truth: str = ""
    whole: str = ""


class SplitPolicy(Record):
    """How samples are divided.

    The shares need not add up to one; they are taken in proportion. With `keep_given`, what folders or a column
    say is kept, and a split that they leave out is taken from the training samples. `group_by`: `none`, `folder`
    (the subfolder inside a class), or `pattern` (the first group of the regular expression `pattern`, matched
    against the file name); samples of one group never lie in different splits.
    """

    train: float = Field(0.70, gt=0)
    validation: float = Field(0.15, ge=0)
    test: float = Field(0.15, ge=0)
    keep_given: bool = True
    group_by: Literal["none", "folder", "pattern"] = "none"
    pattern: str = ""
    seed: int = 0

    @property
    def shares(self) -> dict[Split, float]:
        """The share of each split; they add up to one."""
        total = self.train + self.validation + self.test
        values = (self.train / total, self.validation / total, self.test / total)
        return dict(zip(SPLITS, values, strict=True))


class Written(Record):
    """How a table of text is written, as far as somebody says; what is empty is guessed. `quote` is the quotation mark
    around cells, or `none` where marks are letters like others.
    """

    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    quote: Literal["", '"', "'", "none"] = ""


class ImportOptions(Record):
    """What a person decided about an import.

    `format` overrules the recognised one. `columns` maps a field (`image`, `text`, `label`, `split`, …) to a column of
    a table. `rename` gives classes new names, the same name for several merges them; `leave_out` names classes (as
    they are called in the source) that are not wanted. Texts of more than `most_words` are divided into parts; None
    leaves them whole. `written` is how tables of text are.
    """

    format: str | None = None
    columns: dict[str, str] = {}
    rename: dict[str, str] = {}
    leave_out: tuple[str, ...] = ()
    split: SplitPolicy = Field(default_factory=SplitPolicy)
    most_words: int | None = Field(None, ge=LEAST_WORDS)
    written: Written = Field(default_factory=Written)


class Counts(Record):
    """How many samples each class has in each split, and how many there are, where each may have several or none.

    `marked` says how often each class is marked in each split, where that can be more than once in a sample; `empty`
    how many samples of each split have no class at all.
    """

    by_split: dict[Split, dict[str, int]]
    samples: dict[Split, int] = {}
    marked: dict[Split, dict[str, int]] = {}
    empty: dict[Split, int] = {}

    @property
    def totals(self) -> dict[Split, int]:
        """Samples of each split."""
        return self.samples or {split: sum(classes.values()) for split, classes in self.by_split.items()}

    @property
    def total(self) -> int:
        """All samples."""
        return sum(self.totals.values())

    @property
    def all_marked(self) -> dict[str, int]:
        """How often each class is marked in all splits together, the most frequent first."""
        marked: Counter[str] = Counter()
        for classes in self.marked.values():
            marked.update(classes)
        return {name: times for name, times in marked.most_common() if times}


class Revision(Record):
    """What `revision.json` says of a dataset revision.

    `root` is the folder that the sample paths are relative to: absolute, or relative to the project for data that
    was unpacked into it. `fingerprint` is a sha256 over the ids, labels and splits of all samples.
    """

    version: int = 1
    name: str
    number: int
    task: str
    format: str
    recognised: str
    source: str
    root: str
    classes: tuple[str, ...]
    counts: Counts
    findings: dict[str, int]
    fingerprint: str
    options: ImportOptions
    created: str

    @property
    def is_for_measuring(self) -> bool:
        """Whether there is nothing in it to learn from: it was imported to measure a model on."""
        return not self.counts.totals.get(Split.TRAIN)

    @property
    def key(self) -> str:
        """The revision's place below the project's `datasets` folder."""
        return f"{self.name}/{self.number:04d}"
