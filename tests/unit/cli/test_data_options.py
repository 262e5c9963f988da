"""From options of the command line to the options of an import."""

import pytest

from ptstudio.cli.data_options import import_options, table_written
from ptstudio.core.dataset import ImportOptions, SplitPolicy, Written
from ptstudio.core.errors import SettingsError


def test_all_options_are_put_together() -> None:
    chosen = import_options(
        "image-table",
        ["image=file name", "label=x=y"],
        ["carboard=cardboard"],
        ["trash"],
        "80/10/10",
        "(v[0-9]+)",
        7,
        most_words=200,
    )
    assert chosen == ImportOptions(
        format="image-table",
        columns={"image": "file name", "label": "x=y"},
        rename={"carboard": "cardboard"},
        leave_out=("trash",),
        split=SplitPolicy(train=80, validation=10, test=10, group_by="pattern", pattern="(v[0-9]+)", seed=7),
        most_words=200,
    )


def test_a_group_column_is_used() -> None:
    assert import_options(None, ["group=patient"], None, None, "70/15/15", "none", 0).split.group_by == "folder"


@pytest.mark.parametrize(
    ("shares", "columns", "group_by", "word"),
    [
        ("70/30", None, "none", "70/15/15"),
        ("a/b/c", None, "none", "70/15/15"),
        ("0/50/50", None, "none", "70/15/15"),
        ("70/-1/15", None, "none", "70/15/15"),
        ("nan/1/1", None, "none", "70/15/15"),
        ("inf/1/1", None, "none", "70/15/15"),
        ("70/15/15", ["label"], "none", "image=filename"),
        ("70/15/15", ["=x"], "none", "image=filename"),
        ("70/15/15", None, "(unclosed", "regular expression"),
    ],
)
def test_what_makes_no_sense_is_refused(shares: str, columns: list[str] | None, group_by: str, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        import_options(None, columns, None, None, shares, group_by, 0)
    assert word in caught.value.message + caught.value.hint


def test_how_a_table_is_written_is_said_by_names() -> None:
    assert table_written(None, None) == Written()
    assert table_written("tab", "none") == Written(delimiter="\t", quote="none")
    with pytest.raises(SettingsError, match="“--separator ;” is not known"):
        table_written(";", None)
