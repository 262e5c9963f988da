"""Checkpoints: whole, checked, the newest sound one counts."""

from pathlib import Path

import pytest
import torch

from ptstudio.core.errors import DiskFull
from ptstudio.engine.checkpoint import KEPT, Checkpoint, Position, newest, save


def checkpoint(epoch: int, step: int = 0) -> Checkpoint:
    weights = {"head.weight": torch.full((2, 3), float(epoch))}
    machinery = {"optimizer": {"state": {0: {"step": torch.tensor(5.0)}}, "param_groups": [{"lr": 0.1}]}}
    return Checkpoint(Position(epoch=epoch, step=step, best_score=(0.5, -1.0)), weights, weights, machinery)


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    save(checkpoint(3, 7), tmp_path)
    opened = newest(tmp_path)
    assert opened is not None
    assert opened.position == Position(epoch=3, step=7, best_score=(0.5, -1.0))
    assert torch.equal(opened.weights["head.weight"], torch.full((2, 3), 3.0))
    assert opened.machinery["optimizer"]["param_groups"][0]["lr"] == 0.1


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    for epoch in (1, 2, 9, 10):
        save(checkpoint(epoch), tmp_path)
    assert len(list(tmp_path.iterdir())) == KEPT
    opened = newest(tmp_path)
    assert opened is not None
    assert opened.position.epoch == 10


@pytest.mark.parametrize("file", ["weights.safetensors", "best.safetensors", "machinery.pt", "checkpoint.json"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_checkpoint_gives_way_to_the_one_before(tmp_path: Path, file: str, damage: str) -> None:
    save(checkpoint(1), tmp_path)
    path = save(checkpoint(2), tmp_path) / file
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\x00" + content[1:])
    opened = newest(tmp_path)
    assert opened is not None
    assert opened.position.epoch == 1


def test_there_may_be_none(tmp_path: Path) -> None:
    (tmp_path / "epoch-xyz").mkdir()
    assert newest(tmp_path) is None
    assert newest(tmp_path / "nowhere") is None


def test_a_disk_that_fills_up_keeps_the_checkpoint_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(checkpoint(1), tmp_path)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full_disk)
    with pytest.raises(DiskFull, match="disk is full"):
        save(checkpoint(2), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["epoch-00001-step-000000"]
