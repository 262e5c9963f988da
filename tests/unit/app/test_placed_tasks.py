"""Which tasks say where something is, told by their columns."""

from pathlib import Path

from ptstudio.app.placed_tasks import finds_places, has_boxes, has_places, heat_map_words
from ptstudio.core.jobs import ProbeJob, TrainJob
from ptstudio.core.run import Run


def test_a_task_is_known_by_what_its_data_hold() -> None:
    assert has_places("object-detection")
    assert has_boxes("object-detection")
    assert not has_places("image-classification")
    assert not has_boxes("a task of another version")


def test_a_trained_model_is_known_by_its_task() -> None:
    job = TrainJob(task="object-detection", dataset="cells/0001", model="starter", preset="quick", command="")
    assert finds_places(Run(folder=Path("a"), job=job))
    assert not finds_places(Run(folder=Path("b"), job=ProbeJob()))
    assert not finds_places(None)


def test_what_a_heat_map_shows_hangs_on_what_the_data_hold() -> None:
    def words(task: str) -> str:
        job = TrainJob(task=task, dataset="cells/0001", model="starter", preset="quick", command="")
        return heat_map_words(Run(folder=Path("a"), job=job))

    assert "surest of" in words("object-detection")
    assert "hesitates" in words("semantic-segmentation")
    assert words("image-classification") == heat_map_words(None) == "Show where the network looked"
