"""Finding names and terms in texts: places are marked, each with a class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.core.folders import resources
from ptstudio.core.prediction import Prediction, Spans
from ptstudio.core.sample_classes import NOTHING
from ptstudio.core.spans import Span
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._text import likeness, sameness, whole
from ptstudio.data._text_columns import ASKED_TEXT
from ptstudio.tasks._reading import exportable, texts_of, unusable_text
from ptstudio.tasks._smoothing import SmoothedSettings
from ptstudio.tasks._span_facts import METRICS
from ptstudio.tasks._task import Arrays, Baseline, Batch, Evidence, Example, Row
from ptstudio.tasks._text_parts import TextParts
from ptstudio.tasks._text_settings import TextSettings

if TYPE_CHECKING:
    import random
    from pathlib import Path

    import numpy as np
    import torch
    from torch import nn

    from ptstudio.core.certificate import Agreement
    from ptstudio.core.prediction import Explanation
    from ptstudio.core.report import Section
    from ptstudio.core.trained import TrainedModel
    from ptstudio.exporters._exporter import Exportable
    from ptstudio.tasks._tags import Marked, TaggedWord
    from ptstudio.tasks._word_tags import ReadText


class TokenClassificationSettings(TextSettings, SmoothedSettings):
    """How to train a network that marks places in texts."""


class TokenClassification(TextParts):
    """Where in a text something of several classes stands; outputs are (N, tokens, tags)."""

    key = "token-classification"
    title = "Find names and terms"
    summary = "Marks places in texts and says what they are: people, companies, dates, products, diseases."
    formats = ("conll", "span-lines")
    columns = {
        "text": "string",
        "label": "list<int32>",
        "starts": "list<int32>",
        "ends": "list<int32>",
        "characters": "int32",
    }
    asked = ASKED_TEXT
    kept_as = "words"
    settings = TokenClassificationSettings
    presets = (
        Preset(
            key="quick",
            title="Quick",
            summary="Trains only a new last layer on what the network knows already. Minutes; finds only what stands "
            "out. To see whether the data are all right.",
            values={"trainable": "head", "head_epochs": 8},
        ),
        Preset(
            key="balanced",
            title="Balanced",
            summary="Trains small additions to all layers of the network (LoRA), which end up in it. Minutes; a good "
            "choice for most data.",
            values={"trainable": "adapters", "head_epochs": 1, "epochs": 6, "layer_decay": 1.0},
        ),
        Preset(
            key="thorough",
            title="Thorough",
            summary="Trains everything, early layers more gently. The longest; best with many texts.",
            values={"trainable": "all", "head_epochs": 1, "epochs": 8, "layer_decay": 0.9},
        ),
    )
    metrics = METRICS

    @override
    def refuse_few_classes(self, classes: Sequence[str]) -> None:
        """One class is enough."""
        if not classes:
            raise DatasetError("Nothing is marked in any text.", "Mark what is to be found, in some texts at least.")

    def admit(self, sample: Sample) -> Admitted | Finding:
        """A text that says something, with what is marked in it, or with nothing."""
        text, spans = sample.fields.get("text"), sample.fields.get("spans")
        if not isinstance(text, str) or not isinstance(spans, tuple):
            raise TypeError("A sample of marked text holds a str and a tuple of spans")
        if problem := unusable_text(sample):
            return problem
        text, spans = _trimmed(whole(text).replace("\0", " "), spans)
        row = {"text": text}
        starts, ends = [span.start for span in spans], [span.end for span in spans]
        return Admitted(
            id=self.id_of(row),
            labels=tuple(span.label for span in spans),
            columns=row | {"starts": starts, "ends": ends, "characters": len(text)},
            likeness=likeness(text),
            sameness=sameness(text),
            truth=" ".join(f"{start}-{end}" for start, end in zip(starts, ends, strict=True)),
        )

    def outputs(self, classes: Sequence[str]) -> int:
        """Two tags for each class, and one for nothing."""
        from ptstudio.tasks._tags import tags_for

        return tags_for(len(classes))

    # ------------------------------------------------------------------ learning

    def read(self, row: Row, trained: TrainedModel) -> ReadText:
        """Words, and the tokens at which they begin."""
        from ptstudio.tasks import _word_tags

        return _word_tags.read(row, trained)

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """The text in tokens; as target their tags, the words that begin at them, and all that is marked."""
        import numpy as np

        from ptstudio.tasks import _word_tags

        del settings, dice
        text = self.known(row, trained, prepared)
        marked = _marks(row)
        true = np.array([(place.start, place.end, place.kind) for place in marked], dtype=np.int64).reshape(-1, 3)
        return Example(text.tokens, {"tags": _word_tags.tags(text, marked), "words": text.edges, "true": true})

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, tokens); targets `tags` (N, tokens), `words` (N, tokens, 2) and `true` (N, most places, 3),
        filled up with −1.
        """
        from ptstudio.tasks import _tokens, _word_tags

        inputs = _tokens.filled_up([example.inputs for example in examples])
        length, at_end = inputs.shape[2], examples[0].inputs.wanted.pads_left

        def laid_out(name: str, filler: int) -> torch.Tensor:
            rows = [example.target[name] for example in examples]
            return _word_tags.laid_out(rows, length, filler, at_end=at_end)

        most = max(1, *(len(example.target["true"]) for example in examples))
        true = _word_tags.laid_out([example.target["true"] for example in examples], most, -1, at_end=False)
        targets = {"tags": laid_out("tags", _word_tags.NO_WORD), "words": laid_out("words", 0), "true": true}
        return Batch(inputs, targets, len(examples))

    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Count the places."""
        import numpy as np

        numbers = np.array([number for each in labels for number in each], dtype=np.int64)
        return np.bincount(numbers, minlength=len(classes))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """Cross-entropy over the words."""
        from torch.nn import functional

        smoothing = 0.0 if class_counts is None else _own(settings).label_smoothing
        tags: torch.Tensor = targets["tags"].flatten()
        summed: torch.Tensor = functional.cross_entropy(
            outputs.float().flatten(0, 1), tags, reduction="sum", label_smoothing=smoothing
        )
        return summed / (tags >= 0).sum().clamp(min=1)

    @override
    def loss_weight(self, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor) -> float:
        """The words; at least one, so that a part of a batch without any does no harm."""
        del settings, class_counts
        return float((targets["tags"] >= 0).sum().clamp(min=1))

    # ------------------------------------------------------------------ judging

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """What was marked, and what should have been."""
        from ptstudio.tasks._tags import Marked

        probabilities = outputs.float().softmax(dim=-1).cpu().numpy()
        words, true = targets["words"].cpu().numpy(), targets["true"].cpu().numpy()
        places = [[Marked(*map(int, row)) for row in rows if row[2] >= 0] for rows in true]
        return _judged(_marked(probabilities, words), places, (outputs.shape[-1] - 1) // 2)

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _span_metrics
        from ptstudio.tasks._span_evidence import COUNTS

        sums = evidence[COUNTS].sum(axis=0)
        return {key: float(value) for key, value in _span_metrics.measure(sums).items()}

    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """All metrics, by counting."""
        from ptstudio.tasks import _span_metrics
        from ptstudio.tasks._span_evidence import COUNTS

        return _span_metrics.resampled(evidence[COUNTS], chosen)

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Marking nothing: most words are nothing."""
        del class_counts, evidence, classes
        return Baseline({facts.key: 0.0 for facts in self.metrics}, "marking nothing at all, as most words are nothing")

    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """Per class, partial matches, mistakes."""
        from ptstudio.tasks import _span_sections

        return _span_sections.sections(evidence, ids, classes)

    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> list[Spans]:
        """All that was marked."""
        from ptstudio.tasks._span_evidence import FOUND, unpacked
        from ptstudio.tasks._span_sections import named

        del top
        return [Spans(spans=named(places, classes)) for places in unpacked(evidence[FOUND])]

    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """What is marked, with its classes."""
        text, _ = texts_of(row)
        return "; ".join(f"{text[place.start : place.end]} ({classes[place.kind]})" for place in _marks(row)) or NOTHING

    # ------------------------------------------------------------------ using

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Tokens in, the probabilities of every token's tags out."""
        return exportable(network, trained)

    def said(self, outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> Evidence:
        """What was marked."""
        from ptstudio.tasks import _word_tags
        from ptstudio.tasks._span_evidence import FOUND, packed

        words = (_word_tags.read(row, trained).edges for row in rows)
        return {FOUND: packed(_marked_each(outputs, words, trained))}

    @override
    def joined(self, outputs: Sequence[Arrays], row: Row, trained: TrainedModel) -> Evidence:
        """What was marked, each word as the window says where it stands farther from an edge."""
        from ptstudio.tasks import _windows, _word_tags
        from ptstudio.tasks._span_evidence import FOUND, packed

        words = _windows.own_words([window.edges for window in _word_tags.windows(row, trained)])
        tagged = [each for tagged in _tagged_each(outputs, words, trained) for each in tagged]
        return {FOUND: packed([_places(tagged)])}

    @override
    def quoted(self, prediction: Prediction, row: Row) -> Prediction:
        """With what each place says."""
        if not isinstance(prediction, Spans):
            return prediction
        text, _ = texts_of(row)
        spans = (span.model_copy(update={"text": text[span.start : span.end]}) for span in prediction.spans)
        return Spans(spans=tuple(spans))

    def compare(
        self,
        reference: Sequence[Arrays],
        outputs: Sequence[Arrays],
        rows: Sequence[Row],
        trained: TrainedModel,
        tolerance: float,
    ) -> Agreement:
        """Probabilities against probabilities, and the tags of words against each other."""
        from ptstudio.tasks import _span_agreement, _word_tags

        true, words = [], []
        for row in rows:
            true.append(_marks(row))
            words.append(_word_tags.read(row, trained).edges)
        values = [
            self.measure(_judged(_marked_each(each, words, trained), true, len(trained.classes)))[self.best_metric]
            for each in (reference, outputs)
        ]
        return _span_agreement.agreement(reference, outputs, tolerance, self.best_metric, (values[0], values[1]))

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_token_classification.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """How much each word counted for the place that was marked most surely."""
        from ptstudio.tasks._word_weights import surest_tag, word_weights

        del picture
        return word_weights(network, trained, *texts_of(row), surest_tag)


def _judged(found: list[list[Marked]], true: list[list[Marked]], kinds: int) -> Evidence:
    """What was marked and what should have been, of so many classes, as evidence."""
    from ptstudio.tasks import _span_metrics
    from ptstudio.tasks._span_evidence import COUNTS, FOUND, TRUE, packed

    places = {FOUND: packed(found), TRUE: packed(true)}
    return {**places, COUNTS: _span_metrics.counts(places, kinds)}


def _marked_each(outputs: Iterable[Arrays], words: Iterable[np.ndarray], trained: TrainedModel) -> list[list[Marked]]:
    """What a network marks in one text after the other, from its outputs and the words of the text's own tokens."""
    return [_places(tagged) for tagged in _tagged_each(outputs, words, trained)]


def _tagged_each(
    outputs: Iterable[Arrays], words: Iterable[np.ndarray], trained: TrainedModel
) -> Iterator[list[TaggedWord]]:
    """The words of one text after the other, with what a network says of them."""
    from ptstudio.tasks import _word_tags

    at_end = trained.model.text.pads_left
    for output, edges in zip(outputs, words, strict=True):
        (probabilities,) = output["probabilities"]
        (own,) = _word_tags.laid_out([edges], len(probabilities), 0, at_end=at_end).numpy()
        yield _tagged(probabilities, own)


def _marked(probabilities: np.ndarray, words: np.ndarray) -> list[list[Marked]]:
    """What a network marks, from the probabilities of tags (N, tokens, tags) and the words of tokens (N, tokens, 2)."""
    return [_places(_tagged(*each)) for each in zip(probabilities, words, strict=True)]


def _tagged(probabilities: np.ndarray, words: np.ndarray) -> list[TaggedWord]:
    """The words of one text, from the probabilities of tags (tokens, tags) and the words of tokens (tokens, 2)."""
    at = words[:, 1].nonzero()[0]
    best, sure = probabilities[at].argmax(axis=-1), probabilities[at].max(axis=-1)
    return list(zip(map(tuple, words[at].tolist()), best.tolist(), sure.tolist(), strict=True))


def _places(tagged: Sequence[TaggedWord]) -> list[Marked]:
    """What is marked by the tags of words."""
    from ptstudio.tasks._tags import places_of

    return places_of([word for word, _, _ in tagged], [tag for _, tag, _ in tagged], [sure for *_, sure in tagged])


def _marks(row: Row) -> list[Marked]:
    """All that is marked in a row of a revision, in the order of the text."""
    from ptstudio.tasks._tags import Marked

    return [Marked(*place) for place in zip(row["starts"], row["ends"], row["label"], strict=True)]


def _trimmed(text: str, spans: Sequence[Span]) -> tuple[str, Sequence[Span]]:
    """The text without white space at its ends, and what is marked where it now stands."""
    gone = len(text) - len(text.lstrip())
    return text.strip(), [span._replace(start=span.start - gone, end=span.end - gone) for span in spans]


def _own(settings: TrainingSettings) -> TokenClassificationSettings:
    if not isinstance(settings, TokenClassificationSettings):
        raise TypeError(f"Settings of token classification expected, not {type(settings).__name__}")
    return settings
