"""What is said of bytes that arrive."""

from ptstudio.app.download_state import percent
from ptstudio.app.download_words import arriving
from ptstudio.core.events import StepEnded

MB = 10**6


def step(done: float, total: float | None = 44, **facts: float) -> StepEnded:
    whole = None if total is None else round(total * MB)
    return StepEnded.model_validate({"stage": "download", "done": round(done * MB), "total": whole, **facts})


def test_amount_speed_and_time_left_are_told_as_far_as_they_are_known() -> None:
    assert arriving(step(12)) == "12 MB of 44 MB"
    assert arriving(step(12, bytes_per_s=3.1 * MB)) == "12 MB of 44 MB, 3.1 MB a second"
    whole = step(1200, 2048, bytes_per_s=3.1 * MB, remaining_s=280)
    assert arriving(whole) == "1.2 GB of 2.0 GB, 3.1 MB a second, about 5 min left"
    assert arriving(step(44, bytes_per_s=0, remaining_s=0)) == "44 MB of 44 MB"


def test_the_share_is_whole_per_cents_and_never_says_done_too_early() -> None:
    assert percent(None) == 0
    assert percent(step(0.1)) == 0
    assert percent(step(43.99)) == 99
    assert percent(step(44)) == 100
    assert percent(step(3, total=None)) == 0
