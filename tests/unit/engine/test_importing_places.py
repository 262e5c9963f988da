"""What an import says of data in which things are marked otherwise than the task learns."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ptstudio.core.errors import DatasetError
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import new_run_folder
from ptstudio.engine.importing import run
from tests.helpers.annotations import SCENES, coco, voc, yolo
from tests.helpers.projects import done


def refusal(tmp_path: Path, source: Path) -> DatasetError:
    """Why areas cannot be learned from a source."""
    job = ImportJob(task="semantic-segmentation", source=str(source), is_dry=True)
    with pytest.raises(DatasetError) as caught:
        done(run, job, new_run_folder(tmp_path / "look", job))
    return caught.value


@pytest.mark.parametrize("make", [coco, yolo])
@pytest.mark.parametrize("pictures", [2, 3])
def test_boxes_alone_are_told_to_be_boxes(tmp_path: Path, make: Callable[..., Path], pictures: int) -> None:
    told = refusal(tmp_path, make(tmp_path / "source", SCENES[:pictures]))
    assert "Only boxes are drawn in it" in told.message, "also where there are pictures in which nothing is"
    assert "“Find things in pictures”" in told.hint


def test_a_form_that_only_has_boxes_is_named_with_the_task_that_it_suits(tmp_path: Path) -> None:
    told = refusal(tmp_path, voc(tmp_path / "source"))
    assert "XML files with the boxes of each picture" in told.message
    assert "--task object-detection" in told.hint
