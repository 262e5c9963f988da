"""What a certificate says."""

from ptstudio.core.certificate import Agreement


def agreement(title: str) -> Agreement:
    """Two runs of a model over one sample that agree."""
    return Agreement(
        samples=1, largest_difference=0, mean_difference=0, label_agreement=1, ties=0, metric="mean_iou", reference=0.5,
        exported=0.25, title=title,
    )  # fmt: skip


def test_a_metric_is_named_as_people_call_it_where_that_is_known() -> None:
    assert agreement("mean overlap (mIoU)").named == "mean overlap (mIoU)"
    assert agreement("").named == "mean iou"
    assert agreement("").metric_difference == -0.25
    assert agreement("").compared == 1
