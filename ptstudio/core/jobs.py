"""What a worker can be asked to do: `job.json`, written once, read once."""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from ptstudio.core.dataset import ImportOptions
from ptstudio.core.message import Record

SettingValue = bool | int | float | str | None


class ImportJob(Record):
    """Make a dataset revision of what lies at `source`; with `is_dry` only look, and write nothing.

    Data `for_measuring` are not divided: every sample is a test sample of a model that was trained on others.
    `known` is a project (a folder) that holds earlier imports of `dataset`: a dry import then divides as one into it.
    With `takes_inbox`, the corrected samples that wait in the project's inbox are taken in as well. `memory` is a
    folder in which dry imports of the same data note what they have examined, so that the next opens no file again.
    """

    type: Literal["import"] = "import"
    task: str
    source: str
    dataset: str = ""
    options: ImportOptions = Field(default_factory=ImportOptions)
    is_dry: bool = False
    known: str = ""
    for_measuring: bool = False
    takes_inbox: bool = False
    memory: str = ""


class AddModelJob(Record):
    """Put the weights at `source` (file or folder) into the library, recognised by their contents.

    `licence` (an SPDX name) is stated by whoever adds them; empty where only what is found with them counts.
    """

    type: Literal["add-model"] = "add-model"
    source: str
    key: str | None = None
    licence: str = ""


class DownloadJob(Record):
    """Get the weights of `models` from where they are published into the library, several at a time.

    A model is a key of the catalogue, or a repository of the Hugging Face Hub: `owner/name`, or `owner/name@revision`.
    One whose licence asks for more than to name the authors is got where a person has accepted that before, or does
    so now by `accepts_licences`.
    """

    type: Literal["download"] = "download"
    models: tuple[str, ...] = Field(min_length=1)
    accepts_licences: bool = False


class SearchJob(Record):
    """Find models of a task on the Hugging Face Hub whose name holds `words`, and that PTStudio can use.

    Without words, those that are downloaded most.
    """

    type: Literal["search"] = "search"
    task: str
    words: str = ""


class PackJob(Record):
    """Write the `models` (keys of the library) and, if named, the `project` (a folder) into the new file `out`."""

    type: Literal["pack"] = "pack"
    models: tuple[str, ...] = Field(min_length=1)
    out: str
    project: str = ""


class UnpackJob(Record):
    """Take the models of the pack `source` into the library; `names` are new names for some of them, by the old ones.

    Without any `models` named, all of them are taken. The pack's sample project becomes the new folder `project`, if
    that is named. A licence that asks for more than to name the authors counts as for a `DownloadJob`.
    """

    type: Literal["unpack"] = "unpack"
    source: str
    models: tuple[str, ...] = ()
    names: dict[str, str] = {}
    project: str = ""
    accepts_licences: bool = False


class VerifyJob(Record):
    """Compare the weights of `models` (keys of the library; all without any) with what they were when they came in."""

    type: Literal["verify"] = "verify"
    models: tuple[str, ...] = ()


class MoveLibraryJob(Record):
    """Move the user's own library into the new or empty folder `target`, which may be on another drive."""

    type: Literal["move-library"] = "move-library"
    target: str


class TrainJob(Record):
    """Fine-tune `model` (a key of the library or catalogue) on the revision `dataset` (`name/0001`).

    `settings` holds only what differs from the preset. `repeats` is the name of the run that this one does again, and
    `held_to` what was automatic there, as it came out then; settings go before it. `processes` compute together, each
    a share of every batch; on graphics cards, those of `cards` (numbers), or the first ones.
    """

    type: Literal["train"] = "train"
    task: str
    dataset: str
    model: str
    preset: str
    settings: dict[str, SettingValue] = {}
    command: str = ""
    repeats: str = ""
    held_to: dict[str, SettingValue] = {}
    processes: int = Field(1, ge=1)
    cards: tuple[int, ...] = ()


class RateTestJob(Record):
    """Find a learning rate for `training` by a range test (Smith 2017, arXiv:1506.01186)."""

    type: Literal["rate-test"] = "rate-test"
    training: TrainJob


class TuneJob(Record):
    """Search good settings for `training` for `minutes`, or until `trials` have ended; goes on where it was stopped."""

    type: Literal["tune"] = "tune"
    training: TrainJob
    minutes: float = Field(10.0, gt=0)
    trials: int | None = Field(None, ge=1)
    seed: int = 0


class CrossValidateJob(Record):
    """Train `training` once for each of `folds` parts of the training and validation samples, and measure it on that
    part; the test split stays untouched.
    """

    type: Literal["cross-validate"] = "cross-validate"
    training: TrainJob
    folds: int = Field(5, ge=2, le=20)


class PretrainJob(Record):
    """Make the model of `training` familiar with texts before it is trained: in so many `epochs`, it learns to guess
    words hidden in those of the training samples, and in those at `texts` (a file or folder; empty for none).

    The outcome is another model of the library, called `name`; empty for one made of the model's and the dataset's.
    """

    type: Literal["pretrain"] = "pretrain"
    training: TrainJob
    texts: str = ""
    epochs: int = Field(3, ge=1, le=100)
    name: str = ""


class ProbeJob(Record):
    """Look at the machine; with a training given, also plan it without starting it."""

    type: Literal["probe"] = "probe"
    training: TrainJob | None = None


class PreviewJob(Record):
    """Show what a training shows its network: how it varies `samples` of its samples, each in `views` variations, or
    how long samples are, with `samples` of those that it cuts off, whichever its task says.
    """

    type: Literal["preview"] = "preview"
    training: TrainJob
    samples: int = Field(4, ge=1)
    views: int = Field(4, ge=1)


class RankJob(Record):
    """Find out which pretrained models suit the training split of the revision `dataset` (`name/0001`).

    `models` are keys; without any, every model that is ready is tried. At most `samples` samples are looked at, and a
    probe is cross-validated over `folds` folds of them.
    """

    type: Literal["rank"] = "rank"
    task: str
    dataset: str
    models: tuple[str, ...] = ()
    samples: int = Field(1000, ge=10)
    folds: int = Field(5, ge=2, le=20)
    seed: int = 0


class EvaluateJob(Record):
    """Measure the trained `run` (a folder) again: on its own validation and test split, or on every sample of another
    revision (`name/0001`) of its project.
    """

    type: Literal["evaluate"] = "evaluate"
    run: str
    dataset: str | None = None


class PredictJob(Record):
    """Load the trained `run` (a folder) and answer `Predict` requests until told to stop."""

    type: Literal["predict"] = "predict"
    run: str


class AnswerTableJob(Record):
    """Write every row of the `table` (a file), and what the trained `run` (a folder) says of it, to the new file `out`.

    `columns` maps a field of what is asked (`text`, `pair`) to the column that holds it; others are guessed, and one
    mapped to an empty name is not asked about.
    """

    type: Literal["answer-table"] = "answer-table"
    run: str
    table: str
    out: str
    columns: dict[str, str] = {}


class ExportJob(Record):
    """Write the trained `run` (a folder) in a format, with its certificates, into the new folder `out`."""

    type: Literal["export"] = "export"
    run: str
    out: str
    format: str = "onnx"


DraftedJob = RateTestJob | TuneJob | CrossValidateJob | PretrainJob
"""What is done for a `training` that is only drafted yet."""
LongJob = TrainJob | TuneJob | CrossValidateJob | PretrainJob
"""What keeps what it has done, and can go on from there."""
LibraryJob = AddModelJob | DownloadJob | SearchJob | PackJob | UnpackJob | VerifyJob | MoveLibraryJob
"""What is done for the library and belongs to no project."""

Job = Annotated[
    ImportJob
    | LibraryJob
    | ProbeJob
    | PreviewJob
    | TrainJob
    | RateTestJob
    | TuneJob
    | CrossValidateJob
    | PretrainJob
    | RankJob
    | EvaluateJob
    | PredictJob
    | AnswerTableJob
    | ExportJob,
    Field(discriminator="type"),
]


@cache
def _adapter() -> TypeAdapter[Job]:
    """Made at the first use: it takes a while, and a window without a project needs none."""
    return TypeAdapter(Job)


def read_job(text: str | bytes) -> Job:
    """Read a `job.json`. Raises pydantic's ValidationError."""
    return _adapter().validate_json(text)
