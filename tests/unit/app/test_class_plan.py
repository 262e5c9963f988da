"""What becomes of the classes of a source."""

from ptstudio.app.class_plan import ClassPlan


def plan() -> ClassPlan:
    return ClassPlan({"Cat": 3, "cat": 40, "dog": 20, "odd": 1})


def test_classes_are_renamed_merged_and_left_out_as_an_import_takes_them() -> None:
    made = plan()
    assert made.merge(["Cat", "cat"]) == "cat"
    made.rename("dog", " hound ")
    made.leave_out("odd")
    assert made.renamed == {"Cat": "cat", "dog": "hound"}
    assert made.dropped == ("odd",)
    assert made.outcome == {"cat": 43, "hound": 20}
    assert made.is_changed


def test_an_empty_name_gives_the_own_one_back_and_reset_forgets_everything() -> None:
    made = plan()
    made.rename("dog", "hound")
    made.rename("dog", "  ")
    assert not made.is_changed
    made.leave_out("dog")
    made.leave_out("dog", is_out=False)
    assert not made.is_changed
    made.rename("dog", "hound")
    made.reset()
    assert made.outcome == made.counts


def test_a_class_that_is_no_longer_there_is_in_no_decision() -> None:
    made = plan()
    made.rename("dog", "hound")
    made.leave_out("odd")
    made.found({"cat": 5, "hen": 6})
    assert made.renamed == {}
    assert made.dropped == ()
    assert made.outcome == {"cat": 5, "hen": 6}


def test_a_class_that_is_left_out_is_not_renamed() -> None:
    made = plan()
    made.rename("dog", "hound")
    made.leave_out("dog")
    assert made.renamed == {}
