"""The facts of the metrics of marked places, apart from the arithmetic so that reading them imports nothing heavy."""

from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(
        key="f1",
        title="F1",
        help="Combines what was missed and what was wrongly marked. A place counts as found only where its beginning, "
        "its end and its class are right.",
    ),
    MetricFacts(key="precision", title="Precision", help="The share of the marked places that are right."),
    MetricFacts(key="recall", title="Recall", help="The share of the places that were found."),
    MetricFacts(key="macro_f1", title="Macro F1", help="The mean of the classes’ F1: rare classes count as much."),
)
