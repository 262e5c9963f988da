"""Every task fulfils the contract: its facts are complete, and its verbs fit together from a file to an answer."""

import ast
import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import InputError
from ptstudio.core.lengths import Lengths
from ptstudio.core.prediction import Classes, HeatMap
from ptstudio.core.pretrained import ImageInput
from ptstudio.core.preview import Variations
from ptstudio.core.report import SplitReport
from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.data import all_formats
from ptstudio.engine.computing.nested import each_tensor, tensors_in
from ptstudio.models import all_families
from ptstudio.tasks import all_tasks
from ptstudio.tasks._box_evidence import FOUND, unpacked
from ptstudio.tasks._task import Batch, Evidence, Row, Task
from tests.helpers.tasks import admitted, masks_agree, rows_of, samples_of, sure_outputs, trained_by


@dataclass(frozen=True)
class Case:
    """A task with samples of its kind and a network that could learn it."""

    task: Task
    samples: list[Sample]
    good: list[Admitted]
    bad: list[Finding]
    classes: tuple[str, ...]
    rows: list[Row]
    network: nn.Module
    trained: TrainedModel

    @property
    def settings(self) -> TrainingSettings:
        return self.task.settings()

    @property
    def ids(self) -> list[str]:
        return [row["id"] for row in self.rows]

    @property
    def counts(self) -> np.ndarray:
        return self.task.class_counts([row["label"] for row in self.rows], self.classes)

    def batch(self, rows: Sequence[Row] | None = None) -> Batch:
        chosen = self.rows if rows is None else rows
        return self.task.collate([self.task.example(row, self.trained, self.settings, None) for row in chosen])

    def evidence(self) -> Evidence:
        batch = self.batch()
        with torch.inference_mode():
            return self.task.evidence(self.network(batch.inputs), batch.targets)


@pytest.fixture(scope="module", params=sorted(all_tasks()))
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    task = all_tasks()[request.param]
    samples = samples_of(task, tmp_path_factory.mktemp("samples"))
    good, bad = admitted(task, samples)
    classes = tuple(sorted({label for sample in good for label in sample.labels}))
    network, trained = trained_by(task, classes, tmp_path_factory.mktemp("model"))
    return Case(task, samples, good, bad, classes, rows_of(task, good, classes), network, trained)


def same(one: Any, other: Any) -> bool:
    """Whether two tensors, or mappings of tensors, are equal."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return torch.equal(one, other)


class TestFacts:
    def test_says_what_it_is(self, case: Case) -> None:
        task = case.task
        assert all_tasks()[task.key] is task
        assert task.title
        assert task.summary.endswith(".")
        assert "label" in task.columns
        assert task.formats
        assert set(task.formats) <= set(all_formats())
        assert any(task.key in family.tasks for family in all_families().values())

    def test_settings_can_be_shown_as_a_form(self, case: Case) -> None:
        for facts in case.task.settings.facts():
            assert facts.label, facts.name
            assert facts.help.endswith("."), facts.name
            if facts.kind in ("whole", "number"):
                assert facts.minimum is not None, facts.name
            assert facts.default is not None or facts.automatic, facts.name
        assert case.settings == case.task.settings.from_values(case.settings.model_dump(mode="json"))

    def test_presets_are_settings_in_plain_words(self, case: Case) -> None:
        presets = case.task.presets
        assert presets
        assert len({preset.key for preset in presets}) == len(presets)
        for preset in presets:
            assert preset.title
            assert preset.summary.endswith(".")
            assert case.task.settings.from_values(preset.values)
            assert case.task.preset(preset.key) is preset
        assert case.task.preset("no such preset") is None

    def test_metrics_are_explained(self, case: Case) -> None:
        keys = [facts.key for facts in case.task.metrics]
        assert len(set(keys)) == len(keys)
        assert case.task.best_metric in keys
        assert all(facts.title and facts.help.endswith(".") for facts in case.task.metrics)


class TestData:
    def test_good_samples_are_admitted_and_bad_ones_become_findings(self, case: Case) -> None:
        assert len(case.good) == len(case.samples) - 1
        assert len(case.classes) > 1
        for sample in case.good:
            assert set(sample.columns) | {"label"} == set(case.task.columns)
        assert len({sample.id for sample in case.good}) == len(case.good)
        (finding,) = case.bad
        assert finding.severity == "error"
        assert finding.reason
        assert finding.remedy.endswith(".")

    def test_it_is_said_what_samples_are_as_files(self, case: Case, tmp_path: Path) -> None:
        kind = case.task.files()
        if kind is None:
            return
        assert kind.one in case.task.icon
        assert kind.stranger(tmp_path / "a.xyz").remedy.endswith(".")
        assert not kind.is_one(tmp_path / "a.xyz")

    def test_an_id_comes_from_the_content(self, case: Case) -> None:
        again, _ = admitted(case.task, case.samples)
        assert [sample.id for sample in again] == [sample.id for sample in case.good]

    def test_the_input_stays_as_it_is_where_nothing_is_asked_for(self, case: Case) -> None:
        assert case.task.adapt(case.trained.model, case.settings) == case.trained.model

    def test_a_right_answer_can_be_said(self, case: Case) -> None:
        for row, sample in zip(case.rows, case.good, strict=True):
            said = case.task.truth(row, case.classes)
            marked = [
                row["text"][start:end] for start, end in zip(row.get("starts", ()), row.get("ends", ()), strict=True)
            ]
            assert all(label in said for label in sample.labels) or marked == [said]
        there = [label for sample in case.good for label in sample.labels]
        assert case.counts[: len(case.classes)].tolist() == [there.count(label) for label in case.classes]


class TestLearning:
    def test_examples_become_a_batch_that_the_network_takes(self, case: Case) -> None:
        batch = case.batch()
        assert batch.size == len(case.rows)
        with torch.inference_mode():
            outputs = case.network(batch.inputs)
        assert len(next(tensors_in(outputs))) == batch.size
        losses = [
            case.task.loss(outputs, batch.targets, case.settings, counts)
            for counts in (None, torch.as_tensor(case.counts))
        ]
        for loss in losses:
            assert loss.ndim == 0
            assert bool(loss.isfinite())
            assert loss >= 0

    def test_what_is_prepared_once_serves_every_example(self, case: Case, tmp_path: Path) -> None:
        for dice in (None, random.Random(3)):
            preparation = case.task.preparation(case.trained, case.settings, is_varied=dice is not None)
            if preparation is None:
                continue
            prepared = preparation.make(case.rows[0])
            assert (prepared.shape, prepared.dtype) == (preparation.shape, np.dtype(preparation.dtype))
            gone = {**case.rows[0], "path": str(tmp_path / "gone")}
            shown, opened = (
                case.task.collate([case.task.example(row, case.trained, case.settings, own_dice, known)]).inputs
                for row, own_dice, known in (
                    (gone, dice and random.Random(3), prepared),
                    (case.rows[0], dice and random.Random(3), None),
                )
            )
            wanted = case.trained.model.input
            steps = 1 / min(wanted.std) if isinstance(wanted, ImageInput) and dice is None else 0.0
            torch.testing.assert_close(shown, opened, atol=0.045 * steps, rtol=0)

    def test_an_example_can_be_looked_at(self, case: Case, tmp_path: Path) -> None:
        example = case.task.example(case.rows[0], case.trained, case.settings, random.Random(7))
        if case.task.preview is not Variations:
            with pytest.raises(TypeError, match=case.task.key):
                case.task.draw(example, case.trained, tmp_path / "example.png")
            return
        case.task.draw(example, case.trained, tmp_path / "seen" / "example.png")
        with Image.open(tmp_path / "seen" / "example.png") as drawn:
            assert drawn.format == "PNG"
            assert min(drawn.size) > 1

    def test_what_is_read_of_a_sample_and_what_is_not_are_all_of_it(self, case: Case) -> None:
        if case.task.preview is not Lengths:
            with pytest.raises(TypeError, match=case.task.key):
                case.task.limit(case.trained.model)
            with pytest.raises(TypeError, match=case.task.key):
                case.task.extent(case.rows[0], case.trained)
            return
        limit = case.task.limit(case.trained.model)
        for row in case.rows:
            extent = case.task.extent(row, case.trained)
            assert extent.reads == min(extent.tokens, limit)
            assert all(read + rest in row.values() for read, rest in extent.parts)
            assert any(rest for _, rest in extent.parts) == (extent.tokens > limit)

    def test_dice_alone_decide_how_an_example_varies(self, case: Case) -> None:
        def inputs(dice: random.Random | None) -> Any:
            torch.manual_seed(len(seen))
            np.random.seed(len(seen))
            random.seed(len(seen))
            seen.append(dice)
            return case.task.collate([case.task.example(case.rows[0], case.trained, case.settings, dice)]).inputs

        seen: list[random.Random | None] = []
        assert same(inputs(None), inputs(None))
        assert same(inputs(random.Random(7)), inputs(random.Random(7)))
        is_varied = case.task.varied_by(case.settings) != ""
        assert same(inputs(random.Random(7)), inputs(random.Random(8))) != is_varied

    def test_one_step_makes_the_loss_smaller(self, case: Case) -> None:
        batch = case.batch()
        with torch.no_grad():
            features = case.network.get_submodule("backbone")(batch.inputs)
        head = copy.deepcopy(case.network.get_submodule("head"))
        descent = torch.optim.SGD(head.parameters(), lr=1e-3)
        losses = []
        for _ in range(2):
            loss = case.task.loss(head(each_tensor(features, torch.clone)), batch.targets, case.settings, None)
            descent.zero_grad()
            torch.autograd.backward(loss)
            descent.step()
            losses.append(float(loss.detach()))
        assert losses[1] < losses[0]

    def test_a_vanished_sample_is_an_error_that_the_worker_knows(self, case: Case, tmp_path: Path) -> None:
        if "path" not in case.task.columns:
            return  # the revision itself holds the samples, so that none can vanish
        gone = {**case.rows[0], "path": str(tmp_path / "gone")}
        with pytest.raises((OSError, ValueError)):
            case.task.example(gone, case.trained, case.settings, None)


class TestJudging:
    def test_evidence_is_arrays_with_an_entry_a_sample(self, case: Case) -> None:
        evidence = case.evidence()
        assert any(array.ndim == 1 for array in evidence.values())
        assert {len(array) for array in evidence.values()} == {len(case.rows)}

    def test_every_metric_is_measured_and_has_a_baseline(self, case: Case) -> None:
        evidence = case.evidence()
        keys = {facts.key for facts in case.task.metrics}
        baseline = case.task.baseline(case.counts, evidence, case.classes)
        assert set(case.task.measure(evidence)) == keys
        assert {case.task.best_metric, case.task.metrics[0].key} <= set(baseline.values) <= keys
        assert baseline.reason
        values = [*case.task.measure(evidence).values(), *baseline.values.values()]
        assert all(isinstance(value, float) and np.isfinite(value) for value in values)

    def test_resamples_are_measured_together_as_one_by_one(self, case: Case) -> None:
        evidence = case.evidence()
        chosen = np.random.default_rng(0).integers(0, len(case.rows), (20, len(case.rows)))
        together = case.task.measure_resamples(evidence, chosen)
        for number, places in enumerate(chosen):
            found = case.task.measure({name: array[places] for name, array in evidence.items()})
            assert all(np.isfinite(value) for value in found.values())
            assert {key: values[number] for key, values in together.items()} == pytest.approx(found, abs=1e-6)

    def test_being_right_and_sure_scores_best(self, case: Case) -> None:
        batch = case.batch()
        found = case.task.measure(
            case.task.evidence(sure_outputs(batch, case.task.outputs(case.classes)), batch.targets)
        )
        for facts in case.task.metrics:
            assert found[facts.key] == pytest.approx(1.0 if facts.higher_is_better else 0.0, abs=1e-6), facts.key

    def test_models_are_ranked_by_features_that_tell_more_than_a_guess(self, case: Case) -> None:
        probe = case.task.probe()
        assert (probe is not None) == case.task.ranks_models
        if probe is None:
            return
        batch = case.batch()
        with torch.inference_mode():
            features = case.network.get_submodule("backbone")(batch.inputs)
        found = probe(Batch(features, batch.targets, batch.size), [""] * batch.size, case.classes, 3, 0, lambda: None)
        assert sorted(set(found.folds.tolist())) == [0, 1, 2]
        assert len(found.folds) == len(case.rows)
        baseline = case.task.baseline(case.counts, found.evidence, case.classes).values[case.task.best_metric]
        assert case.task.measure(found.evidence)[case.task.best_metric] > baseline

    def test_sections_survive_being_written_and_read(self, case: Case) -> None:
        evidence = case.evidence()
        sections = case.task.sections(evidence, case.ids, case.classes)
        assert sections
        report = SplitReport(
            split="test",
            samples=len(case.rows),
            metrics={},
            baseline={},
            baseline_reason="",
            sections=sections,
        )
        assert SplitReport.from_text(report.to_text()).sections == sections

    def test_predictions_are_as_many_as_samples_and_as_long_as_asked(self, case: Case) -> None:
        found = case.task.predictions(case.evidence(), case.classes, 2)
        assert len(found) == len(case.rows)
        for prediction in found:
            assert prediction.said
            assert 0 <= prediction.confidence <= 1
            if isinstance(prediction, Classes):
                probabilities = [answer.probability for answer in prediction.classes]
                assert len(probabilities) == 2
                assert probabilities == sorted(probabilities, reverse=True)


class TestUsing:
    @pytest.fixture
    def raw(self, case: Case) -> list[dict[str, np.ndarray]]:
        return [dict(case.task.raw(row, case.trained)) for row in case.rows]

    @pytest.fixture
    def said(self, case: Case, raw: list[dict[str, np.ndarray]]) -> list[dict[str, np.ndarray]]:
        exportable = case.task.exportable(case.network, case.trained)

        def answer(inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
            with torch.inference_mode():
                outputs = exportable.module(*(torch.from_numpy(array.copy()) for array in inputs.values()))
            named = outputs if isinstance(outputs, tuple) else (outputs,)
            return {name: out.numpy() for name, out in zip(exportable.outputs, named, strict=True)}

        return [answer(inputs) for inputs in raw]

    def test_the_exportable_takes_what_raw_gives(self, case: Case, raw: list[dict[str, np.ndarray]]) -> None:
        exportable = case.task.exportable(case.network, case.trained)
        assert list(raw[0]) == list(exportable.example)
        assert exportable.input_help
        assert set(exportable.dynamic) <= set(exportable.example)
        for name, tensor in exportable.example.items():
            assert all(inputs[name].ndim == tensor.ndim and len(inputs[name]) == 1 for inputs in raw)

    def test_it_says_what_the_network_says(self, case: Case, said: list[dict[str, np.ndarray]]) -> None:
        evidence = case.task.as_settled(case.evidence(), case.trained)
        for name, array in case.task.said(said, case.rows, case.trained).items():
            if name.endswith("png"):
                assert [masks_agree(*pair) for pair in zip(array, evidence[name], strict=True)] == [1.0] * len(array)
            elif name == FOUND and "boxes" in case.task.columns:
                for things, expected in zip(unpacked(array), unpacked(evidence[name]), strict=True):
                    np.testing.assert_allclose(things, expected, rtol=1e-5, atol=1e-4)
            elif array.dtype.kind == "S":
                assert array.tolist() == evidence[name].tolist()
            else:
                np.testing.assert_allclose(array, evidence[name], atol=1e-5)

    def test_rows_put_together_are_answered_as_each_by_itself(
        self, case: Case, raw: list[dict[str, np.ndarray]], said: list[dict[str, np.ndarray]]
    ) -> None:
        module = case.task.exportable(case.network, case.trained).module
        together = case.task.together(raw, case.trained)
        with torch.inference_mode():
            outputs = list(tensors_in(module(*(torch.from_numpy(np.array(array)) for array in together.values()))))
        for number, answer in enumerate(said):
            for output, (alone,) in zip(outputs, answer.values(), strict=True):
                own = output[number].numpy()[tuple(slice(0, size) for size in alone.shape)]  # others may stand behind
                np.testing.assert_allclose(own, alone, rtol=1e-5, atol=1e-5)

    def test_a_row_of_a_table_is_one_to_be_asked_about(self, case: Case) -> None:
        if not case.task.asked:
            return
        assert case.task.asked[0].needed
        cells = {field.name: str(case.rows[0][field.name]) for field in case.task.asked}
        for name, array in case.task.raw(cells, case.trained).items():
            np.testing.assert_array_equal(array, case.task.raw(case.rows[0], case.trained)[name])
        with pytest.raises(InputError):
            case.task.raw(dict.fromkeys(cells, ""), case.trained)

    def test_answers_agree_with_themselves_and_not_with_others(
        self, case: Case, said: list[dict[str, np.ndarray]]
    ) -> None:
        agreement = case.task.compare(said, said, case.rows, case.trained, 1e-9)
        assert agreement.samples == len(said)
        assert (agreement.largest_difference, agreement.label_agreement) == (0.0, 1.0)
        assert agreement.metric in {facts.key for facts in case.task.metrics}
        assert agreement.metric_difference == 0
        turned = [{name: np.roll(array, 1, axis=-1) for name, array in answer.items()} for answer in said]
        others = case.task.compare(said, turned, case.rows, case.trained, 1e-9)
        assert others.label_agreement < 1 or not others.compared, "a random detector may find nothing"
        assert others.largest_difference > 0 or others.label_agreement in (0, 1), "nothing is found by both"
        loose = case.task.compare(said, said, case.rows, case.trained, tolerance=1.0)
        assert loose.ties == loose.compared

    def test_it_can_explain_itself(self, case: Case, tmp_path: Path) -> None:
        row = case.rows[0]
        explanation = case.task.explain(case.network, case.trained, row, tmp_path / "why.png")
        assert explanation.method
        if isinstance(explanation, HeatMap):
            assert Path(explanation.file) == tmp_path / "why.png"
            assert (tmp_path / "why.png").read_bytes().startswith(b"\x89PNG")
        else:
            texts = (row["text"], row.get("pair") or "")
            for number, text in enumerate(texts):
                words = [word for word in explanation.words if word.text == number]
                assert (
                    " ".join(text[word.start : word.end] for word in words).split() == text.replace("?", " ?").split()
                )
            assert all(-1 <= word.weight <= 1 for word in explanation.words)

    def test_a_file_that_cannot_be_read_is_named(self, case: Case, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="gone") as caught:
            case.task.raw(case.task.given(tmp_path / "gone.png"), case.trained)
        assert caught.value.hint

    def test_what_a_person_gives_is_known_again(self, case: Case) -> None:
        for row, sample in zip(case.rows, case.good, strict=True):
            given = {name: value for name, value in row.items() if name in sample.columns}
            assert case.task.id_of(given) == sample.id

    def test_the_program_beside_an_export_is_a_program(self, case: Case) -> None:
        tree = ast.parse(case.task.program())
        imported = {
            alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert not imported & {"torch", "ptstudio"}
