"""What is said of areas in pictures, and how well they were told.

Knows neither the window, which shows this in the user's language, nor the page that a worker writes.
"""

OVERLAP, OUTLINES = "Overlap (IoU)", "Outlines (F1)"
"""What the figures of a class are called; the mean of the former over the classes is mIoU."""
ABOUT_OVERLAP = (
    "Of the pixels that are of a class or were taken for it, the share that is both (intersection over union)."
)
ABOUT_DICE = "As the overlap, but milder: pixels that are both count twice (the F1 of pixels)."
ABOUT_RECALL = "Of the pixels that are of the class, the share that was found."
ABOUT_RIGHT = "Of the pixels that were taken for the class, the share that is right."
ABOUT_OUTLINES = (
    "How well outlines fit (boundary F1): what of them was found, and what was drawn too much. A deviation of less "
    "than one per cent of the picture is forgiven."
)
