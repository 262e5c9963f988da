"""The facts of the metrics of things in pictures, apart from the arithmetic: reading them imports nothing heavy."""

from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(
        key="map",
        title="mAP",
        help="Mean average precision, as the COCO benchmark has it: whether things are found, rightly called and "
        "tightly boxed, over all probabilities and ten overlaps from 50 to 95 %. It is strict: 40 % is good, 60 % "
        "excellent.",
    ),
    MetricFacts(
        key="map50",
        title="mAP at 50 %",
        help="The same where a box counts as right as soon as it overlaps with the true one by half. It does not care "
        "how tight boxes are.",
    ),
    MetricFacts(
        key="map75",
        title="mAP at 75 %",
        help="The same where a box has to overlap with the true one by three quarters. It falls where boxes are loose.",
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
