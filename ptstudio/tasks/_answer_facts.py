"""The facts of the metrics of answers, apart from the arithmetic so that reading them imports nothing heavy."""

from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(
        key="f1",
        title="F1",
        help="How far the words of the answers agree with the right ones, on average over all questions. Where there "
        "is no answer, saying so counts fully.",
    ),
    MetricFacts(
        key="exact",
        title="Exactly right",
        help="The share of the questions whose answer is right to the word; case, punctuation and articles do not "
        "count.",
    ),
)
