"""Writing a report where a person wants it: the page as it is, or a PDF."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QGuiApplication,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from ptstudio.app.translation import tr
from ptstudio.core import atomic
from ptstudio.core.errors import PTStudioError, explain_os_error

DOTS_PER_INCH = 300
MARGIN_INCH = 0.75
MARGIN = MARGIN_INCH * DOTS_PER_INCH
Piece = QTextBlock | QTextTable


def save_page(folder: Path, file: Path) -> Path:
    """Copy the page of the run in `folder`. Raises ProjectError where it cannot be written, DiskFull."""
    try:
        atomic.write_bytes(file, (folder / "report.html").read_bytes())
    except OSError as error:
        raise _explained(error) from error
    return file


def save_pdf(html: str, file: Path) -> Path:
    """Lay a document out on A4 pages. Raises ProjectError where it cannot be written, DiskFull."""
    content = _pdf(html)
    try:
        atomic.write_bytes(file, content)
    except OSError as error:
        raise _explained(error) from error
    return file


def _pdf(html: str) -> bytes:
    """The document ends here: an error's traceback would carry it to whoever is told of the error."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setCreator("PTStudio")
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))  # the document has margins of its own
    document = QTextDocument()
    document.setHtml(html)
    _lay_out(document, writer)
    _keep_together(document)
    _paint(document, writer)
    held.close()
    return bytes(held.data().data())


def _lay_out(document: QTextDocument, writer: QPdfWriter) -> None:
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    frame = document.rootFrame().frameFormat()
    # Qt takes every distance of a document for pixels of the screen, and scales it to the paper.
    frame.setMargin(MARGIN_INCH * QGuiApplication.primaryScreen().logicalDotsPerInch())
    document.rootFrame().setFrameFormat(frame)


def _keep_together(document: QTextDocument) -> None:
    """Begin a new page before every part that a page's end would cut and that has room on one."""
    page = document.pageSize().height()
    for part in _parts(document):
        top, bottom = _place(document, part[0]).top(), _place(document, part[-1]).bottom()
        # What is cut is longer by the two margins that lie within it.
        if int(top / page) != int(bottom / page) and bottom - top <= page:
            _begin_page(part[0])


def _parts(document: QTextDocument) -> list[list[Piece]]:
    """What belongs together: a part begins with a heading, or after a table."""
    parts: list[list[Piece]] = []
    for piece in _pieces(document):
        before = parts[-1][-1] if parts else None
        if before is None or isinstance(before, QTextTable) or (_is_heading(piece) and not _is_heading(before)):
            parts.append([piece])
        else:
            parts[-1].append(piece)
    return parts


def _pieces(document: QTextDocument) -> Iterator[Piece]:
    """The tables and the blocks with anything in them, from top to bottom."""
    place = document.rootFrame().begin()
    while not place.atEnd():
        frame, block = place.currentFrame(), place.currentBlock()
        if isinstance(frame, QTextTable):
            yield frame
        elif block.isValid() and block.text():
            yield block
        place += 1


def _is_heading(piece: Piece) -> bool:
    return isinstance(piece, QTextBlock) and piece.blockFormat().headingLevel() > 0


def _place(document: QTextDocument, piece: Piece) -> QRectF:
    """Where a piece lies, in dots from the top of the first page."""
    layout = document.documentLayout()
    return layout.frameBoundingRect(piece) if isinstance(piece, QTextTable) else layout.blockBoundingRect(piece)


def _begin_page(piece: Piece) -> None:
    policy = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
    if isinstance(piece, QTextTable):
        table = piece.format().toTableFormat()
        table.setPageBreakPolicy(policy)
        piece.setFormat(table)
    else:
        block = piece.blockFormat()
        block.setPageBreakPolicy(policy)
        QTextCursor(piece).setBlockFormat(block)


def _paint(document: QTextDocument, writer: QPdfWriter) -> None:
    """Every page, with its number below."""
    width, height = document.pageSize().width(), document.pageSize().height()
    painter = QPainter(writer)
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        shown = QAbstractTextDocumentLayout.PaintContext()
        shown.clip = QRectF(0, number * height, width, height)
        shown.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        painter.save()
        painter.translate(0, -number * height)
        painter.setClipRect(shown.clip)
        document.documentLayout().draw(painter, shown)
        painter.restore()
        below = QRectF(MARGIN, height - MARGIN, width - 2 * MARGIN, MARGIN)
        words = tr("{number} of {count}", number=number + 1, count=document.pageCount())
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
    painter.end()


def _explained(error: OSError) -> PTStudioError:
    return explain_os_error(error, "saving the report")
