"""What is said of how a table is written, as options of the command line."""

from ptstudio.core.dataset import Written
from ptstudio.core.table_writing import written_options


def test_only_what_is_said_becomes_an_option() -> None:
    assert written_options(Written()) == []
    assert written_options(Written(delimiter="\t")) == ["--separator", "tab"]
    assert written_options(Written(delimiter=";", quote="'")) == ["--separator", "semicolon", "--quotes", "single"]
