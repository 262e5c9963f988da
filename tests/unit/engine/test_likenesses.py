"""Samples that resemble each other become a group, unless too many do."""

from collections import Counter
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.engine.intake.likenesses import Likenesses

SOURCE = Path("table.csv")


def likenesses_of(*pairs: tuple[str, str]) -> Likenesses:
    likenesses = Likenesses()
    for likeness, sameness in pairs:
        likenesses.add(likeness, sameness)
    return likenesses


def groups_of(*pairs: tuple[str, str]) -> list[str]:
    return list(likenesses_of(*pairs).groups([""] * len(pairs)))


def only_finding(*pairs: tuple[str, str]) -> Finding:
    (finding,) = likenesses_of(*pairs).findings(SOURCE)
    assert (finding.kind, finding.severity, finding.path) == ("pattern", "warning", "table.csv")
    return finding


def others(count: int) -> list[tuple[str, str]]:
    return [(f"text {number} #{number}", str(number)) for number in range(count)]


def test_those_that_resemble_each_other_share_a_group_and_no_others_have_one() -> None:
    named = ("where is it #1", "", "thank you #2", "where is it #1", "", "where is it #1")
    groups = groups_of(*((name, f"{name} {place}") for place, name in enumerate(named)))
    assert groups == ["where is it #1", "", "", "where is it #1", "", "where is it #1"]


def test_a_group_of_its_own_goes_before() -> None:
    likenesses = likenesses_of(("a #1", "a 1"), ("a #1", "a 2"))
    assert list(likenesses.groups(["patient 7", ""])) == ["patient 7", "a #1"]


def test_as_many_as_are_usual_stay_together() -> None:
    alike = [("where is it #1", f"where is it {number}") for number in range(10)]
    assert Counter(groups_of(*alike, *others(90))) == {"where is it #1": 10, "": 90}
    assert Counter(groups_of(*alike * 2, *others(980))) == {"where is it #1": 20, "": 980}
    assert not list(likenesses_of(*alike, *others(90)).findings(SOURCE))


def test_a_pattern_is_held_together_by_its_numbers_alone_and_told() -> None:
    alike = [("sample ph #1", f"sample ph {number}") for number in (*range(100), 7, 7)]
    groups = groups_of(*alike, *others(98))
    assert Counter(groups)[""] == 197
    (group,) = set(groups) - {""}
    assert groups[7] == groups[100] == groups[101] == group
    assert only_finding(*alike, *others(98)).reason.startswith("102 of 200 texts are “sample ph” but for numbers")


def test_many_samples_that_are_all_the_same_stay_together() -> None:
    same = [("one long text #1", "one long text")] * 60
    assert Counter(groups_of(*same, *others(40))) == {"one long text #1": 60, "": 40}
    assert not list(likenesses_of(*same, *others(40)).findings(SOURCE))


def test_what_nearly_all_share_holds_none_together() -> None:
    same = [("one long text #1", "one long text")] * 95
    assert set(groups_of(*same, *others(5))) == {""}
    assert "95 of 100 samples are of one text: “one long text”" in only_finding(*same, *others(5)).reason
