"""Writing a report where a person wants it: the page as it is, or a PDF; slow, and meant for a thread of its own."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument

from ptstudio.core import atomic
from ptstudio.core.errors import PTStudioError, explain_os_error

DOTS_PER_INCH = 300


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
    """The document ends here, in the thread that made it: an error's traceback would carry it to another."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setCreator("PTStudio")
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))  # printing a document adds margins of its own
    document = QTextDocument()
    document.setHtml(html)
    document.print_(writer)
    held.close()
    return bytes(held.data().data())


def _explained(error: OSError) -> PTStudioError:
    return explain_os_error(error, "saving the report")
