"""The contract of a task: facts for the window, verbs for the worker; the engine knows no task by name."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

from typing_extensions import override

from ptstudio.core.errors import DatasetError
from ptstudio.core.preview import Preview, Variations
from ptstudio.tasks._lesson import Baseline, Batch, Evidence, Example, Lesson, Preparation, Row

if TYPE_CHECKING:  # facts are read at every start of the window, which needs none of what verbs take and give
    from pathlib import Path

    import numpy as np
    from torch import nn

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.dataset import Admitted, Finding, Sample
    from ptstudio.core.events import Watched
    from ptstudio.core.machine import Choice
    from ptstudio.core.prediction import Explanation, Prediction
    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.report import Section
    from ptstudio.core.requests import Moments
    from ptstudio.core.trained import TrainedModel
    from ptstudio.core.training import Preset, TrainingSettings
    from ptstudio.data._columns import Field
    from ptstudio.data._folders import SampleFiles
    from ptstudio.data._revision import SplitRows
    from ptstudio.exporters._exporter import Exportable
    from ptstudio.models._family import ModelFamily, Rates

__all__ = ["Arrays", "Baseline", "Batch", "CrossValidated", "Evidence", "Example", "Extent", "Opening", "Preparation",
           "Probe", "Row", "Task"]  # fmt: skip
ANSWERS_WATCHED = 3
"""So many of them are shown for each sample while a network learns."""
Arrays: TypeAlias = Mapping[str, "np.ndarray"]


@dataclass(frozen=True)
class Extent:
    """How long a sample is, how much of that a network `reads` (tokens), and each of its texts in two parts: what is
    read, and what is not.
    """

    tokens: int
    reads: int
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CrossValidated:
    """What was said of every sample by something that did not learn from its fold; `folds` (samples,) counts from 0."""

    evidence: Evidence
    folds: np.ndarray


@dataclass(frozen=True)
class Opening:
    """How a file that holds several samples is opened: at which `moments`, if it is a video. What has to be written for
    that comes into `folder`; `warn(message, hint)` is called where something is missing, `expect` with how many samples
    there should be, as far as that is known.
    """

    folder: Path
    moments: Moments
    warn: Callable[[str, str], None]
    expect: Callable[[int], None]


class Probe(Protocol):
    """How well samples can be answered from a frozen backbone's features alone, which tells how well it suits them."""

    def __call__(
        self,
        features: Batch,
        groups: Sequence[str],
        classes: Sequence[str],
        folds: int,
        seed: int,
        breathe: Callable[[], None],
    ) -> CrossValidated:
        """Cross-validate on features (samples, width); samples of one group share a fold, an empty group means none.

        `breathe` is called often and may raise to give up. Raises ModelError for features that cannot be used, and
        DatasetError where there are too few samples.
        """
        ...


class Task(Lesson):
    """One kind of thing that people have a network taught.

    *Facts* never import torch; `icon` says what a sample is (picture, text, sound), `preview` what can be shown of
    samples before a training, `answers_parts` whether a network says something of every part of a sample (each token of
    a text) instead of the whole; what a frozen backbone says of parts is too much to be kept. `asked` names the fields
    of a table that make rows to be asked about (none, where nothing of the kind can stand in a table), `text_names` is
    what a text and the other one of a pair are called, `settles` tells whether something is chosen by the validation
    samples once a network has learned, `looks` about how often a network looks at a sample until it is known what
    decided (1 where that is soon), `ranks_models` whether there is a `probe`, `can_be_read` whether a
    model can become familiar with samples that nobody has labelled, by reading them.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    icon: ClassVar[str]
    formats: ClassVar[tuple[str, ...]]
    columns: ClassVar[dict[str, str]]
    presets: ClassVar[tuple[Preset, ...]]
    preview: ClassVar[type[Preview]] = Variations
    answers_parts: ClassVar[bool] = False
    looks: ClassVar[int] = 1
    ranks_models: ClassVar[bool] = False
    can_be_read: ClassVar[bool] = False
    asked: ClassVar[tuple[Field, ...]] = ()
    settles: ClassVar[bool] = False
    text_names: ClassVar[tuple[str, str]] = ("First text", "Second text")

    def preset(self, key: str) -> Preset | None:
        """The preset of that key, if there is one."""
        return next((preset for preset in self.presets if preset.key == key), None)

    # ------------------------------------------------------------------ data (no torch)

    def refuse_few_classes(self, classes: Sequence[str]) -> None:
        """Raise DatasetError where there is nothing to learn: for fewer than two, unless a task says otherwise."""
        if len(classes) < 2:
            raise DatasetError(
                f"There is only one class, “{classes[0]}”." if classes else "There is no class.",
                "To tell things apart a network needs at least two classes: a folder for each, or in a table several "
                "in its column of classes.",
            )

    def files(self) -> SampleFiles | None:
        """Files of which each, in a folder called like its class, is one sample, for one pass: as those are kept that
        a person has corrected. None, unless a task says otherwise: a class alone does not put a sample right.
        """
        return None

    @abstractmethod
    def admit(self, sample: Sample) -> Admitted | Finding:
        """Open a sample and examine it; runs in threads. A bad one becomes a finding, never an exception."""

    @abstractmethod
    def adapt(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """The model with the input that the settings ask for; as it is, where they ask for nothing."""

    def long_enough(self, settings: TrainingSettings, samples: int) -> tuple[TrainingSettings, str]:
        """The settings with as many epochs as so many training samples need, and why there are more than the preset
        has; asked where nobody says how many. As they are, and nothing, unless a task says otherwise.
        """
        del samples
        return settings, ""

    def fitted(
        self, model: PretrainedModel, settings: TrainingSettings, rows: SplitRows
    ) -> tuple[PretrainedModel, tuple[Choice, ...]]:
        """The model as it suits the training samples, and what was chosen for that, with reasons; as it is, unless a
        task says otherwise. It is the `adapt`ed one.
        """
        del settings, rows
        return model, ()

    @abstractmethod
    def outputs(self, classes: Sequence[str]) -> int:
        """How many outputs the head needs."""

    def network(self, family: ModelFamily, model: PretrainedModel, classes: Sequence[str]) -> nn.Module:
        """The network with random weights: backbone and head. Raises ModelError where the family has none for this."""
        return family.build(model, self.outputs(classes))

    def rates(self, family: ModelFamily) -> Rates:
        """The learning rates that suit the network, where nobody asks for others: the family's, unless a task says
        otherwise.
        """
        return family.rates

    # ------------------------------------------------------------------ learning

    @abstractmethod
    def varied_by(self, settings: TrainingSettings) -> str:
        """What, beside dice, the variation of examples depends on, in a text."""

    def draw(self, example: Example, trained: TrainedModel, picture: Path) -> None:
        """Draw an example as the network sees it, for a person to look at, into the file `picture` (PNG); asked only of
        tasks whose preview are variations.
        """
        raise TypeError(f"{self.key} draws nothing: {type(example).__name__}, {trained.model.key}, {picture}")

    def limit(self, model: PretrainedModel) -> int:
        """How many tokens of a sample a model reads; asked only of tasks whose preview are lengths."""
        raise TypeError(f"{self.key} knows no tokens: {model.key}")

    def extent(self, row: Row, trained: TrainedModel) -> Extent:
        """How much of a row is read; asked only of tasks whose preview are lengths. Raises ModelError, ValueError."""
        raise TypeError(f"{self.key} knows no tokens: {sorted(row)}, {trained.model.key}")

    def targets(self, rows: SplitRows, places: Sequence[int]) -> Any:
        """The targets of the rows at some places, as a batch has them, nothing heavy opened; asked only of tasks that
        do not answer for parts.
        """
        raise TypeError(f"The targets of {self.key} take a tokenizer: {len(rows)} rows, {len(places)} places")

    @abstractmethod
    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Training samples of each class, from the column `label`; shape (classes,), or with what else `loss` and
        `baseline` have to know of that column behind them.
        """

    # ------------------------------------------------------------------ settling

    def settle(self, evidence: Evidence, trained: TrainedModel) -> dict[str, Any]:
        """What is chosen by the evidence of the validation samples once the network has learned, as plain data that is
        kept as `TrainedModel.settled`; asked only of tasks that have something to `settle`.
        """
        raise TypeError(f"{self.key} settles nothing: {len(evidence)}, {trained.model.key}")

    def as_settled(self, evidence: Evidence, trained: TrainedModel) -> Evidence:
        """Evidence as it is once that was chosen; as it was, unless a task says otherwise."""
        del trained
        return evidence

    # ------------------------------------------------------------------ judging

    @abstractmethod
    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """The same, each (resamples,), of the samples that `chosen` (resamples, samples) names by their places."""

    @abstractmethod
    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """The details of a report."""

    @abstractmethod
    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> Sequence[Prediction]:
        """Evidence in the form that is shown, sample by sample."""

    @abstractmethod
    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """The right answer of a row, in words."""

    def probe(self) -> Probe | None:
        """How pretrained models are ranked for this task; None, unless a task says otherwise: they cannot be."""
        return None

    @override
    def watch(self, rows: Sequence[Row], evidence: Evidence, classes: Sequence[str]) -> tuple[Watched, ...]:
        """Its first answers, and what is true."""
        from ptstudio.core.events import Watched

        predictions = self.predictions(evidence, classes, ANSWERS_WATCHED)
        return tuple(
            Watched(sample=row["id"], truth=self.truth(row, classes), prediction=self.quoted(prediction, row))
            for row, prediction in zip(rows, predictions, strict=True)
        )

    # ------------------------------------------------------------------ using

    @abstractmethod
    def takes(self, file: Path) -> bool:
        """Whether a file of this name may hold a sample; nothing is opened."""

    def within(self, file: Path, how: Opening) -> Iterator[Path]:
        """The samples that a file holds, as files: itself, unless a task says otherwise. Raises InputError."""
        del how
        yield file

    @abstractmethod
    def given(self, file: Path) -> Row:
        """A file that a person gives, as a row without what only a revision knows.

        Raises InputError for a file that can be no sample.
        """

    @abstractmethod
    def id_of(self, row: Row) -> str:
        """The id that a sample has in every revision, whatever its file is called. Raises OSError."""

    @abstractmethod
    def raw(self, row: Row, trained: TrainedModel) -> Arrays:
        """A row as the exported model takes it: arrays by input name, with a first axis of one sample.

        Raises InputError for a file that cannot be read.
        """

    def windows(self, row: Row, trained: TrainedModel) -> Sequence[Arrays]:
        """The same, in windows that overlap where a row is longer than the network reads; one, unless a task says
        otherwise. Raises InputError.
        """
        return (self.raw(row, trained),)

    def together(self, raws: Sequence[Arrays], trained: TrainedModel) -> Arrays:
        """Several rows, each as `raw` gives it, as one: put together along the first axis, where they are of one shape,
        unless a task says otherwise.
        """
        import numpy as np

        del trained
        return {name: np.concatenate([raw[name] for raw in raws]) for name in raws[0]}

    @abstractmethod
    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """The network in one module with pre- and post-processing inside; prediction uses the same."""

    @abstractmethod
    def said(self, outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> Evidence:
        """Exported outputs of rows, sample by sample, as evidence (without what was true)."""

    def joined(self, outputs: Sequence[Arrays], row: Row, trained: TrainedModel) -> Evidence:
        """Exported outputs of several windows of one row, as its evidence; asked only of tasks that have such."""
        raise TypeError(f"{self.key} has no windows: {len(outputs)} of {sorted(row)}, {trained.model.key}")

    def quoted(self, prediction: Prediction, row: Row) -> Prediction:
        """A prediction with what only its sample can add; as it is, unless a task says otherwise."""
        del row
        return prediction

    @abstractmethod
    def compare(
        self,
        reference: Sequence[Arrays],
        outputs: Sequence[Arrays],
        rows: Sequence[Row],
        trained: TrainedModel,
        tolerance: float,
    ) -> Agreement:
        """How far the outputs of an exported file agree with PyTorch's on rows of a revision."""

    @abstractmethod
    def program(self) -> str:
        """The text of a `predict.py` that needs only the exported files."""

    @abstractmethod
    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """Show what in a row decided the best answer; where that takes a picture (PNG), it is written to `picture`."""
