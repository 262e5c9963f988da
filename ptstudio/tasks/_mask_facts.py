"""The facts of the metrics of masks, apart from the arithmetic so that reading them imports nothing heavy."""

from ptstudio.core.metric import MetricFacts

METRICS = (
    MetricFacts(
        key="mean_iou",
        title="Mean IoU",
        help="Of the pixels that are of a class or were taken for it, the share that is both (intersection over "
        "union), mean over the classes. The background does not count, and small classes count as much as large ones.",
    ),
    MetricFacts(
        key="dice",
        title="Mean Dice",
        help="How far what was said and what is there coincide, mean over the classes. As IoU, but milder: pixels that "
        "are both count twice.",
    ),
    MetricFacts(
        key="pixel_accuracy",
        title="Pixels right",
        help="The share of all pixels whose class is right, background counted. Where most is background, it is high "
        "without telling much.",
    ),
    MetricFacts(
        key="boundary_f1",
        title="Boundary F1",
        help="How well outlines fit: what of them was found and what was drawn too much, mean over the classes. A "
        "deviation of less than one per cent of the picture is forgiven.",
    ),
)
