"""The library as rows of a table; knows no widget but its cells."""

from ptstudio.app import formats, library_words, model_words
from ptstudio.app.translation import tr
from ptstudio.app.widgets.row_table import Cell, Row
from ptstudio.library.entry import Entry

SHORT_DIGEST = 12


def headers() -> tuple[str, ...]:
    """The columns."""
    return (
        tr("Name"),
        tr("Title"),
        tr("Whose"),
        tr("Licence"),
        tr("On disk"),
        tr("sha256"),
        tr("Folder"),
    )


def row_of(entry: Entry, size_mb: float) -> Row:
    """An entry that takes `size_mb` on disk."""
    model = entry.model
    return Row(
        model.key,
        (
            Cell(model.key, icon_name="model"),
            Cell(model.title, tip=model.summary),
            Cell(tr(entry.whose), tip=library_words.why_it_stays(entry)),
            Cell(model.licence, tip=model_words.licence(model)),
            Cell(formats.size(size_mb), size_mb),
            Cell(model.sha256[:SHORT_DIGEST] + "…", tip=model.sha256),
            Cell(str(entry.folder)),
        ),
    )
