"""The facts of the metrics of things in pictures, apart from the arithmetic: reading them imports nothing heavy."""

from ptstudio.core.box_words import ABOUT_HALF, ABOUT_PRECISION
from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(key="map", title="Average precision (mAP)", help=f"{ABOUT_PRECISION} Mean over the classes."),
    MetricFacts(key="map50", title="At half overlap (mAP50)", help=ABOUT_HALF),
    MetricFacts(
        key="map75",
        title="At 75 % overlap (mAP75)",
        help="Average precision where a box has to overlap with the true one by three quarters. It falls where boxes "
        "are loose.",
    ),
    MetricFacts(
        key="f1",
        title="F1",
        help="Combines what was missed and what was wrongly found, from the chosen probability on. A thing counts as "
        "found where its class is right and its box overlaps with the true one by half.",
    ),
    MetricFacts(
        key="precision",
        title="Precision",
        help="The share of what was found that is right, from the chosen probability on.",
    ),
    MetricFacts(
        key="recall",
        title="Recall",
        help="The share of the things that were found, from the chosen probability on.",
    ),
)
