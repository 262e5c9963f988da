"""How far a trained model is, and how long it will still take."""

from pathlib import Path

import pytest

from ptstudio.app.tried import Tried
from ptstudio.app.trying_progress import heat_maps_s, of_answers, of_heat_maps
from ptstudio.core.events import PredictionMade, StepEnded
from ptstudio.core.requests import EXPLAINING, MOMENTS

LOOKS = 50


def tried(seconds: float | None = None) -> Tried:
    made = None if seconds is None else PredictionMade(request="1", seconds=seconds)
    return Tried(Path("a.png"), made=made)


def test_heat_maps_take_a_look_for_each_part() -> None:
    assert heat_maps_s([tried(0.2), tried(0.4), tried()], LOOKS) == pytest.approx(30)
    assert heat_maps_s([tried(0.2)], 1) == 0


def test_before_the_first_look_the_answers_say_how_long_it_takes() -> None:
    progress = of_heat_maps(3, [tried(0.2), tried(0.4)], LOOKS, None)
    assert progress.remaining_s == pytest.approx(30)
    assert progress.words == "picture 2 of 3 · look 0 of 50 · about 30 s left"
    assert (progress.done, progress.total) == (50, 150)


def test_the_looks_so_far_say_how_long_the_rest_takes() -> None:
    step = StepEnded(stage=EXPLAINING, done=10, total=50, remaining_s=4)
    progress = of_heat_maps(2, [tried(9), tried(9)], LOOKS, step)
    assert progress.remaining_s == pytest.approx(4 + 5)
    assert (progress.done, progress.total) == (10, 100)
    alone = of_heat_maps(1, [tried(9)], LOOKS, step.model_copy(update={"done": 50, "remaining_s": 0}))
    assert alone.words.startswith("look 50 of 50")


def test_a_video_says_how_many_moments_there_are() -> None:
    step = StepEnded(stage=MOMENTS, done=3, total=60, remaining_s=114)
    progress = of_answers([tried()], step)
    assert progress.words == "3 of 60 moments · about 2 min left"
    assert (progress.title, progress.done, progress.total) == ("Looking at a video", 3, 60)


def test_pictures_are_counted() -> None:
    assert of_answers([tried(), tried()], None).words == "0 of 2"
    progress = of_answers([tried(2), tried(4), tried(), tried()], None)
    assert progress.words == "2 of 4 · about 6 s left"
    assert progress.remaining_s == 6
