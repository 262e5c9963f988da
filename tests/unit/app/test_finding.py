"""Rate tests, searches and cross-validations in words and figures."""

from pathlib import Path

import pytest

from ptstudio.app import finding
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks
from tests.helpers import findings
from tests.helpers.windows import TASK, dataset


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "project")
    dataset(made)
    return made


def test_each_is_told_in_a_line(project: Project) -> None:
    rates, search, folds = (
        Run.open(put(project)) for put in (findings.put_rate_test, findings.put_search, findings.put_folds)
    )
    assert finding.words_of(rates, project).startswith("The test suggests a learning rate of 0.0")
    assert finding.words_of(search, project).startswith("The best of 24 trials reached ")
    assert finding.words_of(folds, project).startswith("Accuracy 78.1\N{NO-BREAK SPACE}% ± ")


def test_a_run_that_has_come_to_nothing_says_nothing(project: Project) -> None:
    folder = findings.put_folds(project)
    (folder / "events.jsonl").unlink()
    assert finding.words_of(Run.open(folder), project) == ""


def test_the_newest_for_this_model_on_these_data_counts(project: Project) -> None:
    runs = [Run.open(put(project)) for put in (findings.put_rate_test, findings.put_search)]
    training = findings.drafted(project)
    newest = max(runs, key=lambda run: run.order)
    assert finding.latest(runs, training) is newest
    assert finding.latest(runs, training.model_copy(update={"model": "resnet18"})) is None
    assert finding.latest(runs, training.model_copy(update={"dataset": "rubbish/0002"})) is None


def test_rates_lie_on_decades() -> None:
    points = findings.rate_points()
    series = finding.rate_series(points, "loss")
    assert series.x[0] == 0
    assert series.x[-1] == pytest.approx(finding.decades(points[-1].learning_rate, 1e-6))
    assert finding.rate_places(1e-6, 10)[0] == (0, "0.000001")
    assert [words for _, words in finding.rate_places(1e-6, 10)][-2:] == ["1", "10"]
    assert finding.rate_at(4.0, 1e-6) == "0.01"


def test_the_best_so_far_never_falls() -> None:
    metric = finding.metric_of(findings.drafted_for("rubbish/0001"))
    each, best = finding.trial_series(findings.trials(), metric)
    assert len(each.x) == len(best.x) == 23, "the failed one has no value"
    assert list(best.y) == sorted(best.y)
    assert max(each.y) == best.y[-1]


def test_rows_end_with_the_mean() -> None:
    rows = finding.fold_rows(findings.cross_validation(), all_tasks()[TASK].metrics)
    assert [row[0] for row in rows] == [*(f"Fold {number}" for number in range(1, 6)), "Mean ± spread"]
    assert rows[-1][1] == "80"


def test_what_will_be_searched_follows_from_the_draft() -> None:
    assert "layer_decay" not in finding.to_be_searched(findings.drafted_for("rubbish/0001", "quick"))
    assert "layer_decay" in finding.to_be_searched(findings.drafted_for("rubbish/0001"))
