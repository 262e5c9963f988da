"""The ways that are chosen for a network are found again, and lost where nothing can be written."""

from pathlib import Path

import pytest
import torch

from ptstudio.core.folders import data_folder
from ptstudio.engine.choosing import remembered_speed, speed, trying
from ptstudio.engine.choosing.candidates import Candidate
from ptstudio.engine.choosing.trial import Timed, Tried
from ptstudio.engine.computing.device import Way
from ptstudio.tasks._task import Batch
from tests.helpers.subjects import subject


def remembered() -> list[Path]:
    return list((data_folder() / "speed").glob("*.json"))


def test_looking_and_training_are_measured_apart_and_found_again() -> None:
    first = speed.choose_way(subject("thorough"))
    assert len(remembered()) == 2
    assert min(first.looking.samples_per_s, first.exact.samples_per_s, first.training.samples_per_s) > 0
    assert first.exact.precision == "float32"
    assert not first.training.is_fused, "what learns cannot be fused"
    assert speed.choose_way(subject("thorough")) == first


def test_a_last_layer_alone_needs_no_way_of_training() -> None:
    found = speed.choose_way(subject("quick"))
    assert len(remembered()) == 1
    assert found.training.samples_per_s == 0
    assert [choice.name for choice in found.choices] == ["way_of_looking", "batch_size"]


def test_each_choice_shows_what_was_tried_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "best_threads", lambda *_: torch.get_num_threads())
    found = {choice.name: choice for choice in speed.choose_way(subject("thorough")).choices}
    assert {"way_of_looking", "way_of_training", "batch_size"} == set(found)
    for name in ("way_of_looking", "way_of_training"):
        timings = found[name].timings
        assert found[name].value in {timing.way for timing in timings}
        assert min(timing.samples_per_s for timing in timings) > 0
        assert "samples a second" in found[name].reason


def test_the_precision_asked_for_is_kept() -> None:
    found = speed.choose_way(subject("thorough", precision="bfloat16"))
    assert (found.looking.precision, found.training.precision) == ("bfloat16", "bfloat16")
    assert found.exact.precision == "float32"
    assert all("as you asked" in choice.reason for choice in found.choices if choice.name.startswith("way"))


@pytest.mark.parametrize(
    ("gain", "looking", "training"),
    [(1.1, "float32", "float32"), (1.2, "float32", "bfloat16"), (1.4, "bfloat16", "bfloat16")],
)
def test_half_precision_has_to_gain_more_in_looks_than_in_steps(
    monkeypatch: pytest.MonkeyPatch, gain: float, looking: str, training: str
) -> None:
    ways = [Way(torch.device("cpu"), precision, batch_size=8) for precision in ("float32", "bfloat16")]
    timed = Tried((Timed(ways[0], 100.0), Timed(ways[1], 100.0 * gain)))
    monkeypatch.setattr(trying, "tried", lambda *_, **__: timed)
    monkeypatch.setattr(trying, "best_threads", lambda *_: 1)
    found = speed.choose_way(subject("thorough"))
    assert (found.looking.precision, found.training.precision) == (looking, training)
    assert found.exact.precision == "float32"


@pytest.mark.parametrize(("cores", "sizes"), [(2, {8}), (8, {8}), (9, {8, 32, 64})])
def test_larger_batches_are_tried_where_eight_samples_cannot_keep_all_cores_busy(
    monkeypatch: pytest.MonkeyPatch, cores: int, sizes: set[int]
) -> None:
    seen: set[int] = set()

    def tried(candidates: list[Candidate], *_: object, **__: object) -> Tried:
        seen.update(candidate.way.batch_size for candidate in candidates)
        return Tried(tuple(Timed(candidate.way, 100.0) for candidate in candidates))

    monkeypatch.setattr(trying, "tried", tried)
    monkeypatch.setattr(trying, "best_threads", lambda *_: 1)
    monkeypatch.setattr(trying, "usable_cores", lambda: cores)
    trying.try_looking(subject(), subject().batch_of(8))
    assert seen == sizes


def test_trying_changes_neither_the_network_nor_the_dice() -> None:
    tried_on = subject("thorough")
    before = {name: tensor.clone() for name, tensor in tried_on.network.state_dict().items()}
    dice = torch.get_rng_state()
    tried_on = trying.Subject(**{**vars(tried_on), "batch_of": lambda count: Batch(*_zeros(count), count)})
    speed.choose_way(tried_on)
    assert torch.equal(torch.get_rng_state(), dice)
    after = tried_on.network.state_dict()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    assert all(parameter.grad is None for parameter in tried_on.network.parameters())


def _zeros(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.zeros(count, 3, 8, 8), torch.zeros(count, dtype=torch.long)


def test_far_more_work_is_worth_measuring_again_what_was_left_out(tmp_path: Path) -> None:
    measured = trying.try_looking(subject(), subject().batch_of(8))
    some = measured.model_copy(update={"is_whole": False, "samples": 100})
    remembered_speed.remember(tmp_path / "some.json", some)
    assert remembered_speed.recalled(tmp_path / "some.json", 399) == some
    assert remembered_speed.recalled(tmp_path / "some.json", 400) is None
    remembered_speed.remember(tmp_path / "all.json", some.model_copy(update={"is_whole": True}))
    assert remembered_speed.recalled(tmp_path / "all.json", 10**6) is not None


def test_what_an_earlier_version_wrote_is_measured_anew(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text('{"sample_mb": 1.0, "timings": [{"precision": "float32", "is_channels_last": true}]}')
    assert remembered_speed.recalled(file, 10) is None


def test_where_nothing_can_be_written_work_goes_on_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    remembered_speed._say_that_nothing_is_kept.cache_clear()
    (data_folder() / "speed").write_text("in the way of the folder", encoding="ascii")
    for _ in range(2):
        assert speed.choose_way(subject()).looking.samples_per_s > 0
    said = [message for message in caplog.messages if "cannot be remembered" in message]
    assert len(said) == 1
    caplog.clear()
