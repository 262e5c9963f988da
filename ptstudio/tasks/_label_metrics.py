"""The facts of the metrics of every task that gives labels, apart from the arithmetic: reading them imports nothing."""

from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(
        key="micro_f1",
        title="Micro F1",
        help="Combines labels that were missed and labels that were wrongly given, all of them counted together.",
    ),
    MetricFacts(
        key="macro_f1",
        title="Macro F1",
        help="The same label by label, then averaged, so that rare labels count as much as frequent ones.",
    ),
    MetricFacts(
        key="exact_match",
        title="Exact match",
        help="The share of samples whose labels are all right: none is missing, and none is too many.",
    ),
    MetricFacts(
        key="ranking",
        title="Ranking",
        help="How far the right labels stand before all others, the most probable first (label ranking average "
        "precision). It does not hang on where a label begins to be given.",
    ),
    MetricFacts(
        key="log_loss",
        title="Log loss",
        help="Punishes being sure of a label and wrong. Lower is better; 0 is perfect.",
        higher_is_better=False,
        scale="number",
    ),
)
