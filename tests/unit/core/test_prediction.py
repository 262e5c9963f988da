from ptstudio.core.prediction import Boxes, ClassShare, FoundBox, Mask
from ptstudio.core.sample_classes import NOTHING

CELL, DUST = (FoundBox(left=0, top=0, right=1, bottom=1, label=name, probability=0.9) for name in ("cell", "dust"))


def boxes(*found: FoundBox, threshold: float = 0.5) -> Boxes:
    return Boxes(width=2, height=2, boxes=found, threshold=threshold)


def test_things_are_counted_the_most_frequent_first() -> None:
    assert boxes(DUST, CELL, CELL).said == "2 cell, 1 dust"
    assert boxes().said == NOTHING


def test_what_does_not_reach_the_threshold_is_not_found() -> None:
    unlikely = CELL.model_copy(update={"probability": 0.4})
    assert boxes(DUST, unlikely).found == ("dust",)
    assert boxes(DUST, unlikely, threshold=0.4).found == ("dust", "cell")
    assert boxes(DUST, unlikely, threshold=0.4).confidence == 0.4
    assert boxes(unlikely).confidence == 0.6


def test_a_mask_says_which_classes_it_holds() -> None:
    shares = (ClassShare(label="b", share=0.5), ClassShare(label="a", share=0.1))
    mask = Mask(width=2, height=2, classes=("a", "b"), png="", shares=shares, confidence=0.8)
    assert (mask.found, mask.said) == (("b", "a"), "b, a")


def test_boxes_can_be_told_without_what_is_improbable() -> None:
    likely, unlikely = CELL, DUST.model_copy(update={"probability": 0.1})
    found = boxes(likely, unlikely)
    assert found.without_improbable(0.2).boxes == (likely,)
    assert found.without_improbable(0.2).given == found.given
