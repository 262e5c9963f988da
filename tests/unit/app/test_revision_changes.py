"""What changed from one revision to the next, in words and by class."""

from pathlib import Path

from ptstudio.app.revision_changes import ClassChange, change_between, change_words, class_changes
from ptstudio.core.dataset import Counts, Split
from ptstudio.core.project import Project
from ptstudio.core.revision_change import Move, RevisionChange
from tests.helpers.windows import dataset

CHANGE = RevisionChange(
    added={"hen": 2, "cat": 1},
    removed={"cow": 3},
    moves=(Move(before="cat", after="dog", count=1), Move(before="dog", after="cat", count=4)),
    new_classes=("hen",),
    gone_classes=("cow",),
)


def test_two_revisions_are_compared_sample_by_sample(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    small, large = dataset(project, per_class=5), dataset(project, per_class=7)
    each = dict.fromkeys(small.classes, 2)
    assert change_between(project, small, large) == RevisionChange(added=each)
    assert change_between(project, large, small) == RevisionChange(removed=each)
    assert change_between(project, small, small) == RevisionChange()
    renamed = large.model_copy(update={"classes": ("cardboard", "glass", "metal", "card")})
    change = change_between(project, small, renamed)
    assert change.moves == (Move(before="paper", after="card", count=5),)
    assert (change.new_classes, change.gone_classes) == (("card",), ("paper",))


def test_a_change_is_one_line() -> None:
    assert change_words(CHANGE, 3) == (
        "Against revision 3: 3 new; 3 no longer there; 5 with another class (4 from dog to cat, 1 from cat to dog); "
        "new classes: hen; classes gone: cow."
    )
    many = RevisionChange(added={"a": 1200}, new_classes=("a", "b", "c", "d", "e"))
    assert change_words(many, 1) == "Against revision 1: 1,200 new; new classes: a, b, c, d, …."
    assert change_words(RevisionChange(), 1) == "The same samples with the same classes as in revision 1."


def test_a_change_is_told_class_by_class() -> None:
    before = Counts(by_split={Split.TRAIN: {"cat": 9, "dog": 5, "cow": 2, "owl": 8}, Split.TEST: {"cat": 1, "cow": 1}})
    rows = class_changes(CHANGE, before)
    assert rows == [
        ClassChange("cat", before=10, added=1, removed=0, came=4, went=1),
        ClassChange("cow", before=3, added=0, removed=3, came=0, went=0),
        ClassChange("dog", before=5, added=0, removed=0, came=1, went=4),
        ClassChange("hen", before=0, added=2, removed=0, came=0, went=0),
        ClassChange("All classes", before=26, added=3, removed=3, came=5, went=5),
    ]
    assert [row.after for row in rows] == [14, 0, 2, 2, 26]
    assert class_changes(RevisionChange(), before) == []
