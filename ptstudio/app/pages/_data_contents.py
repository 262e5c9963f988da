"""A chosen dataset revision on the data page: its facts, its samples, its counts, its findings."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QTabWidget, QWidget

from ptstudio.app import file_opening, formats, sample_words
from ptstudio.app.background import Background
from ptstudio.app.box_places import BoxPlaces, box_places
from ptstudio.app.finding_words import export_findings, read_findings
from ptstudio.app.marked_counts import counts_words
from ptstudio.app.revision_changes import ClassChange, change_between, change_words, class_changes
from ptstudio.app.revision_texts import RevisionTexts
from ptstudio.app.revision_tiles import RevisionTiles, split_title
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.box_places_view import BoxPlacesView
from ptstudio.app.widgets.changes_table import ChangesTable
from ptstudio.app.widgets.class_bars import ClassBars, bars_of
from ptstudio.app.widgets.counts_table import CountsTable
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.findings_table import FindingsTable
from ptstudio.app.widgets.layout import card, column, row
from ptstudio.app.widgets.sample_view import Samples, SampleView
from ptstudio.app.widgets.text import IconButton, label
from ptstudio.core.dataset import SPLITS, Finding, Revision, Split
from ptstudio.core.errors import DatasetError, PTStudioError
from ptstudio.core.project import Project
from ptstudio.core.revision_change import RevisionChange
from ptstudio.data import all_formats
from ptstudio.tasks import all_tasks


class DataContents(QWidget):
    """`failed(error)` and `told(words)` are for the page to show."""

    failed = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._revision: Revision | None = None
        self._choosing = Background(self, threads=1)
        self._reading = Background(self, threads=1)
        self.revisions = DropDown()
        self.revisions.setAccessibleName(tr("Dataset revision"))
        self.revisions.setMinimumWidth(260)
        self.revisions.activated.connect(self._choose_revision)
        self.open_source = IconButton("open", tr("Show where the data is from"))
        self.open_source.clicked.connect(self._open_source)
        self._build_facts()
        self._build_tabs()
        inside = column(self._facts, self.tabs, gap=Space.medium)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    # ------------------------------------------------------------------ making

    def _build_facts(self) -> None:
        self._values = {key: ElidedLabel("") for key in ("samples", "marked", "classes", "format", "source", "change")}
        titles = {
            "samples": tr("Samples"),
            "marked": tr("Marked"),
            "classes": tr("Classes"),
            "format": tr("Format"),
            "source": tr("From"),
            "change": tr("Changes"),
        }
        self._headings: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.large)
        grid.setVerticalSpacing(Space.tight)
        for place, (key, value) in enumerate(self._values.items()):
            heading = self._headings[key] = label(titles[key], "muted")
            heading.setWordWrap(False)
            grid.addWidget(heading, place, 0)
            grid.addWidget(value, place, 1)
        grid.setColumnStretch(1, 1)
        above = row(self.revisions, None, self.open_source, gap=Space.medium)
        self._facts = card(above, grid, gap=Space.medium)

    def _build_tabs(self) -> None:
        self.label_filter, self.split_filter = DropDown(), DropDown()
        self.split_filter.addItem(tr("All splits"), None)
        for split in SPLITS:
            self.split_filter.addItem(split_title(split).capitalize(), split)
        self.samples = SampleView()
        self.grid = self.samples.grid
        for box in (self.label_filter, self.split_filter):
            box.setMinimumWidth(104)
            box.activated.connect(self._show_samples)
            self.samples.add_filter(box)
        self.samples.opened.connect(file_opening.open_file)
        self.bars = ClassBars(tr("Samples of each class"))
        self.counts = CountsTable(tr("Samples of each class in each split"))
        both = QWidget()
        beside = row(self.bars, self.counts, gap=Space.medium, margin=Space.medium)
        beside.setStretch(0, 1)
        beside.setStretch(1, 1)
        both.setLayout(beside)
        self.findings = FindingsTable()
        self.findings.folder_requested.connect(file_opening.open_folder_of)
        self.findings.export_requested.connect(self._export)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("What is in the data"))
        self.tabs.setMinimumHeight(360)
        self.tabs.addTab(_padded(self.samples), sample_words.title(sample_words.PICTURE))
        self.tabs.addTab(both, tr("Classes"))
        self.places = BoxPlacesView()
        self.changes = ChangesTable(tr("What changed in each class"))
        self._changes_tab = _padded(self.changes)
        self.tabs.addTab(_padded(self.findings), tr("Findings"))
        self.tabs.addTab(self._changes_tab, tr("Changes"))
        self.tabs.addTab(self.places, tr("Boxes"))

    # ------------------------------------------------------------------ showing

    def show_revision(self, revision: Revision | None) -> None:
        """Show another revision, or nothing."""
        self._revision = revision
        self._choosing.drop()
        self._reading.drop()
        project = self._session.project
        if revision is None or project is None:
            self.samples.set_samples(None)
            return
        self._name_samples(all_tasks()[revision.task].icon)
        self._fill_revisions()
        self._show_facts(revision)
        self.label_filter.clear()
        self.label_filter.addItem(tr("All classes"), None)
        for name in revision.classes:
            self.label_filter.addItem(name, name)
        self.split_filter.setCurrentIndex(0)
        counted = revision.counts.marked or revision.counts.by_split
        self.bars.show_bars(
            bars_of([counted.get(split, {}) for split in SPLITS]),
            [split_title(split).capitalize() for split in SPLITS],
        )
        self.counts.show_counts(revision.counts, all_tasks()[revision.task].icon)
        self._show_findings([])
        folder = project.revision_folder(revision.key)
        self._reading.do(partial(read_findings, folder), self._take_findings, self._fail)
        self._show_change(revision)
        self._show_places(folder)
        self._show_samples()

    def end(self) -> None:
        """Wait for what is under way."""
        self._choosing.wait()
        self._reading.wait()
        self.samples.end()

    def _name_samples(self, kind: str) -> None:
        self.samples.show_kind(kind)
        self.tabs.setTabText(0, sample_words.title(kind))
        self.label_filter.setAccessibleName(sample_words.class_shown(kind))
        self.split_filter.setAccessibleName(sample_words.split_shown(kind))

    def _fill_revisions(self) -> None:
        project, revision = self._session.project, self._revision
        self.revisions.clear()
        if project is None or revision is None:
            return
        every = [other for name in project.datasets() for other in reversed(project.revisions(name))]
        for other in every:
            if not other.is_for_measuring:
                words = tr("{name}, revision {number} · {day}", name=other.name, number=other.number,
                           day=formats.day(other.created))  # fmt: skip
                self.revisions.addItem(words, other.key)
        self.revisions.setCurrentIndex(self.revisions.findData(revision.key))

    def _show_facts(self, revision: Revision) -> None:
        totals = revision.counts.totals
        parts = [
            tr("{count} for {split}", count=formats.count(totals.get(split, 0)), split=split_title(split))
            for split in SPLITS
        ]
        self._values["samples"].show_text(
            tr("{total}: {parts}", total=formats.count(revision.counts.total), parts=", ".join(parts))
        )
        marked = counts_words(all_tasks()[revision.task].icon, revision.counts)
        self._values["marked"].show_text(marked)
        for part in (self._headings["marked"], self._values["marked"]):
            part.setVisible(bool(marked))
        classes = ", ".join(revision.classes[:8]) + (", …" if len(revision.classes) > 8 else "")
        self._values["classes"].show_text(
            tr("{count}: {names}", count=formats.count(len(revision.classes)), names=classes)
        )
        kind = all_formats().get(revision.format)
        title = tr(kind.title) if kind is not None else revision.format
        self._values["format"].show_text(
            tr("{format}. {why}", format=title, why=formats.sentence(tr(revision.recognised)))
        )
        self._values["source"].show_text(revision.source)
        is_there = Path(revision.source).exists()
        self.open_source.setEnabled(is_there)
        if not is_there:
            self._values["source"].show_text(tr("{path} (no longer there)", path=revision.source))

    def _show_change(self, revision: Revision) -> None:
        project = self._session.project
        every = project.revisions(revision.name) if project is not None else []
        before = [other for other in every if other.number < revision.number and not other.is_for_measuring]
        self._show_class_changes([])
        if project is None or not before:
            self._values["change"].show_text(tr("The first revision of this dataset."))
            return
        self._values["change"].show_text(tr("Comparing with the revision before…"))
        comparing = partial(change_between, project, before[-1], revision)
        self._reading.do(comparing, partial(self._take_change, before[-1]), self._fail)

    def _show_places(self, folder: Path) -> None:
        """The tab is there only for data with boxes."""
        self.tabs.setTabVisible(self.tabs.indexOf(self.places), False)
        self._reading.do(partial(box_places, folder), self._take_places, self._fail)

    def _take_places(self, places: object) -> None:
        if isinstance(places, BoxPlaces):
            self.places.show_places(places)
            self.tabs.setTabVisible(self.tabs.indexOf(self.places), True)

    def _show_samples(self) -> None:
        project, revision = self._session.project, self._revision
        if project is None or revision is None:
            return
        self._choosing.drop()
        label_, split = self.label_filter.currentData(), self.split_filter.currentData()
        kind = _SAMPLES[all_tasks()[revision.task].icon]
        opening = partial(kind, project, revision, label_, Split(split) if split else None)
        self._choosing.do(opening, self._take_samples, self._fail)

    def _take_samples(self, samples: object) -> None:
        if isinstance(samples, Samples):
            self.samples.set_samples(samples)

    def _take_change(self, before: Revision, change: object) -> None:
        if isinstance(change, RevisionChange):
            self._values["change"].show_text(change_words(change, before.number))
            self._show_class_changes(class_changes(change, before.counts))

    def _show_class_changes(self, rows: list[ClassChange]) -> None:
        """The tab is there only where something changed."""
        self.changes.show_changes(rows)
        self.tabs.setTabVisible(self.tabs.indexOf(self._changes_tab), bool(rows))

    def _take_findings(self, findings: object) -> None:
        if isinstance(findings, list):
            self._show_findings(findings)

    def _show_findings(self, findings: list[Finding]) -> None:
        self.findings.show_findings(findings)
        self.tabs.setTabText(2, tr("Findings ({count})", count=formats.count(len(findings))))

    def _fail(self, error: Exception) -> None:
        known = error if isinstance(error, PTStudioError) else None
        self.failed.emit(
            known
            or DatasetError(
                f"A part of this revision cannot be read ({type(error).__name__}).",
                "Import the data again: a new revision is made, and every sample keeps its split.",
            )
        )

    # ------------------------------------------------------------------ what a person does

    def _choose_revision(self) -> None:
        try:
            self._session.choose_revision(str(self.revisions.currentData()))
        except PTStudioError as error:
            self.failed.emit(error)

    def _open_source(self) -> None:
        if self._revision is not None:
            file_opening.open_folder_of(Path(self._revision.source))

    def _export(self, path: Path, findings: list[Finding]) -> None:
        try:
            export_findings(path, findings)
        except PTStudioError as error:
            self.failed.emit(error)
        else:
            self.told.emit(tr("Written: {path}", path=path))


_SAMPLES: dict[str, Callable[[Project, Revision, str | None, Split | None], Samples]] = {
    sample_words.PICTURE: RevisionTiles,
    sample_words.TEXT: RevisionTexts,
}


def _padded(content: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(content, margin=Space.medium))
    return made
