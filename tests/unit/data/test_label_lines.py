"""Plain lines with several labels: fastText's, and lists before a tab."""

from pathlib import Path

import pytest

from ptstudio.data.label_lines import LabelLines
from tests.helpers.texts import read, write

FORMAT = LabelLines()
FASTTEXT = """\
__label__price __label__praise Cheap and good
__label__blame It broke
It rained
__label__price , __label__blame Not worth it
__label__praise \n"""
TABBED = """\
price,praise\tCheap and good
blame\tIt broke
\tIt rained
blame,price\tNot worth it
praise\tI like it
praise,price\tI like it for the price
"""


@pytest.mark.parametrize("content", [FASTTEXT, TABBED])
def test_lines_with_several_labels_are_read(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "a.txt", content)
    assert FORMAT.recognises(path).confidence > 0.9
    assert "several on some" in FORMAT.recognises(path).reason
    samples, findings = read(FORMAT, path)
    found = [(sample.row, sample.fields["text"], sample.fields["labels"]) for sample in samples[:4]]
    assert found == [
        (1, "Cheap and good", ("praise", "price")),
        (2, "It broke", ("blame",)),
        (3, "It rained", ()),
        (4, "Not worth it", ("blame", "price")),
    ]
    assert findings[-1].kind == "no-label"
    assert [finding.row for finding in findings if finding.kind == "empty-text"] == ([5] if content == FASTTEXT else [])


def test_lines_with_one_class_each_are_left_to_others(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "__label__praise I like it\n__label__blame It broke\n")
    assert FORMAT.recognises(path).confidence == 0.2
    samples, _ = read(FORMAT, path)
    assert [sample.fields["labels"] for sample in samples] == [("praise",), ("blame",)]
