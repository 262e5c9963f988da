"""From pictures with boxes to counts of things, and of the pictures that hold them."""

import json
from pathlib import Path

import pytest
from PIL import Image

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project, new_run_folder
from ptstudio.engine.importing import run
from tests.helpers.areas import areas_folder
from tests.helpers.placed_projects import CLASSES, PICTURES, cells, coco_folder
from tests.helpers.projects import done


def test_things_are_counted_and_so_are_pictures_without_any(tmp_path: Path) -> None:
    source = coco_folder(tmp_path / "cells")
    Image.new("RGB", (64, 48), (232, 214, 206)).save(source / "empty.png")
    file = source / "annotations.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["images"].append({"id": 99, "file_name": "empty.png", "width": 64, "height": 48})
    file.write_text(json.dumps(content), encoding="utf-8")
    project = Project.create(tmp_path / "project")
    job = ImportJob(task="object-detection", source=str(source), dataset="cells")
    result = done(run, job, project.new_run(job))
    counts = project.revision(result["revision"]).counts
    things = {name: sum(box.label == name for number in range(PICTURES) for box in cells(number).boxes)
              for name in CLASSES}  # fmt: skip
    assert counts.all_marked == result["marked"] == things
    assert sum(counts.empty.values()) == 1
    assert counts.total == PICTURES + 1
    for split in Split:
        assert counts.marked[split].keys() == set(CLASSES)
        assert all(counts.marked[split][name] >= counts.by_split[split][name] for name in CLASSES)
    assert result["marked_by_split"] == {str(split): marked for split, marked in counts.marked.items()}


def test_masks_with_a_table_of_their_classes_are_said_to_be_for_the_other_task(tmp_path: Path) -> None:
    source = areas_folder(tmp_path / "scenes", range(4), 32)
    assert list(source.glob("*.csv"))
    job = ImportJob(task="object-detection", source=str(source), is_dry=True)
    with pytest.raises(DatasetError, match="holds no data for the task “Find things in pictures”") as told:
        done(run, job, new_run_folder(tmp_path / "look", job))
    assert "semantic-segmentation" in told.value.hint


def test_where_nothing_can_be_used_an_error_is_the_reason_and_not_a_warning_before_it(tmp_path: Path) -> None:
    source = coco_folder(tmp_path / "cells")
    file = source / "annotations.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(content | {"info": {"found_by": "a model"}}), encoding="utf-8")
    for picture in source.rglob("*.png"):
        picture.write_bytes(b"no picture")
    project = Project.create(tmp_path / "project")
    job = ImportJob(task="object-detection", source=str(source), dataset="cells")
    with pytest.raises(DatasetError, match=rf"{PICTURES} problems were found\. The first: .*\.png") as caught:
        done(run, job, project.new_run(job))
    assert "answers of a model" not in str(caught.value)
