"""Features are computed once for each sample, whichever selection of samples they were computed in."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import TrainJob
from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.device import Way
from ptstudio.engine.features import FeatureSet, features_of
from ptstudio.engine.network import build, load_pretrained
from ptstudio.engine.preparation import describe
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks
from tests.helpers.projects import TASK, coloured_project

SOME = 10


class Looks:
    """Asks for features, and notes which samples were opened and which progress was told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        project, dataset = coloured_project(folder)
        data = RevisionData(project, project.revision(dataset))
        self.rows = data.rows(Split.TRAIN)
        self.trained: TrainedModel = describe(
            TrainJob(task=TASK, dataset=dataset, model="starter", preset="quick"), data
        )
        network = build(self.trained)
        load_pretrained(network, self.trained, Library.standard())
        self.backbone = network.get_submodule("backbone")
        self.opened: list[str] = []
        self.told: list[tuple[int, int]] = []
        task = all_tasks()[TASK]
        example = type(task).example

        def noted(task_: Any, row: Any, *others: Any) -> Any:
            self.opened.append(row["id"])
            return example(task_, row, *others)

        monkeypatch.setattr(type(task), "example", noted)

    def features(self, rows: SplitRows, cache: Path, variation: int = 0) -> FeatureSet:
        self.opened.clear()
        self.told.clear()
        way = Way(torch.device("cpu"), batch_size=8)
        return features_of(
            all_tasks()[TASK], self.backbone, rows, self.trained, way, cache, lambda *told: self.told.append(told),
            variation,
        )  # fmt: skip


@pytest.fixture
def looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(tmp_path / "coloured", monkeypatch)


def table(found: FeatureSet) -> np.ndarray:
    return np.stack([found.example(index).inputs.numpy() for index in range(len(found))])


def test_only_what_no_earlier_selection_held_is_computed(looks: Looks, tmp_path: Path) -> None:
    cache, rows = tmp_path / "cache", looks.rows
    some = rows.chosen(range(1, 2 * SOME, 2))
    first = table(looks.features(some, cache))
    assert looks.opened == some.column("id")
    found = table(looks.features(rows, cache))
    assert sorted(looks.opened) == sorted(set(rows.column("id")) - set(some.column("id")))
    assert looks.told[0] == (SOME + 8, len(rows))
    assert looks.told[-1] == (len(rows), len(rows))
    assert (found[1 : 2 * SOME : 2] == first).all()
    np.testing.assert_allclose(found, table(looks.features(rows, tmp_path / "fresh")), rtol=1e-4, atol=1e-5)


def test_a_part_of_what_is_known_opens_nothing(looks: Looks, tmp_path: Path) -> None:
    whole = table(looks.features(looks.rows, tmp_path))
    part = looks.features(looks.rows.chosen([7, 3]), tmp_path)
    assert looks.opened == []
    assert (table(part) == whole[[7, 3]]).all()
    targets = [part.example(index).target for index in range(2)]
    assert targets == [all_tasks()[TASK].target(looks.rows[index]) for index in (7, 3)]


def test_variations_are_kept_apart(looks: Looks, tmp_path: Path) -> None:
    plain = table(looks.features(looks.rows, tmp_path))
    varied = table(looks.features(looks.rows, tmp_path, variation=1))
    assert looks.opened == looks.rows.column("id")
    assert (plain != varied).any()


def test_a_damaged_file_is_passed_over(looks: Looks, tmp_path: Path) -> None:
    looks.features(looks.rows.chosen(range(SOME)), tmp_path)
    (file,) = (tmp_path / "features").glob("*.npy")
    file.write_bytes(file.read_bytes()[:50])
    assert len(looks.features(looks.rows, tmp_path)) == len(looks.rows)
    assert looks.opened == looks.rows.column("id")
