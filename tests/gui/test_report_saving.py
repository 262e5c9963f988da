"""The report on paper: what belongs together stands on one page."""

from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from ptstudio.app.document_parts import Picture
from ptstudio.app.report_document import document_html
from ptstudio.app.report_saving import save_pdf
from ptstudio.core.report import Mistakes
from tests.helpers import reports

NAMES = {
    "few": [f"kind {number}" for number in range(4)],
    "many": [f"kind {number:02d}" for number in range(24)],
    "long": [f"a photograph of a damaged circuit board of revision {number:02d}" for number in range(12)],
}
pytestmark = pytest.mark.usefixtures("qapp")


def pages_of(html: str, file: Path) -> list[str]:
    """The text of every page of the document as it is printed, without spaces and line ends."""
    save_pdf(html, file)
    pdf = QPdfDocument()
    pdf.load(str(file))
    texts = ["".join(pdf.getAllText(number).text().split()) for number in range(pdf.pageCount())]
    pdf.close()
    return texts


@pytest.mark.parametrize("kind", NAMES)
def test_no_page_cuts_a_table(tmp_path: Path, kind: str) -> None:
    report = reports.report(NAMES[kind], per_class=30)
    sections = report.splits["test"].sections
    wrong = [mistake.sample for each in sections if isinstance(each, Mistakes) for mistake in each.mistakes]
    pictures = dict.fromkeys(wrong, Picture(reports.thumbnail("a"), 92, 69))
    texts = pages_of(document_html(report, reports.METRICS, pictures), tmp_path / "report.pdf")
    for heading in ("Whatitmixesup", "Classbyclass"):
        (below,) = (text.partition(heading)[2] for text in texts if heading in text)
        assert all("".join(name[-11:].split()) in below for name in NAMES[kind])
    (below,) = (text.partition("Canitsconfidencebebelieved?")[2] for text in texts if "Canitsconfidence" in text)
    assert "93%to99%" in below
    assert texts[0].endswith(f"1of{len(texts)}")


def test_what_is_longer_than_a_page_goes_on_upon_the_next(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>row {number}.</td></tr>" for number in range(200))
    texts = pages_of(f"<h3>Long</h3><table>{rows}</table><p>The end.</p>", tmp_path / "long.pdf")
    assert len(texts) > 2
    assert "Longrow0.row1." in texts[0]
    assert all(f"row{number}." in "".join(texts) for number in range(200))
    assert "Theend." in texts[-1]
