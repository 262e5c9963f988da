"""How metrics are written."""

from ptstudio.core.metric import MetricFacts, exact_share, in_sentence


def test_almost_all_is_never_called_all() -> None:
    assert exact_share(0.99999) == "99.9\N{NO-BREAK SPACE}%"
    assert exact_share(1.0) == "100.0\N{NO-BREAK SPACE}%"


def test_a_metric_is_written_by_its_scale() -> None:
    facts = MetricFacts(key="log_loss", title="Log loss", help="", scale="number")
    assert facts.written(0.12345) == "0.123"
    assert MetricFacts(key="accuracy", title="Accuracy", help="").written(0.5) == "50.0\N{NO-BREAK SPACE}%"


def test_how_far_shares_lie_apart_is_told_in_points() -> None:
    share = MetricFacts(key="accuracy", title="Accuracy", help="")
    assert share.written_apart(0.039) == "3.9 points"
    loss = MetricFacts(key="log_loss", title="Log loss", help="", scale="number")
    assert loss.written_apart(0.039) == "0.039"


def test_names_of_metrics_keep_their_letters_within_a_sentence() -> None:
    titles = ("Accuracy", "Log loss", "F1", "Macro F1", "Exactly right")
    assert [in_sentence(title) for title in titles] == ["accuracy", "log loss", "F1", "macro F1", "exactly right"]
