"""Splits are sticky, stratified and blind to order, and no group is torn apart."""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptstudio.core.dataset import SPLITS, Split, SplitPolicy
from ptstudio.core.errors import SettingsError
from ptstudio.data._splitting import assign_splits, group_of

TRAIN, VALIDATION, TEST = SPLITS


def divide(
    labels: Sequence[str],
    groups: Sequence[str] | None = None,
    said: Sequence[Split | None] | None = None,
    previous: Mapping[str, Split] | None = None,
    policy: SplitPolicy | None = None,
) -> list[Split]:
    ids = [f"{number:05d}" for number in range(len(labels))]
    nothing: list[Split | None] = [None] * len(labels)
    return assign_splits(
        ids, labels, groups or [""] * len(labels), said or nothing, previous or {}, policy or SplitPolicy()
    )


def counts(labels: Sequence[str], splits: Sequence[Split]) -> dict[str, tuple[int, ...]]:
    counted = Counter(zip(labels, splits, strict=True))
    return {label: tuple(counted[label, split] for split in SPLITS) for label in sorted(set(labels))}


# ------------------------------------------------------------------ properties

many_labels = st.lists(st.sampled_from("abc"), max_size=120)
many_groups = st.lists(st.sampled_from(["", "g1", "g2", "g3", "g4", "g5"]), min_size=120, max_size=120)
many_splits = st.lists(st.sampled_from([None, *SPLITS]), min_size=120, max_size=120)
policies = st.builds(
    SplitPolicy,
    train=st.sampled_from([0.5, 0.7, 8]),
    validation=st.sampled_from([0, 0.15, 1]),
    test=st.sampled_from([0, 0.15, 1]),
    keep_given=st.booleans(),
    seed=st.integers(0, 3),
)


@settings(deadline=None, max_examples=80)
@given(many_labels, many_groups, many_splits, st.integers(0, 120), policies)
def test_what_was_placed_stays(
    labels: list[str], groups: list[str], said: list[Split | None], before: int, policy: SplitPolicy
) -> None:
    first = divide(labels[:before], groups[: len(labels[:before])], said[: len(labels[:before])], policy=policy)
    previous = {f"{number:05d}": split for number, split in enumerate(first)}
    later = divide(labels, groups[: len(labels)], said[::-1][: len(labels)], previous, policy)
    assert later[: len(first)] == first


@settings(deadline=None, max_examples=80)
@given(many_labels, many_groups, policies)
def test_groups_are_never_torn_apart(labels: list[str], groups: list[str], policy: SplitPolicy) -> None:
    where = defaultdict(set)
    for group, split in zip(groups, divide(labels, groups[: len(labels)], policy=policy), strict=False):
        where[group].add(split)
    assert all(len(splits) == 1 for group, splits in where.items() if group)


@settings(deadline=None, max_examples=80)
@given(many_labels, policies)
def test_counts_match_the_shares(labels: list[str], policy: SplitPolicy) -> None:
    used = [split for split in SPLITS if policy.shares[split] > 0]
    for label, of_class in counts(labels, divide(labels, policy=policy)).items():
        total = labels.count(label)
        exact = {split: total * policy.shares[split] for split in SPLITS}
        if min(exact[split] for split in used) >= 1:
            assert all(abs(count - exact[split]) < 1 for split, count in zip(SPLITS, of_class, strict=True))
        if total >= 3:
            assert all(count >= 1 for split, count in zip(SPLITS, of_class, strict=True) if split in used)
        if total == 2 and TEST in used:
            assert of_class == (1, 0, 1)
        if total == 1:
            assert of_class == (1, 0, 0)


@settings(deadline=None, max_examples=80)
@given(many_labels, many_groups, many_splits, policies, st.permutations(range(120)))
def test_the_order_does_not_matter(
    labels: list[str], groups: list[str], said: list[Split | None], policy: SplitPolicy, order: list[int]
) -> None:
    order = [position for position in order if position < len(labels)]
    straight = divide(labels, groups[: len(labels)], said[: len(labels)], policy=policy)
    turned = assign_splits(
        [f"{position:05d}" for position in order],
        [labels[position] for position in order],
        [groups[position] for position in order],
        [said[position] for position in order],
        {},
        policy,
    )
    assert turned == [straight[position] for position in order]


@settings(deadline=None, max_examples=60)
@given(many_labels, many_splits, policies)
def test_given_splits_are_kept(labels: list[str], said: list[Split | None], policy: SplitPolicy) -> None:
    said = said[: len(labels)]
    splits = divide(labels, said=said, policy=policy.model_copy(update={"keep_given": True}))
    for before, after in zip(said, splits, strict=True):
        if before in (VALIDATION, TEST):
            assert after is before
        if before is TRAIN and VALIDATION in said:
            assert after is not VALIDATION
        if before is TRAIN and TEST in said:
            assert after is not TEST


@settings(deadline=None, max_examples=80)
@given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(2, 9), min_size=1, max_size=12), max_size=4))
def test_a_class_of_three_groups_is_in_every_split(sizes: dict[str, list[int]]) -> None:
    labels = [label for label, groups in sizes.items() for size in groups for _ in range(size)]
    groups = [f"{label}{place}" for label, of in sizes.items() for place, size in enumerate(of) for _ in range(size)]
    for label, of_class in counts(labels, divide(labels, groups)).items():
        wanted = (True, len(sizes[label]) > 2, len(sizes[label]) > 1)
        assert tuple(count > 0 for count in of_class) == wanted


# ------------------------------------------------------------------ stories


def test_a_hundred_of_a_class_are_seventy_fifteen_fifteen() -> None:
    labels = ["cat"] * 100 + ["dog"] * 20
    assert counts(labels, divide(labels)) == {"cat": (70, 15, 15), "dog": (14, 3, 3)}


def test_many_small_classes_add_up_to_the_shares() -> None:
    labels = [f"class {number % 1000}" for number in range(10_000)]
    splits = Counter(divide(labels))
    assert (splits[TRAIN], splits[VALIDATION], splits[TEST]) == (7000, 1500, 1500)


def test_the_seed_decides_who_goes_where() -> None:
    labels = ["cat"] * 50
    assert divide(labels) == divide(labels)
    assert divide(labels) != divide(labels, policy=SplitPolicy(seed=1))


def test_new_samples_fill_what_is_missing() -> None:
    previous = {f"{number:05d}": TRAIN for number in range(10)}
    labels = ["cat"] * 20
    assert counts(labels, divide(labels, previous=previous)) == {"cat": (14, 3, 3)}
    overfull = {f"{number:05d}": TEST for number in range(10)}
    assert counts(labels, divide(labels, previous=overfull)) == {"cat": (8, 2, 10)}


def test_a_sample_stays_even_where_its_folder_says_otherwise() -> None:
    said: list[Split | None] = [TEST, TRAIN, VALIDATION]
    assert divide(["a", "a", "a"], said=said, previous={"00000": TRAIN}) == [TRAIN, TRAIN, VALIDATION]


def test_a_split_that_is_not_given_comes_from_training() -> None:
    labels = ["cat"] * 100
    said = [TRAIN] * 85 + [TEST] * 15
    splits = divide(labels, said=said)
    assert splits[85:] == [TEST] * 15
    assert Counter(splits[:85]) == {TRAIN: 70, VALIDATION: 15}


def test_a_small_given_test_split_is_not_filled_up() -> None:
    said = [TRAIN] * 96 + [TEST] * 4
    splits = Counter(divide(["cat"] * 100, said=said))
    assert splits[TEST] == 4
    assert splits[VALIDATION] == pytest.approx(96 * 15 / 85, abs=1)


def test_samples_without_a_given_split_never_join_a_given_test_split() -> None:
    said: list[Split | None] = [TRAIN] * 10 + [VALIDATION] * 5 + [TEST] * 5 + [None] * 10
    splits = divide(["cat"] * 30, said=said)
    assert splits[20:] == [TRAIN] * 10


def test_given_splits_can_be_passed_over() -> None:
    said: list[Split | None] = [TEST] * 100
    splits = divide(["cat"] * 100, said=said, policy=SplitPolicy(keep_given=False))
    assert Counter(splits) == {TRAIN: 70, VALIDATION: 15, TEST: 15}


def test_new_members_follow_their_group() -> None:
    labels = ["cat"] * 12
    groups = ["film"] * 4 + [""] * 8
    previous = {"00000": TEST, "00001": TEST}
    said: list[Split | None] = [None, None, TRAIN, None] + [None] * 8
    assert divide(labels, groups, said, previous)[:4] == [TEST] * 4


def test_members_of_a_group_that_are_given_apart_stay_apart() -> None:
    said: list[Split | None] = [TRAIN, VALIDATION, TEST, TEST, None]
    assert divide(["a"] * 5, ["film"] * 5, said) == [TRAIN, VALIDATION, TEST, TEST, TRAIN]


def test_nothing_joins_a_given_test_split() -> None:
    said: list[Split | None] = [TRAIN, TEST, *[TRAIN] * 18]
    groups = ["film", "film"] + [""] * 18
    assert Counter(divide(["cat"] * 20, groups, said))[TEST] == 1
    previous = {"00001": TEST}
    assert divide(["cat"] * 20, groups, said, previous)[:2] == [TRAIN, TEST]


def test_a_new_member_that_is_given_for_test_is_tested() -> None:
    said: list[Split | None] = [TRAIN, TEST, *[TRAIN] * 18]
    groups = ["film", "film"] + [""] * 18
    assert divide(["cat"] * 20, groups, said, {"00000": TRAIN})[:2] == [TRAIN, TEST]


def test_groups_that_hold_several_classes_come_close_to_the_shares() -> None:
    labels = [f"class {number % 3}" for number in range(600)]
    groups = [f"patient {number // 10}" for number in range(600)]
    for of_class in counts(labels, divide(labels, groups)).values():
        assert of_class == pytest.approx((140, 30, 30), abs=8)


def test_one_huge_group_leaves_something_to_test() -> None:
    labels, groups = ["cat"] * 100, ["big"] * 98 + ["x", "x"]
    assert counts(labels, divide(labels, groups)) == {"cat": (98, 0, 2)}


def test_copies_stay_together() -> None:
    splits = assign_splits(["same"] * 2 + list("abcdefgh"), ["cat"] * 10, [""] * 10, [None] * 10, {}, SplitPolicy())
    assert splits[0] == splits[1]


def test_nothing_is_divided_into_nothing() -> None:
    assert divide([]) == []


def test_a_large_dataset_is_divided_in_seconds() -> None:
    labels = [f"class {number % 100}" for number in range(100_000)]
    start = time.process_time()
    divide(labels)
    assert time.process_time() - start < 5


# ------------------------------------------------------------------ groups


def test_groups_come_from_the_source_or_the_name() -> None:
    by_folder = SplitPolicy(group_by="folder")
    by_name = SplitPolicy(group_by="pattern", pattern=r"patient(\d+)")
    assert group_of("1.jpg", "film 3", SplitPolicy()) == ""
    assert group_of("1.jpg", "film 3", by_folder) == "film 3"
    assert group_of("1.jpg", None, by_folder) == ""
    assert group_of("patient12_left.jpg", None, by_name) == "12"
    assert group_of("somebody.jpg", "film 3", by_name) == ""
    assert group_of("a12.jpg", None, SplitPolicy(group_by="pattern", pattern="[a-z][0-9]+")) == "a12"
    assert group_of("b.jpg", None, SplitPolicy(group_by="pattern", pattern="(a)?b")) == "b"


@pytest.mark.parametrize("pattern", ["(unclosed", "", "*"])
def test_a_pattern_that_cannot_be_used_is_named(pattern: str) -> None:
    with pytest.raises(SettingsError) as caught:
        group_of("a.jpg", None, SplitPolicy(group_by="pattern", pattern=pattern))
    assert pattern in caught.value.message
    assert "patient" in caught.value.hint
