"""The import wizard: where, what was found, look, split, done; it leads, and each stage does its own work."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget, QWizard
from typing_extensions import override

from ptstudio.app.import_draft import ImportDraft
from ptstudio.app.import_wizard._stage import Bench, Stage
from ptstudio.app.import_wizard.done import DoneStage
from ptstudio.app.import_wizard.found import FoundStage
from ptstudio.app.import_wizard.look import LookStage
from ptstudio.app.import_wizard.source_reader import SourceReader
from ptstudio.app.import_wizard.split import SplitStage
from ptstudio.app.import_wizard.stage_list import StageList
from ptstudio.app.import_wizard.trial import Trial
from ptstudio.app.import_wizard.where import WhereStage
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.dropping import dropped_files, welcome_files
from ptstudio.app.widgets.text import Button
from ptstudio.app.widgets.titled_dialog import within
from ptstudio.core.dataset import Revision

SIZE, LEAST_SIZE = (1040, 700), (860, 480)


class ImportWizard(QWizard):
    """Begins with `source`, if there is one; `imported(key)` is emitted when there is a new revision, and
    `new_project_requested(source, task)` for data that are for another task.
    """

    imported = Signal(str)
    new_project_requested = Signal(object, str)

    def __init__(self, session: Session, parent: QWidget | None = None, source: Path | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setWindowTitle(tr("Import data"))
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setAcceptDrops(True)
        draft = ImportDraft(session.task, project=session.project.folder if session.project else None)
        self.bench = Bench(session, draft, Trial(session), SourceReader(self))
        self.where = WhereStage(self.bench)
        self.found = FoundStage(self.bench)
        self.look = LookStage(self.bench)
        self.split = SplitStage(self.bench)
        self.done_stage = DoneStage(self.bench)
        self.stages: tuple[Stage, ...] = (self.where, self.found, self.look, self.split, self.done_stage)
        for place, stage in enumerate(self.stages):
            self.setPage(place, stage)
        self._names = StageList((tr("Where"), tr("Found"), tr("Look"), tr("Split"), tr("Done")))
        self.setSideWidget(self._names)
        self._name_buttons()
        self.where.chosen.connect(self.begin_with)
        self.found.new_project_requested.connect(self.new_project_requested)
        self.done_stage.imported.connect(self._leave)
        self.currentIdChanged.connect(self._show_stage)
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(within(parent, *SIZE))
        self.restart()
        if source is not None:
            self.begin_with(source)

    def begin_with(self, source: Path) -> None:
        """Look at this data, whatever stage is shown."""
        if self.done_stage.is_importing:
            return
        self.bench.trial.forget()
        self.found.forget()
        self.bench.draft.begin_with(source, self._last_from(source))
        self.restart()
        self.next()

    def _last_from(self, source: Path) -> Revision | None:
        """The newest revision that was imported from the same place, whatever it was called."""
        project, place = self.bench.session.project, str(source.resolve())
        every = project.learnable_revisions() if project is not None else []
        return next((revision for revision in reversed(every) if revision.source == place), None)

    @override
    def accept(self) -> None:
        """Start the import; the wizard goes away by itself once that is done."""
        if not self.done_stage.is_importing:
            self.done_stage.start()

    @override
    def done(self, result: int) -> None:
        """Go away: what was only tried out ends, an import that has begun goes on."""
        if not self._is_over:
            self._is_over = True
            for stage in self.stages:
                stage.leave()
            self.bench.reader.end()
            self.bench.trial.close()
        super().done(result)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders on any stage."""
        welcome_files(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Begin again with what was dropped."""
        paths = dropped_files(event)
        if paths:
            self.begin_with(paths[0])

    def _leave(self, key: str) -> None:
        self.imported.emit(key)
        self.done(int(QWizard.DialogCode.Accepted))

    def _show_stage(self, place: int) -> None:
        if place >= 0:
            self._names.show_stage(place)

    def _name_buttons(self) -> None:
        kinds = QWizard.WizardButton
        buttons = {
            kinds.BackButton: Button(tr("Back"), icon_name="back"),
            kinds.NextButton: Button(tr("Next"), "primary"),
            kinds.FinishButton: Button(tr("Import"), "primary"),
            kinds.CancelButton: Button(tr("Close"), "quiet"),
        }
        for kind, button in buttons.items():
            self.setButton(kind, button)
            self.setButtonText(kind, button.text())
