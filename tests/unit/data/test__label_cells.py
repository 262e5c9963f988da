"""Several labels in one cell: how they are told apart, and where a cell only looks as if it held several."""

import pytest

from ptstudio.data._label_cells import label_cells

SEVERAL = {
    ";": ("news; sport", "sport;film", "film", "", "news ;film"),
    "|": ("news|sport", "sport | film", "film", "", "news|film"),
    ",": ("news, sport", "sport,film", "film", "", "news,film"),
    "list": ('["news", "sport"]', '["film", "sport"]', "film", "[]", '["film", "news"]'),
    "Python": ("['news', 'sport']", "['sport', \"film\"]", "['film']", "[]", "['news', 'film']"),
    "NumPy": ("['news' 'sport']", "['sport' 'film']", "['film']", "[]", "['news' 'film']"),
}
SINGLE = {
    "one each": ("news", "sport", "film", "news"),
    "names with commas": ("Loans, cards, or accounts", "Credit, or debit", "Mortgage", "Credit, or debit"),
    "common beginnings": ("Bank, savings", "Bank, checking", "Loan, car", "Loan, house"),
    "decimal commas": ("1,5", "2,5", "1,0", "4"),
    "tags of words": ('["O", "O", "PER"]', '["O", "LOC", "O"]', '["O", "O"]', '["PER", "O", "O"]'),
    "marks": ('[[0, 5, "PER"], [7, 9, "LOC"]]', '[0, 3, "PER"]', '[[1, 2, "PER"], [3, 4, "LOC"]]'),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("way", SEVERAL)
def test_labels_are_told_apart(way: str) -> None:
    found = label_cells(SEVERAL[way])
    assert found.is_sure
    assert [found.labels(cell) for cell in SEVERAL[way]] == [
        ("news", "sport"),
        ("film", "sport"),
        ("film",),
        (),
        ("film", "news"),
    ]


@pytest.mark.parametrize("kind", ["one each", "names with commas", "common beginnings", "decimal commas", "nothing"])
def test_a_name_is_not_taken_apart_for_looking_so(kind: str) -> None:
    found = label_cells(SINGLE[kind])
    assert not found.is_sure
    assert [found.labels(cell) for cell in SINGLE[kind] if cell] == [(cell,) for cell in SINGLE[kind] if cell]


@pytest.mark.parametrize("kind", ["tags of words", "marks"])
def test_lists_of_other_things_are_no_labels(kind: str) -> None:
    assert not label_cells(SINGLE[kind]).is_sure


def test_few_cells_that_could_be_labels_are_taken_apart_but_doubted() -> None:
    found = label_cells(["a;b", "c;d", "e"])
    assert not found.is_sure
    assert found.labels("a;b") == ("a", "b")


def test_a_slip_among_many_single_labels_changes_nothing() -> None:
    assert not label_cells([*["news", "sport"] * 300, "news;sport"]).is_sure
    assert label_cells([*["news", "sport"] * 30, "news;sport"]).is_sure


def test_each_label_counts_once_and_white_space_is_no_part_of_it() -> None:
    assert label_cells(SEVERAL[";"]).labels(" b ;a; b;; a  a ") == ("a", "a a", "b")


def test_numbers_in_lists_are_labels_too() -> None:
    found = label_cells(["[1, 27]", "[27]", "[1, 3]", "[3, 27]"])
    assert found.is_sure
    assert found.labels("[27, 1]") == ("1", "27")
