"""What changed from one revision to the next."""

from pathlib import Path

from ptstudio.app import revision_changes
from ptstudio.app.revision_changes import RevisionChange
from ptstudio.core.dataset import Counts, Split
from ptstudio.core.project import Project
from tests.helpers.windows import dataset


def test_two_revisions_are_compared_sample_by_sample(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    small, large = dataset(project, per_class=5), dataset(project, per_class=7)
    assert revision_changes.change_between(project, small, large) == RevisionChange(added=8)
    assert revision_changes.change_between(project, large, small) == RevisionChange(removed=8)
    assert revision_changes.change_between(project, small, small) == RevisionChange()
    renamed = large.model_copy(update={"classes": ("cardboard", "glass", "metal", "card")})
    change = revision_changes.change_between(project, small, renamed)
    assert (change.added, change.relabelled) == (8, 5)
    assert (change.new_classes, change.gone_classes) == (("card",), ("paper",))


def test_a_change_is_one_line() -> None:
    words = revision_changes.change_words(RevisionChange(1200, 3, 0, ("a", "b", "c", "d", "e"), ()))
    assert words == (
        "Against the revision before: 1,200 samples are new, 3 are no longer there, new classes: a, b, c, d, …."
    )
    assert revision_changes.change_words(RevisionChange()) == "The same samples with the same classes as before."


def test_before_an_import_the_counts_are_compared(tmp_path: Path) -> None:
    last = dataset(Project.create(tmp_path / "project"), per_class=7)
    counts = Counts(by_split={Split.TRAIN: {"cardboard": 9, "glass": 7, "metal": 1}, Split.TEST: {"hen": 4}})
    assert revision_changes.count_changes(last, counts) == (
        "Against revision 1: cardboard +2, new class hen with 4, metal −6, class paper gone."
    )
    assert revision_changes.count_changes(last, last.counts) == "As many samples of each class as in revision 1."
