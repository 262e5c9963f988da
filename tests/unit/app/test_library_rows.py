"""The library's entries as rows, and their model cards."""

from pathlib import Path

from ptstudio.app import library_rows
from ptstudio.library.entry import Entry, without_front_matter
from tests.helpers.pretrained import model


def test_a_row_is_short_and_tells_the_rest_in_tool_tips(tmp_path: Path) -> None:
    row = library_rows.row_of(Entry(model(sha256="ab" * 32), tmp_path, is_built_in=False), 44.6)
    texts = [cell.text for cell in row.cells]
    assert row.key == "leaf-net"
    assert len(texts) == len(library_rows.headers())
    assert texts[2:6] == ["your own", "MIT", "45 MB", "abababababab…"]
    assert row.cells[5].tip == "ab" * 32


def test_the_card_is_found_beside_the_weights(tmp_path: Path) -> None:
    entry = Entry(model(), tmp_path, is_built_in=False)
    assert entry.card is None
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n# Leaves\n")
    assert entry.card == tmp_path / "README.md"


def test_what_is_meant_for_machines_is_left_out_of_a_card() -> None:
    assert without_front_matter("---\nlicense: mit\n---\n# Leaves\n") == "# Leaves\n"
    assert without_front_matter("# Leaves\n") == "# Leaves\n"
    assert without_front_matter("---\nnever closed") == "---\nnever closed"
