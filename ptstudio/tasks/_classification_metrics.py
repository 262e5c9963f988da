"""The facts of every classifier's metrics, apart from the arithmetic so that reading them imports nothing heavy."""

from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(key="accuracy", title="Accuracy", help="The share of samples that were recognised."),
    MetricFacts(
        key="balanced_accuracy",
        title="Balanced accuracy",
        help="The same with every class counting alike, however many samples it has.",
    ),
    MetricFacts(
        key="macro_f1",
        title="Macro F1",
        help="Combines what was missed and what was wrongly claimed; every class counts alike.",
    ),
    MetricFacts(
        key="log_loss",
        title="Log loss",
        help="Punishes being sure and wrong. Lower is better; 0 is perfect.",
        higher_is_better=False,
        scale="number",
    ),
    MetricFacts(
        key="calibration_error",
        title="Calibration error",
        help="How far “90 % sure” is from being right nine times in ten. Lower is better.",
        higher_is_better=False,
    ),
)
