"""What a search comes to: the best, the settings to use, and how far to trust it."""

from ptstudio.core.events import TrialEnded
from ptstudio.core.jobs import SettingValue, TrainJob, TuneJob
from ptstudio.core.metric import MetricFacts, exact_share
from ptstudio.core.tuning import Tuning

ACCURACY = MetricFacts(key="accuracy", title="Accuracy", help="")
LOSS = MetricFacts(key="log_loss", title="Log loss", help="", higher_is_better=False, scale="number")
JOB = TuneJob(training=TrainJob(task="t", dataset="d/0001", model="m", preset="quick", settings={"seed": 4}))


def trial(number: int, value: float | None, *, is_best: bool = False, **settings: SettingValue) -> TrialEnded:
    state = "failed" if value is None else "finished"
    return TrialEnded.model_validate(
        {"number": number, "settings": settings, "value": value, "state": state, "seconds": 1, "is_best": is_best}
    )


def test_the_best_settings_are_those_of_the_draft_with_what_was_tried() -> None:
    found = Tuning(
        JOB, [trial(1, 0.7, is_best=True, warmup=0.1), trial(2, 0.9, is_best=True, warmup=0.2)], ACCURACY, 500
    )
    assert found.best is not None
    assert found.best.number == 2
    assert found.best_settings == {"seed": 4, "warmup": 0.2}
    assert found.best_training.settings == found.best_settings
    said = found.verdict.say()
    assert said.startswith(f"Trial 2 did best: Accuracy {exact_share(0.9)}")
    assert f"{exact_share(0.7)} with the settings you began with." in said
    assert "chance" not in said, "500 samples can tell 70 % from 90 %"


def test_a_small_gain_on_few_samples_is_called_what_it_may_be() -> None:
    found = Tuning(JOB, [trial(1, 0.72, is_best=True), trial(2, 0.74, is_best=True, warmup=0.2)], ACCURACY, 54)
    assert found.verdict.say().endswith("On 54 samples, so small a difference may be chance.")


def test_where_the_draft_was_best_it_stays() -> None:
    found = Tuning(JOB, [trial(1, 0.9, is_best=True, warmup=0.1), trial(2, 0.8, warmup=0.2)], ACCURACY)
    assert found.best_settings == {"seed": 4}
    assert found.verdict.say().startswith("Nothing that was tried did better")


def test_nothing_is_claimed_before_there_is_a_result() -> None:
    assert Tuning(JOB, [], ACCURACY).verdict.say() == "No trial has come to a result yet."
    found = Tuning(JOB, [trial(1, None), trial(2, 0.8, is_best=True, warmup=0.2)], ACCURACY)
    assert found.first is None
    assert found.verdict.say().startswith(f"Trial 2 did best: Accuracy {exact_share(0.8)}")


def test_trials_are_ranked_by_a_metric_that_may_be_better_when_lower() -> None:
    trials = [trial(1, 0.7, is_best=True), trial(2, None), trial(3, 0.5, is_best=True), trial(4, 0.5), trial(5, 0.6)]
    assert [one.number for one in Tuning(JOB, trials, LOSS).ranked] == [3, 4, 5, 1]
    assert [one.number for one in Tuning(JOB, trials, ACCURACY).ranked] == [1, 5, 3, 4]


def test_the_caution_counts_what_was_measured() -> None:
    trials = [trial(1, 0.7, is_best=True), trial(2, None), trial(3, 0.8, is_best=True)]
    assert Tuning(JOB, trials, ACCURACY).caution.say().startswith("The best of 2 results")
