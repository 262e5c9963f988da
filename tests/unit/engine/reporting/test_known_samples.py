"""A file that a training has seen is recognised by its content."""

import shutil
from pathlib import Path

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.project import Project
from ptstudio.data._revision import open_table
from ptstudio.engine.reporting.known_samples import KnownSamples
from ptstudio.tasks import all_tasks
from tests.helpers.pictures import save
from tests.helpers.projects import coloured_folders, imported

TASK = all_tasks()["image-classification"]


def test_a_file_is_known_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    key = imported(project, coloured_folders(tmp_path / "colours"))
    known = KnownSamples(project.new_run(ProbeJob()), key, TASK)
    rows = open_table(project.revision_folder(key)).to_pylist()
    for split in Split:
        path = next(row["path"] for row in rows if row["split"] == split)
        copy = tmp_path / f"{split}.bin"
        shutil.copy(Path(project.revision(key).root) / path, copy)
        assert known.split_of(TASK.given(copy)) is split
    assert known.split_of(TASK.given(save(tmp_path / "new.png", seed=987))) is None
    assert known.split_of(TASK.given(tmp_path / "gone.png")) is None


def test_without_a_project_nothing_is_known(tmp_path: Path) -> None:
    known = KnownSamples(tmp_path / "run", "d/0001", TASK)
    assert known.split_of(TASK.given(save(tmp_path / "new.png"))) is None
