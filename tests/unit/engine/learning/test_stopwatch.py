"""Stages are timed, also while they last."""

import time

from ptstudio.engine.learning.stopwatch import Stopwatch


def test_stages_add_up_to_what_was_there() -> None:
    watch = Stopwatch({"train": 5.0})
    with watch.stage("train"):
        time.sleep(0.02)
    with watch.stage("evaluate"):
        pass
    assert 5.02 <= watch.seconds["train"] < 6
    assert watch.rounded()["total"] == round(sum(watch.seconds.values()), 3)


def test_a_stage_under_way_is_counted_so_that_a_killed_training_forgets_nothing() -> None:
    watch = Stopwatch()
    with watch.stage("train"):
        time.sleep(0.02)
        assert watch.seconds["train"] >= 0.02
        inside = watch.seconds["train"]
    assert watch.seconds["train"] >= inside
