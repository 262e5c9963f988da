"""Checkpoints: whole, checked, the newest sound one counts, and a disk may fill up at any moment of writing one."""

import errno
import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import SafetensorError

from ptstudio.core.errors import DiskFull
from ptstudio.engine.learning import checkpoint as checkpoints
from ptstudio.engine.learning.checkpoint import KEPT, Checkpoint, clear_leftovers, newest, reached, save, save_best
from ptstudio.engine.learning.position import Position


def checkpoint(epoch: int, step: int = 0) -> Checkpoint:
    weights = {"head.weight": torch.full((2, 3), float(epoch))}
    machinery = {"optimizer": {"state": {0: {"step": torch.tensor(5.0)}}, "param_groups": [{"lr": 0.1}]}}
    return Checkpoint(Position(epoch=epoch, step=step, best_score=(0.5, -1.0)), weights, weights, machinery)


class Warnings:
    """What was warned of."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __call__(self, message: str, hint: str) -> None:
        assert hint
        self.said.append(message)


@pytest.fixture
def warn() -> Warnings:
    return Warnings()


def epoch_of(folder: Path, warn: Callable[[str, str], None]) -> int | None:
    opened = newest(folder, warn)
    return opened.position.epoch if opened else None


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path, warn: Warnings) -> None:
    save(checkpoint(3, 7), tmp_path)
    opened = newest(tmp_path, warn)
    assert opened is not None
    assert opened.position == Position(epoch=3, step=7, best_score=(0.5, -1.0))
    assert torch.equal(opened.weights["head.weight"], torch.full((2, 3), 3.0))
    assert opened.machinery["optimizer"]["param_groups"][0]["lr"] == 0.1
    assert warn.said == []


def test_only_the_newest_and_the_best_are_kept(tmp_path: Path, warn: Warnings) -> None:
    for epoch in (1, 2, 9, 10):
        save_best(Position(epoch=epoch, best_epoch=epoch), {"head.weight": torch.zeros(2)}, tmp_path)
        save(checkpoint(epoch), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "best-00010", "epoch-00009-step-000000", "epoch-00010-step-000000",
    ]  # fmt: skip
    assert KEPT == 2
    assert epoch_of(tmp_path, warn) == 10


FILES = ["weights.safetensors", "best.safetensors", "machinery.pt", "checkpoint.json"]


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if how == "cut" else b"\x00" + content[1:])


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("how", ["cut", "changed", "gone"])
def test_a_damaged_checkpoint_gives_way_to_the_one_before_and_that_is_said(
    tmp_path: Path, file: str, how: str, warn: Warnings
) -> None:
    save(checkpoint(1), tmp_path)
    damage(save(checkpoint(2), tmp_path) / file, how)
    assert epoch_of(tmp_path, warn) == 1
    assert len(warn.said) == 1
    assert "epoch-00002-step-000000" in warn.said[0]
    assert "after epoch 1" in warn.said[0]


def test_how_far_a_training_has_come_is_told_without_its_weights(tmp_path: Path) -> None:
    assert reached(tmp_path) == Position()
    save(checkpoint(1), tmp_path)
    second = save(checkpoint(2, 5), tmp_path)
    for weights in second.glob("*.safetensors"):
        weights.unlink()
    assert (reached(tmp_path).epoch, reached(tmp_path).step) == (2, 5)
    damage(second / "checkpoint.json", "cut")
    assert reached(tmp_path).epoch == 1


def test_the_best_weights_outlive_the_newest_two(tmp_path: Path, warn: Warnings) -> None:
    save_best(Position(epoch=4, phase_epoch=4, best_epoch=4), {"head.weight": torch.full((2,), 4.0)}, tmp_path)
    for epoch in (6, 7):
        damage(save(checkpoint(epoch), tmp_path) / FILES[0], "cut")
    opened = newest(tmp_path, warn)
    assert opened is not None
    assert opened.position.epoch == 4
    assert torch.equal(opened.best["head.weight"], torch.full((2,), 4.0))
    assert opened.machinery == {}
    assert "best epoch so far, 4, with a fresh optimiser" in warn.said[0]


def test_one_of_a_newer_program_is_left_alone_and_one_of_an_older_is_read(tmp_path: Path, warn: Warnings) -> None:
    save(checkpoint(1), tmp_path)
    newer = save(checkpoint(2), tmp_path) / "checkpoint.json"
    newer.write_text(newer.read_text().replace('"version": 1', '"version": 99'))
    assert epoch_of(tmp_path, warn) == 1
    assert "newer PTStudio" in warn.said[0]
    assert newer.exists()
    older = tmp_path / "epoch-00001-step-000000" / "checkpoint.json"
    older.write_text(older.read_text().replace('"version": 1,', ""))
    assert epoch_of(tmp_path, warn) == 1


def test_there_may_be_none(tmp_path: Path, warn: Warnings) -> None:
    (tmp_path / "epoch-xyz").mkdir()
    assert newest(tmp_path, warn) is None
    assert newest(tmp_path / "nowhere", warn) is None
    assert warn.said == []


def test_where_all_are_damaged_the_training_begins_again_and_says_so(tmp_path: Path, warn: Warnings) -> None:
    damage(save(checkpoint(1), tmp_path) / FILES[0], "cut")
    assert newest(tmp_path, warn) is None
    assert "starts from the beginning" in warn.said[0]


def test_weights_that_are_no_numbers_are_known() -> None:
    assert checkpoint(1).is_sound
    broken = Checkpoint(Position(), {"head.bias": torch.tensor([1.0, torch.nan])}, {}, {})
    assert not broken.is_sound


def fill_up_at(monkeypatch: pytest.MonkeyPatch, moment: int) -> list[str]:
    """The disk is full from the n-th thing on that is written; gives what was written, in order."""
    written: list[str] = []

    def until_full(name: str, plain: Any, error: Callable[[], Exception]) -> Any:
        def write(*arguments: Any, **more: Any) -> Any:
            written.append(name)
            if len(written) >= moment:
                raise error()
            return plain(*arguments, **more)

        return write

    def full() -> OSError:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def full_in_rust() -> SafetensorError:
        return SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")

    def full_in_c() -> RuntimeError:
        return RuntimeError("[enforce fail at inline_container.cc:671] . unexpected pos 576 vs 534")

    for place, name, error in (
        (checkpoints, "save_file", full_in_rust),
        (torch, "save", full_in_c),
        (Path, "write_text", full),
        (os, "fsync", full),
        (os, "mkdir", full),
        (Path, "replace", full),
    ):
        monkeypatch.setattr(place, name, until_full(name, getattr(place, name), error))
    return written


def saving_stops(folder: Path) -> DiskFull | None:
    """Save; gives why that could not be done."""
    try:
        save_best(Position(epoch=2, best_epoch=2), {"head.weight": torch.zeros(2)}, folder)
        save(checkpoint(2), folder)
    except DiskFull as problem:
        return problem
    return None


def test_a_disk_may_fill_up_at_every_single_thing_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warn: Warnings
) -> None:
    """Nothing that was saved before is lost, it is said what happened, and later the same can be saved."""
    kinds: set[str] = set()
    for moment in itertools.count(1):
        folder = tmp_path / str(moment)
        save_best(Position(epoch=1, best_epoch=1), {"head.weight": torch.ones(2)}, folder)
        save(checkpoint(1), folder)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with monkeypatch.context() as patch:
            written = fill_up_at(patch, moment)
            problem = saving_stops(folder)
        if problem is None:
            break
        assert "disk is full" in problem.message
        assert "saved before is untouched" in problem.hint
        kinds.add(written[-1])
        assert all(path.read_bytes() == content for path, content in before.items() if "best" not in path.parent.name)
        clear_leftovers(folder)
        assert epoch_of(folder, warn) == 1
        save_best(Position(epoch=2, best_epoch=2), {"head.weight": torch.zeros(2)}, folder)
        save(checkpoint(2), folder)
        assert epoch_of(folder, warn) == 2
        assert not list(folder.glob(".*"))
    assert kinds == {"save_file", "save", "write_text", "fsync", "mkdir", "replace"}
    assert moment > 12
    assert warn.said == []
