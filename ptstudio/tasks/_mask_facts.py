"""The facts of the metrics of masks, apart from the arithmetic so that reading them imports nothing heavy."""

from ptstudio.core.area_words import ABOUT_DICE, ABOUT_OUTLINES, ABOUT_OVERLAP, OUTLINES
from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(
        key="mean_iou",
        title="Mean overlap (mIoU)",
        help=f"{ABOUT_OVERLAP} Mean over the classes: the background does not count, and small classes count as "
        "much as large ones.",
    ),
    MetricFacts(key="dice", title="Mean Dice", help=f"{ABOUT_DICE} Mean over the classes."),
    MetricFacts(
        key="pixel_accuracy",
        title="Pixels right",
        help="The share of all pixels whose class is right, background counted. Where most is background, it is high "
        "without telling much.",
    ),
    MetricFacts(key="boundary_f1", title=OUTLINES, help=f"{ABOUT_OUTLINES} Mean over the classes."),
)
