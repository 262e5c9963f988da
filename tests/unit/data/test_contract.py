"""What holds for every dataset format, whatever it is given."""

from pathlib import Path

import pytest

from ptstudio.core.dataset import ImportOptions
from ptstudio.core.errors import DatasetError
from ptstudio.data import all_formats
from ptstudio.data._format import DatasetFormat, TableFormat

FORMATS = all_formats()
USELESS = {
    "folder": None,
    "empty.csv": b"",
    "blank.csv": b"\n\n\r\n",
    "random.csv": b"\x89PNG" + bytes(range(256)) * 50,
    "zeros.tsv": bytes(10_000),
    "no workbook.xlsx": b"PK\x03\x04 and no more",
    "empty.xlsx": b"",
    "broken.parquet": b"PAR1 and no more",
    "broken.jsonl": b"{\n[1]\nnull\n",
    "quote.csv": b'"',
    "blank.txt": b" \n",
    "random.txt": b"%PDF" + bytes(range(256)) * 50,
    "1": b"",
}


@pytest.fixture(params=list(FORMATS.values()), ids=list(FORMATS))
def kind(request: pytest.FixtureRequest) -> DatasetFormat:
    found = request.param
    assert isinstance(found, DatasetFormat)
    return found


def test_a_format_tells_its_name_and_what_it_needs(kind: DatasetFormat) -> None:
    assert kind.title[0].isupper() or kind.title.startswith("train")
    assert not kind.title.endswith(".")
    assert kind.help.endswith(".")


@pytest.mark.parametrize("name", [*USELESS, "gone"])
def test_useless_data_is_refused_in_words(kind: DatasetFormat, name: str, tmp_path: Path) -> None:
    path, content = tmp_path / name, USELESS.get(name)
    if name in USELESS and content is None:
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    recognition = kind.recognises(path)
    assert recognition.confidence <= 0.3
    assert recognition.reason
    with pytest.raises(DatasetError) as caught:
        list(kind.read(path, ImportOptions()))
    assert caught.value.message
    assert caught.value.hint
    if isinstance(kind, TableFormat) and recognition.confidence == 0:
        with pytest.raises(DatasetError):
            kind.preview(path, ImportOptions())
