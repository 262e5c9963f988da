"""The first stage: where the data lies."""

from pathlib import Path

from PySide6.QtCore import Signal
from typing_extensions import override

from ptstudio.app import sample_words
from ptstudio.app.import_wizard._stage import Bench, Stage
from ptstudio.app.placed_tasks import has_places
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_zone import DropZone
from ptstudio.app.widgets.file_choosing import choose_file, choose_folder
from ptstudio.app.widgets.layout import card, row
from ptstudio.app.widgets.text import Button, label


class WhereStage(Stage):
    """`chosen(Path)` is emitted when a person says where the data is."""

    chosen = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__(
            bench,
            tr("Where is your data?"),
            sample_words.where_from(bench.draft.kind, has_places=has_places(bench.draft.task)),
        )
        self.folder = Button(tr("Choose a folder…"), icon_name="open")
        self.file = Button(tr("Choose a table or ZIP…"), icon_name="file")
        self.folder.clicked.connect(self._choose_folder)
        self.file.clicked.connect(self._choose_file)
        self.drop = DropZone(
            tr("Drop a folder, a table or a ZIP here"),
            tr("Your files stay where they are. Nothing is copied, changed or sent anywhere."),
            (self.folder, self.file),
        )
        self.drop.dropped.connect(lambda paths: self.chosen.emit(paths[0]))
        self._path = label("", is_selectable=True)
        self._chosen = card(label(tr("Chosen"), "heading"), self._path)
        self.again = Button(tr("Look at the same place again"), icon_name="undo")
        self.again.clicked.connect(self._take_last)
        self._last_words = label("", "muted", is_selectable=True)
        self._last = card(
            label(tr("Last time"), "heading"),
            self._last_words,
            row(self.again, None),
        )
        self.body.addWidget(self.drop)
        self.body.addWidget(self._chosen)
        self.body.addWidget(self._last)
        self.body.addStretch(1)
        self.initializePage()

    @override
    def initializePage(self) -> None:
        """Show what was chosen, and where the present revision is from."""
        source, last = self.draft.source, self._last_source()
        self._chosen.setVisible(source is not None)
        self._path.setText(str(source or ""))
        self._last.setVisible(last is not None and last != source)
        self._last_words.setText(str(last or ""))
        self.completeChanged.emit()

    @override
    def isComplete(self) -> bool:
        """Once something is chosen."""
        return self.draft.source is not None

    def _last_source(self) -> Path | None:
        revision = self.bench.session.revision
        return Path(revision.source) if revision is not None and Path(revision.source).exists() else None

    def _take_last(self) -> None:
        last = self._last_source()
        if last is not None:
            self.chosen.emit(last)

    def _choose_folder(self) -> None:
        chosen = choose_folder(self, tr("Choose a folder"))
        if chosen is not None:
            self.chosen.emit(chosen)

    def _choose_file(self) -> None:
        kinds = tr(
            "Tables, texts and ZIPs (*.csv *.tsv *.tab *.jsonl *.ndjson *.json *.parquet *.pq *.xlsx *.txt *.conll "
            "*.zip);;All files (*)"
        )
        chosen = choose_file(self, tr("Choose a table or a ZIP"), kinds)
        if chosen is not None:
            self.chosen.emit(chosen)
