"""Answering questions about texts: the answer is a place in the text, or there is none."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import DatasetError, InputError
from ptstudio.core.folders import resources
from ptstudio.core.prediction import Answers, Prediction
from ptstudio.core.sample_classes import NO_ANSWER
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.data._question_columns import ASKED_QUESTION
from ptstudio.data._text import likeness, sameness, whole
from ptstudio.tasks._answer_facts import METRICS
from ptstudio.tasks._reading import texts_of, unusable_text
from ptstudio.tasks._task import Arrays, Baseline, Batch, Evidence, Example, Extent, Row
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
    from ptstudio.tasks._tags import Marked
    from ptstudio.tasks._word_tags import ReadText


class QuestionAnswering(TextParts):
    """Where in a text a question is answered, if anywhere; outputs are (N, tokens, 2): an answer begins there, and it
    ends there.

    In rows the text is `text` and the question `pair`. Of a text that is longer than the network reads, training cuts
    the rest off: an answer there is learned as none, and counts as missed.
    """

    key = "question-answering"
    title = "Answer questions about texts"
    summary = (
        "Finds the place in a text that answers a question, or says that there is none: in manuals, reports, laws."
    )
    formats = ("squad", "question-table")
    columns = {
        "text": "string",
        "pair": "string",
        "label": "int32",
        "starts": "list<int32>",
        "ends": "list<int32>",
        "characters": "int32",
    }
    asked = ASKED_QUESTION
    kept_as = "asked"
    text_names = ("Text", "Question")
    settings = TextSettings
    presets = (
        Preset(
            key="quick",
            title="Quick",
            summary="Trains only a new last layer on what the network knows already. Minutes; answers little. To see "
            "whether the data are all right.",
            values={"trainable": "head", "head_epochs": 4},
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
            summary="Trains everything, early layers more gently. The longest; best with many thousands of questions.",
            values={"trainable": "all", "head_epochs": 1, "epochs": 6, "layer_decay": 0.9},
        ),
    )
    metrics = METRICS

    @override
    def refuse_few_classes(self, classes: Sequence[str]) -> None:
        """Questions that all have an answer are enough."""
        if not set(classes) - {NO_ANSWER}:
            raise DatasetError("No question has an answer.", "Answer some of them at least by words of their texts.")

    def admit(self, sample: Sample) -> Admitted | Finding:
        """A question about a text that says something, with its answers, or with none."""
        text, question, answers, label = (sample.fields.get(name) for name in ("text", "question", "answers", "label"))
        if not (isinstance(text, str) and isinstance(question, str) and isinstance(label, str)):
            raise TypeError("A sample of questions holds a text, a question and a label, each a str")
        if not isinstance(answers, tuple):
            raise TypeError("A sample of questions holds a tuple of answers")
        if problem := unusable_text(sample):
            return problem
        text, question = whole(text), whole(question)
        row = {"text": text, "pair": question}
        starts, ends = [span.start for span in answers], [span.end for span in answers]
        return Admitted(
            id=self.id_of(row),
            labels=(label,),
            columns=row | {"starts": starts, "ends": ends, "characters": len(text) + len(question)},
            likeness=likeness(text),
            sameness=sameness(text),
            truth=" ".join(f"{start}-{end}" for start, end in zip(starts, ends, strict=True)),
        )

    @override
    def extent(self, row: Row, trained: TrainedModel) -> Extent:
        """Of a text and its question, which the network reads first."""
        from ptstudio.tasks import _tokens

        text, question = texts_of(row)
        extent = _tokens.extent(trained, question or "", text)
        return dataclasses.replace(extent, parts=extent.parts[::-1])

    def outputs(self, classes: Sequence[str]) -> int:
        """The beginning and the end."""
        del classes
        return 2

    # ------------------------------------------------------------------ learning

    def read(self, row: Row, trained: TrainedModel) -> ReadText:
        """The question and the text, with the places of the text's tokens."""
        from ptstudio.tasks import _asked_text

        return _asked_text.read(row, trained)

    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """Question and text in tokens; as target the tokens of the first answer, all answers, and the text's letters,
        by which answers are compared.
        """
        import numpy as np

        from ptstudio.tasks import _asked_text

        del settings, dice
        asked = self.known(row, trained, prepared)
        places = list(zip(row["starts"], row["ends"], strict=True))
        last = max(int(asked.edges[:, 1].max()), *(end for _, end in places), 0)
        return Example(
            asked.tokens,
            {
                "answer": np.array(_asked_text.token_places(asked, places), dtype=np.int64),
                "allowed": _asked_text.allowed(asked),
                "edges": asked.edges,
                "true": np.array(places, dtype=np.int64).reshape(-1, 2),
                "letters": np.frombuffer(texts_of(row)[0][:last].encode("utf-32-le"), dtype=np.uint32),
            },
        )

    def collate(self, examples: Sequence[Example]) -> Batch:
        """Inputs (N, 3, tokens); targets `answer` (N, 2), `none` (N,), `allowed` (N, tokens), `edges` (N, tokens, 2),
        `true` (N, most answers, 2) filled up with −1, and `letters` (N, most letters) filled up with 0.
        """
        import torch

        from ptstudio.tasks import _tokens, _word_tags

        inputs = _tokens.filled_up([example.inputs for example in examples])
        length, at_end = inputs.shape[2], examples[0].inputs.wanted.pads_left

        def laid_out(name: str, size: int, filler: int = 0, *, at_end: bool = False) -> torch.Tensor:
            return _word_tags.laid_out([example.target[name] for example in examples], size, filler, at_end=at_end)

        def most(name: str) -> int:
            return max(1, *(len(example.target[name]) for example in examples))

        shifts = [length - example.inputs.planes.shape[1] if at_end else 0 for example in examples]
        targets = {
            "answer": laid_out("answer", 2) + torch.tensor(shifts).unsqueeze(1),
            "none": torch.full((len(examples),), length - 1 if at_end else 0),
            "allowed": laid_out("allowed", length, at_end=at_end),
            "edges": laid_out("edges", length, at_end=at_end),
            "true": laid_out("true", most("true"), -1),
            "letters": laid_out("letters", most("letters")),
        }
        return Batch(inputs, targets, len(examples))

    def class_counts(self, labels: Sequence[Any], classes: Sequence[str]) -> np.ndarray:
        """Count the questions with an answer, and those without."""
        import numpy as np

        return np.bincount(np.array(labels, dtype=np.int64), minlength=len(classes))

    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """The mean of two cross-entropies over the tokens: of where the answer begins, and of where it ends."""
        from torch.nn import functional

        from ptstudio.tasks._answer_export import masked

        del settings, class_counts
        said = masked(outputs, targets["allowed"]).transpose(1, 2).flatten(0, 1)
        loss: torch.Tensor = functional.cross_entropy(said, targets["answer"].flatten())
        return loss

    # ------------------------------------------------------------------ judging

    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """What was answered, what is right, and how far they agree."""
        from ptstudio.tasks._answer_chances import Chances
        from ptstudio.tasks._answer_evidence import judged
        from ptstudio.tasks._answer_export import masked
        from ptstudio.tasks._tags import Marked

        probabilities = masked(outputs, targets["allowed"]).softmax(dim=1).cpu().numpy()
        edges, none, true = (targets[name].cpu().numpy() for name in ("edges", "none", "true"))
        found = [Chances(*each).best() for each in zip(probabilities, edges, none.tolist(), strict=True)]
        right = [[Marked(start, end, 0) for start, end in rows.tolist() if start >= 0] for rows in true]
        letters = targets["letters"].cpu().numpy().astype("<u4")
        return judged(found, right, [row.tobytes().decode("utf-32-le") for row in letters])

    def measure(self, evidence: Evidence) -> dict[str, float]:
        """All metrics."""
        from ptstudio.tasks import _answer_evidence

        return _answer_evidence.measure(evidence)

    def measure_resamples(self, evidence: Evidence, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
        """All metrics, as means."""
        from ptstudio.tasks import _answer_evidence

        return _answer_evidence.resampled(evidence, chosen)

    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Answering nothing, which is right where there is no answer."""
        from ptstudio.tasks._span_evidence import TRUE

        del class_counts, classes
        share = float((evidence[TRUE] == b"").mean())
        return Baseline({facts.key: share for facts in self.metrics}, "saying of every question that it has no answer")

    def sections(self, evidence: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
        """Whether there is an answer, partial matches, mistakes."""
        from ptstudio.tasks import _answer_sections

        return _answer_sections.sections(evidence, ids, classes)

    def predictions(self, evidence: Evidence, classes: Sequence[str], top: int) -> list[Answers]:
        """The most probable answers, and how probable it is that there is none."""
        from ptstudio.tasks._answer_evidence import is_none
        from ptstudio.tasks._answer_sections import named
        from ptstudio.tasks._span_evidence import FOUND, unpacked

        del classes
        return [
            Answers(
                places=named(places)[:top],
                none=next((place.probability for place in places if is_none(place)), 0.0),
            )
            for places in unpacked(evidence[FOUND])
        ]

    def truth(self, row: Row, classes: Sequence[str]) -> str:
        """The right answers, or the class of those that have none."""
        text, _ = texts_of(row)
        answers = (text[start:end] for start, end in zip(row["starts"], row["ends"], strict=True))
        return "; ".join(dict.fromkeys(answers)) or classes[row["label"]]

    # ------------------------------------------------------------------ using

    @override
    def refuse_empty(self, row: Row) -> None:
        """Raise InputError where there is nothing to read, or nothing is asked."""
        super().refuse_empty(row)
        if not (texts_of(row)[1] or "").strip():
            raise InputError("There is no question.", "Ask something about the text.")

    @override
    def raw(self, row: Row, trained: TrainedModel) -> Arrays:
        """Tokens, and at which of them an answer may be; each array int64 (1, tokens)."""
        from ptstudio.tasks import _asked_text

        self.refuse_empty(row)
        return _asked_text.arrays(_asked_text.read(row, trained))

    @override
    def windows(self, row: Row, trained: TrainedModel) -> list[Arrays]:
        """All of a text, with the question before each window."""
        from ptstudio.tasks import _asked_text

        self.refuse_empty(row)
        return [_asked_text.arrays(asked) for asked in _asked_text.windows(row, trained)]

    @override
    def together(self, raws: Sequence[Arrays], trained: TrainedModel) -> Arrays:
        """Filled up to the longest; nothing is allowed where nothing stands."""
        from ptstudio.tasks import _word_tags
        from ptstudio.tasks._answer_export import ALLOWED

        tokens = super().together(raws, trained)
        length = next(iter(tokens.values())).shape[1]
        allowed = [raw[ALLOWED][0] for raw in raws]
        laid_out = _word_tags.laid_out(allowed, length, 0, at_end=trained.model.text.pads_left)
        return {**tokens, ALLOWED: laid_out.numpy()}

    def exportable(self, network: nn.Module, trained: TrainedModel) -> Exportable:
        """Tokens in; where answers begin and end out."""
        from ptstudio.tasks import _answer_export

        return _answer_export.exportable(network, trained)

    def said(self, outputs: Sequence[Arrays], rows: Sequence[Row], trained: TrainedModel) -> Evidence:
        """What was answered."""
        from ptstudio.tasks._asked_chances import chances
        from ptstudio.tasks._span_evidence import FOUND, packed

        return {FOUND: packed([each.best() for each in chances(outputs, rows, trained)])}

    @override
    def joined(self, outputs: Sequence[Arrays], row: Row, trained: TrainedModel) -> Evidence:
        """The best answers of all windows."""
        from ptstudio.tasks._answer_chances import joined
        from ptstudio.tasks._asked_chances import chances_of_windows
        from ptstudio.tasks._span_evidence import FOUND, packed

        return {FOUND: packed([joined([each.best() for each in chances_of_windows(outputs, row, trained)])])}

    @override
    def quoted(self, prediction: Prediction, row: Row) -> Prediction:
        """With what each place says."""
        if not isinstance(prediction, Answers):
            return prediction
        text, _ = texts_of(row)
        places = (place.model_copy(update={"text": text[place.start : place.end]}) for place in prediction.places)
        return prediction.model_copy(update={"places": tuple(places)})

    def compare(
        self,
        reference: Sequence[Arrays],
        outputs: Sequence[Arrays],
        rows: Sequence[Row],
        trained: TrainedModel,
        tolerance: float,
    ) -> Agreement:
        """Probabilities against probabilities, and answers against answers."""
        from ptstudio.tasks import _answer_agreement, _answer_evidence
        from ptstudio.tasks._asked_chances import chances

        true = [_right(row) for row in rows]
        texts = [texts_of(row)[0] for row in rows]
        both = chances(reference, rows, trained), chances(outputs, rows, trained)
        values = [
            self.measure(_answer_evidence.judged([each.best() for each in said], true, texts))[self.best_metric]
            for said in both
        ]
        return _answer_agreement.agreement(
            reference, outputs, both, tolerance, self.best_metric, (values[0], values[1])
        )

    def program(self) -> str:
        """The predictor."""
        return (resources() / "templates" / "predict_question_answering.py.txt").read_text(encoding="utf-8")

    def explain(self, network: nn.Module, trained: TrainedModel, row: Row, picture: Path) -> Explanation:
        """How much each word of question and text counted for the answer."""
        from ptstudio.tasks._answer_words import answer_weights

        del picture
        return answer_weights(network, trained, row)


def _right(row: Row) -> list[Marked]:
    """All right answers of a row of a revision."""
    from ptstudio.tasks._tags import Marked

    return [Marked(start, end, 0) for start, end in zip(row["starts"], row["ends"], strict=True)]
