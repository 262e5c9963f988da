"""What was worked out of a sample once is found again, even by another process, unless it was damaged."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ptstudio.core.dataset import Split
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.looking import prepared
from ptstudio.engine.looking.prepared import FOLDER, fresh, kept, trim
from ptstudio.engine.looking.row_file import RowWriter
from ptstudio.tasks._task import Preparation
from tests.helpers.projects import coloured_project


class Maker:
    """Prepares the number of a sample's place, and notes which it has prepared."""

    def __init__(self, rows: SplitRows) -> None:
        self.places = {row["id"]: place for place, row in enumerate(rows)}
        self.made: list[int] = []
        self.preparation = Preparation("square-4", (4, 2), "uint8", self)

    def __call__(self, row: Mapping[str, Any]) -> "np.ndarray":
        place = self.places[row["id"]]
        self.made.append(place)
        return np.full((4, 2), place, np.uint8)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> SplitRows:
    project, dataset = coloured_project(tmp_path_factory.mktemp("rows"))
    return RevisionData(project, project.revision(dataset)).rows(Split.TRAIN)


def only_file(cache: Path) -> Path:
    (file,) = (cache / FOLDER).glob("*.npy")
    return file


def test_each_is_worked_out_once(rows: SplitRows, tmp_path: Path) -> None:
    maker = Maker(rows)
    first = kept(rows, maker.preparation, tmp_path)
    for _ in range(2):
        assert [int(first(place)[3, 1]) for place in (4, 2, 0)] == [4, 2, 0]
    again = kept(rows, maker.preparation, tmp_path)
    assert (again(2) == 2).all()
    assert (again(1) == 1).all()
    assert maker.made == [4, 2, 0, 1]


def test_other_samples_and_another_preparation_have_files_of_their_own(rows: SplitRows, tmp_path: Path) -> None:
    maker = Maker(rows)
    kept(rows, maker.preparation, tmp_path)(0)
    kept(rows.chosen([3, 1]), maker.preparation, tmp_path)(0)
    kept(rows, Preparation("square-5", (5, 5), "uint8", lambda _: np.zeros((5, 5), np.uint8)), tmp_path)(0)
    assert maker.made == [0, 3]
    assert len(list((tmp_path / FOLDER).glob("*.npy"))) == 3


def test_half_written_is_worked_out_anew(rows: SplitRows, tmp_path: Path) -> None:
    maker = Maker(rows)
    kept(rows, maker.preparation, tmp_path)(7)
    file = only_file(tmp_path)
    content = bytearray(file.read_bytes())
    content[content.rindex(7)] = 0
    file.write_bytes(content)
    assert (kept(rows, maker.preparation, tmp_path)(7) == 7).all()
    assert maker.made == [7, 7]


def test_a_damaged_file_costs_only_time(rows: SplitRows, tmp_path: Path) -> None:
    maker = Maker(rows)
    kept(rows, maker.preparation, tmp_path)
    only_file(tmp_path).write_bytes(b"nothing")
    assert (kept(rows, maker.preparation, tmp_path)(3) == 3).all()
    assert (kept(rows, maker.preparation, tmp_path)(3) == 3).all()


def test_a_full_disk_costs_only_time(rows: SplitRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    maker = Maker(rows)
    look = kept(rows, maker.preparation, tmp_path)
    monkeypatch.setattr(RowWriter, "write", full)
    assert (look(3) == 3).all()
    assert (look(3) == 3).all()
    assert maker.made == [3, 3]


def test_without_room_nothing_is_kept(rows: SplitRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST_MB", 1e-6)
    maker = Maker(rows)
    look = kept(rows, maker.preparation, tmp_path)
    assert [int(look(place)[0, 0]) for place in (1, 1)] == [1, 1]
    assert maker.made == [1, 1]
    assert not list(tmp_path.rglob("*.npy"))


def test_whoever_looks_once_leaves_nothing(rows: SplitRows, tmp_path: Path) -> None:
    maker = Maker(rows)
    assert (fresh(rows, maker.preparation)(2) == 2).all()
    assert not list(tmp_path.iterdir())


def test_the_oldest_go(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    files = [tmp_path / FOLDER / f"{number}.npy" for number in range(4)]
    for number, file in enumerate(files):
        file.write_bytes(bytes(400_000))
        os.utime(file, (1000 + number, 1000 + number))
    trim(tmp_path, most_mb=1.0)
    assert [file.exists() for file in files] == [False, False, True, True]
