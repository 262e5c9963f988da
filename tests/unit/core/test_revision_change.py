"""What changed from one revision to the next, sample by sample."""

from ptstudio.core.revision_change import Move, RevisionChange, change_of


def test_samples_come_go_and_change_their_class() -> None:
    before = {"a": "cat", "b": "cat", "c": "dog", "d": "cow"}
    after = {"a": "cat", "b": "dog", "c": "dog", "e": "hen", "f": "hen"}
    change = change_of(before, after)
    assert change == RevisionChange(
        added={"hen": 2},
        removed={"cow": 1},
        moves=(Move(before="cat", after="dog", count=1),),
        new_classes=("hen",),
        gone_classes=("cow",),
    )
    assert change.relabelled == 1


def test_the_same_samples_are_no_change() -> None:
    assert change_of({"a": "cat"}, {"a": "cat"}) == RevisionChange()
