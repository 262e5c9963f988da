"""Rows with their answers become a new CSV file, whole or not at all."""

from pathlib import Path

import pytest

from ptstudio.core.errors import InputError
from ptstudio.core.prediction import Classes, ClassProbability
from ptstudio.data._answers_file import free_place, new_answers, refuse_place
from ptstudio.data._table import BadRow, Row, Table, open_table
from tests.helpers.texts import write

SAYS = Classes(classes=(ClassProbability(label="praise, mostly", probability=0.98765),))


def answered(out: Path, table: Table) -> str:
    with new_answers(out, table) as file:
        for row in table.rows():
            file.write(row, SAYS)
    return out.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def test_answers_stand_behind_the_cells(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", 'text,n\n"one, two\nthree",1\n')
    out = tmp_path / "deep" / "answers.csv"
    expected = 'text,n,answer,probability\n"one, two\nthree",1,"praise, mostly",0.9877\n'
    assert answered(out, open_table(source)) == expected
    again = open_table(out)
    assert again.columns == ("text", "n", "answer", "probability")
    assert next(iter(again.rows())) == Row(2, ("one, two\nthree", "1", "praise, mostly", "0.9877"))


def test_cells_are_divided_as_in_the_table_or_as_the_name_says(tmp_path: Path) -> None:
    semicolons = open_table(write(tmp_path / "a.csv", "text;n\nhello, you;1\nbye;2\n"))
    assert answered(tmp_path / "b.csv", semicolons).startswith("text;n;answer;probability\nhello, you;1;")
    assert answered(tmp_path / "b.tsv", semicolons).startswith("text\tn\tanswer")
    tabs = open_table(write(tmp_path / "a.tsv", "text\tn\nhello\t1\n"))
    assert answered(tmp_path / "c.csv", tabs).startswith("text,n,answer,probability\nhello,1,")


def test_columns_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    source = open_table(write(tmp_path / "a.csv", "text,answer\nhello,no\n"))
    assert answered(tmp_path / "b.csv", source).startswith("text,answer,answer (2),probability\nhello,no,")


def test_a_row_without_answer_or_that_cannot_be_read_keeps_its_place(tmp_path: Path) -> None:
    table = Table(("text", "n"), lambda: iter(()))
    with new_answers(tmp_path / "b.csv", table) as file:
        file.write(Row(2, ("", "1")), None)
        file.write(BadRow(3, "Why.", "What to do."), None)
    lines = (tmp_path / "b.csv").read_text("utf-8-sig").splitlines()
    assert lines[1:] == [",1,,", ",,,"]


def test_letters_that_no_file_can_hold_are_replaced(tmp_path: Path) -> None:
    with new_answers(tmp_path / "b.csv", Table(("text",), lambda: iter(()))) as file:
        file.write(Row(2, ("half \ud800",)), None)
    assert "half ?" in (tmp_path / "b.csv").read_text("utf-8-sig")


def test_a_place_that_is_taken_or_no_table_is_refused(tmp_path: Path) -> None:
    taken = write(tmp_path / "taken.csv", "mine")
    with pytest.raises(InputError, match="something at"):
        refuse_place(taken)
    with pytest.raises(InputError, match=r"not as “\.xlsx”"):
        refuse_place(tmp_path / "new.xlsx")
    refuse_place(tmp_path / "new.CSV")


def test_what_came_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "b.csv"
    with pytest.raises(InputError, match="something at"), new_answers(out, Table(("text",), lambda: iter(()))):
        out.write_text("somebody else's")
    assert out.read_text() == "somebody else's"
    assert list(tmp_path.iterdir()) == [out]


def test_where_writing_breaks_off_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_answers(tmp_path / "b.csv", Table(("text",), lambda: iter(()))):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_free_place_lies_beside_the_table(tmp_path: Path) -> None:
    assert free_place(tmp_path / "mails.xlsx") == tmp_path / "mails-answers.csv"
    assert free_place(tmp_path / "mails.TSV") == tmp_path / "mails-answers.tsv"
    write(tmp_path / "mails-answers.csv", "")
    assert free_place(tmp_path / "mails.jsonl") == tmp_path / "mails-answers-2.csv"
