"""The preview: pictures of training samples, as they are and as they will be varied."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import PreviewJob, SettingValue
from ptstudio.core.project import Project
from ptstudio.engine.previewing import run
from tests.helpers.projects import coloured_project, done, library_with, training_of


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("shared"))


def previewed(shared: tuple[Project, str], preset: str = "balanced", **settings: SettingValue) -> dict[str, object]:
    library_with()
    job = PreviewJob(training=training_of(shared[1], preset, "starter", **settings), samples=3, views=2)
    return done(run, job, shared[0].new_run(job))


def pictures_of(result: dict[str, object]) -> list[tuple[str, list[Image.Image]]]:
    samples = result["samples"]
    assert isinstance(samples, list)
    return [
        (sample["truth"], [Image.open(Path(file)).convert("RGB") for file in (sample["plain"], *sample["varied"])])
        for sample in samples
    ]


def test_a_sample_of_each_class_is_drawn_as_it_is_and_varied(shared: tuple[Project, str]) -> None:
    result = previewed(shared)
    assert result["is_varied"] is True
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
    assert previewed(shared, "quick")["is_varied"] is False
    assert previewed(shared, "quick", head_variations=2)["is_varied"] is True
    assert previewed(shared, "quick", from_scratch=True)["is_varied"] is True


def test_settings_that_cannot_be_are_refused(shared: tuple[Project, str]) -> None:
    with pytest.raises(SettingsError, match="epochs"):
        previewed(shared, epochs=-1)
