"""Features are computed once for each sample, whichever selection of samples they were computed in."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ptstudio.core.dataset import Split
from ptstudio.core.jobs import TrainJob
from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.network import build, load_pretrained
from ptstudio.engine.learning.preparation import describe
from ptstudio.engine.looking.features import FeatureSet, features_of
from ptstudio.engine.looking.samples import AS_PREDICTED, Samples, View
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Preparation
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
        self.monkeypatch = monkeypatch
        self.opened: list[str] = []
        self.told: list[tuple[int, int]] = []
        task = all_tasks()[TASK]
        example = type(task).example

        def noted(task_: Any, row: Any, *others: Any) -> Any:
            self.opened.append(row["id"])
            return example(task_, row, *others)

        monkeypatch.setattr(type(task), "example", noted)

    def features(self, rows: SplitRows, cache: Path, view: View = AS_PREDICTED, **settings: Any) -> FeatureSet:
        self.opened.clear()
        self.told.clear()
        way = Way(torch.device("cpu"), batch_size=8)
        samples = Samples(self._told(settings), rows, cache)
        return features_of(samples, self.backbone, way, lambda *told: self.told.append(told), view)

    def _told(self, settings: dict[str, Any]) -> TrainedModel:
        return self.trained.model_copy(update={"settings": self.trained.settings | settings})


@pytest.fixture
def looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(tmp_path / "coloured", monkeypatch)


def table(found: FeatureSet) -> np.ndarray:
    inputs: np.ndarray = found.batch(range(len(found))).inputs.numpy()
    return inputs


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
    targets = part.batch([0, 1]).targets.tolist()
    assert targets == [looks.rows[index]["label"] for index in (7, 3)]


def test_variations_are_kept_apart(looks: Looks, tmp_path: Path) -> None:
    plain = table(looks.features(looks.rows, tmp_path))
    varied = table(looks.features(looks.rows, tmp_path, View(is_exact=False, variation=1)))
    assert sorted(looks.opened) == sorted(looks.rows.column("id"))
    assert (plain != varied).any()


def test_views_depend_on_how_samples_vary_and_on_nothing_else_of_the_settings(looks: Looks, tmp_path: Path) -> None:
    view = View(is_exact=False, variation=1)
    first = table(looks.features(looks.rows, tmp_path, view))
    assert (table(looks.features(looks.rows, tmp_path, view, learning_rate=0.5, epochs=3)) == first).all()
    assert looks.opened == []
    assert (table(looks.features(looks.rows, tmp_path, view, seed=9)) != first).any()
    assert (table(looks.features(looks.rows, tmp_path, view, rotate=90.0)) != first).any()


def test_several_views_of_a_sample_decode_it_once(looks: Looks, tmp_path: Path) -> None:
    made: list[str] = []
    task = all_tasks()[TASK]
    preparation = type(task).preparation

    def noted(*asked: Any, **how: Any) -> Preparation:
        found = preparation(*asked, **how)
        assert found is not None

        def make(row: Any) -> np.ndarray:
            made.append(row["id"])
            return found.make(row)

        return replace(found, make=make)

    looks.monkeypatch.setattr(type(task), "preparation", noted)
    for variation in (1, 2, 3):
        looks.features(looks.rows, tmp_path, View(is_exact=False, variation=variation, is_kept=True))
    assert sorted(made) == sorted(looks.rows.column("id"))


def test_looked_at_exactly_is_looked_at_as_prediction_does(looks: Looks, tmp_path: Path) -> None:
    exact = table(looks.features(looks.rows, tmp_path))
    about = table(looks.features(looks.rows, tmp_path, View(is_exact=False)))
    assert sorted(looks.opened) == sorted(looks.rows.column("id"))
    spread = exact.std()
    assert np.abs(exact - about).mean() < 0.05 * spread


def test_a_damaged_file_is_passed_over(looks: Looks, tmp_path: Path) -> None:
    looks.features(looks.rows.chosen(range(SOME)), tmp_path)
    (file,) = (tmp_path / "features").glob("*.npy")
    file.write_bytes(file.read_bytes()[:50])
    assert len(looks.features(looks.rows, tmp_path)) == len(looks.rows)
    assert sorted(looks.opened) == sorted(looks.rows.column("id"))
