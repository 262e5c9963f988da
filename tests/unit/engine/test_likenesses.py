"""Samples that resemble each other become a group."""

from ptstudio.engine.intake.likenesses import Likenesses


def test_those_that_resemble_each_other_share_a_group_and_no_others_have_one() -> None:
    likenesses = Likenesses()
    for likeness in ("where is it #1", "", "thank you #2", "where is it #1", "", "where is it #1"):
        likenesses.add(likeness)
    assert list(likenesses.groups([""] * 6)) == ["where is it #1", "", "", "where is it #1", "", "where is it #1"]


def test_a_group_of_its_own_goes_before() -> None:
    likenesses = Likenesses()
    for likeness in ("a #1", "a #1"):
        likenesses.add(likeness)
    assert list(likenesses.groups(["patient 7", ""])) == ["patient 7", "a #1"]
