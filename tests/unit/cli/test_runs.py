"""Which run is meant where a project is named."""

from pathlib import Path

import pytest

from ptstudio.cli.runs import trained_run
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project


@pytest.mark.parametrize(
    ("settings", "how"), [({}, "(starter, quick)"), ({"from_scratch": True}, "(starter, from scratch)")]
)
def test_of_a_project_it_is_said_which_training_is_taken(
    settings: dict[str, SettingValue], how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project.create(tmp_path / "project")
    job = TrainJob(task="image-classification", dataset="d/0001", model="starter", preset="quick", settings=settings)
    for _ in range(2):
        (project.new_run(job) / "model").mkdir()
    newest = project.runs()[-1]
    assert trained_run(project.folder) == newest
    said = capsys.readouterr().err
    assert f"the newest training is taken, {newest.name} {how}" in said
    assert str(project.folder / "runs") in said, "where the others are"
    trained_run(newest)
    assert "the newest training" not in capsys.readouterr().err, "who names a run knows which it is"
