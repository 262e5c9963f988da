"""The preview: pictures of training samples as they will be varied, or how long they are, whichever the task says."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import PreviewJob, SettingValue, TrainJob
from ptstudio.core.lengths import Lengths
from ptstudio.core.preview import Previewed, Variations
from ptstudio.core.project import Project
from ptstudio.engine import previewing
from ptstudio.engine.previewing import run
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Task
from tests.helpers.projects import coloured_project, done, library_with, training_of
from tests.helpers.tasks import imported_samples, samples_of
from tests.helpers.trainings import smallest_model


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("shared"))


def previewed(shared: tuple[Project, str], preset: str = "balanced", **settings: SettingValue) -> Variations:
    library_with()
    job = PreviewJob(training=training_of(shared[1], preset, "starter", **settings), samples=3, views=2)
    preview = Previewed.model_validate(done(run, job, shared[0].new_run(job))).preview
    assert isinstance(preview, Variations)
    return preview


def pictures_of(preview: Variations) -> list[tuple[str, list[Image.Image]]]:
    return [
        (sample.truth, [Image.open(Path(file)).convert("RGB") for file in (sample.plain, *sample.varied)])
        for sample in preview.samples
    ]


def test_a_sample_of_each_class_is_drawn_as_it_is_and_varied(shared: tuple[Project, str]) -> None:
    result = previewed(shared)
    assert result.is_varied
    drawn = pictures_of(result)
    assert {truth for truth, _ in drawn} == {"red", "green", "blue"}
    for truth, (plain, first, second) in drawn:
        assert plain.size == first.size == (32, 32)
        assert ImageChops.difference(first, second).getbbox() is not None
        means = ImageStat.Stat(plain).mean
        assert ("red", "green", "blue")[means.index(max(means))] == truth


def test_nothing_varies_where_variation_is_off(shared: tuple[Project, str]) -> None:
    for _, (plain, *varied) in pictures_of(previewed(shared, augment=False)):
        assert all(ImageChops.difference(plain, one).getbbox() is None for one in varied)


def test_it_says_that_a_last_layer_alone_sees_no_variations(shared: tuple[Project, str]) -> None:
    assert not previewed(shared, "quick").is_varied
    assert previewed(shared, "quick", head_variations=2).is_varied
    assert previewed(shared, "quick", from_scratch=True).is_varied


def test_settings_that_cannot_be_are_refused(shared: tuple[Project, str]) -> None:
    with pytest.raises(SettingsError, match="epochs"):
        previewed(shared, epochs=-1)


READS = [task for task in all_tasks().values() if task.preview is Lengths]


@pytest.mark.parametrize("task", READS, ids=lambda task: task.key)
def test_what_is_read_is_shown_by_its_lengths_and_by_what_is_cut_off(
    task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "READ_LETTERS", 4)
    project = Project.create(tmp_path / "project")
    long = [
        replace(sample, fields={**sample.fields, "text": 3 * f"{sample.fields['text']} "})
        for sample in samples_of(task, tmp_path)
    ]
    dataset = imported_samples(project, task, long, tmp_path)
    training = TrainJob(task=task.key, dataset=dataset, model=smallest_model(task), preset="quick")

    def lengths(**settings: SettingValue) -> Lengths:
        job = PreviewJob(training=training.model_copy(update={"settings": settings}), samples=2)
        preview = Previewed.model_validate(done(run, job, project.new_run(job))).preview
        assert isinstance(preview, Lengths)
        return preview

    whole = lengths()
    assert list(whole.tokens) == sorted(whole.tokens)
    assert len(whole.tokens) == whole.samples > 10
    assert whole.limit == whole.most >= whole.longest
    assert whole.examples == ()
    cut = lengths(most_tokens=8)
    assert (cut.tokens, cut.most, cut.limit) == (whole.tokens, whole.most, 8)
    assert len(cut.examples) == min(2, cut.unread.cut) > 0
    for text in cut.examples:
        assert text.tokens > 8
        assert text.truth
        cut_off = [part for part in text.parts if part.unread]
        assert text.parts[0] in cut_off
        assert all(len(part.read) <= 5 for part in cut_off)
