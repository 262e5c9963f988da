"""How to train: a preset, what differs from it, the plan and a look at samples; knows nothing of runs."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ptstudio.app import formats
from ptstudio.app.draft_values import differing, preset_values, shown_values
from ptstudio.app.errand import Errand
from ptstudio.app.pages._train_finding import TrainFinding
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.train_command import train_command
from ptstudio.app.translation import tr
from ptstudio.app.widgets.computing_choice import ComputingChoice
from ptstudio.app.widgets.layout import card, column, row
from ptstudio.app.widgets.plan_view import PlanView
from ptstudio.app.widgets.preset_picker import PresetPicker
from ptstudio.app.widgets.preview_card import PreviewCard
from ptstudio.app.widgets.settings_form import SettingsForm
from ptstudio.app.widgets.text import Button, label, line
from ptstudio.core.dataset import Revision, Split
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import PreviewJob, ProbeJob, SettingValue, TrainJob
from ptstudio.core.machine import Plan
from ptstudio.core.preview import Previewed
from ptstudio.core.run import Run
from ptstudio.core.sample_classes import are_answers
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Task

SAMPLES, VIEWS = 3, 6


class TrainSetup(QWidget):
    """`failed(PTStudioError)` where a setting cannot be so; `leave_for(key)` asks for another page."""

    failed = Signal(object)
    leave_for = Signal(str)
    presets: PresetPicker
    form: SettingsForm
    computing: ComputingChoice
    preview: PreviewCard
    _form_card: QFrame

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._task_key = ""
        self._follows_plan = self._follows_preview = False
        self._asked: TrainJob | None = None
        self.about = label("", "body")
        self.plan = PlanView()
        self.plan.wanted.connect(self.ask_for_plan)
        self._planning, self._previewing = Errand(session, self), Errand(session, self)
        self._planning.begun.connect(self.plan.show_busy)
        self._planning.done.connect(self._show_plan)
        self._planning.failed.connect(self._fail_plan)
        self._previewing.begun.connect(self._await_preview)
        self._previewing.done.connect(self._show_preview)
        self._previewing.failed.connect(self._fail_preview)
        data, model = Button(tr("Other data"), "quiet", "data"), Button(tr("Other model"), "quiet", "model")
        data.clicked.connect(partial(self.leave_for.emit, "data"))
        model.clicked.connect(partial(self.leave_for.emit, "model"))
        about = row(self.about, data, model)
        about.setStretch(0, 1)
        self.every = Button(tr("Show every setting"), icon_name="settings")
        self.every.setCheckable(True)
        self.every.toggled.connect(self._show_form)
        self.differences = label("", "muted")
        self.finding = TrainFinding(session, self.job)
        self.finding.failed.connect(self.failed)
        every = row(self.every, self.differences, gap=Space.medium)
        every.setStretch(1, 1)
        self._presets_place, self._form_place = QVBoxLayout(), QVBoxLayout()
        self._beside = row(self.plan, gap=Space.medium)
        self._beside.setStretch(0, 1)
        inside = column(
            about, self._presets_place, self._beside, self.finding, every, self._form_place, gap=Space.medium
        )
        self.setLayout(inside)
        self._make_form(all_tasks()[session.task])

    # ------------------------------------------------------------------ the draft

    @property
    def task(self) -> Task:
        """What is to be learned."""
        return all_tasks()[self.session.task]

    def job(self) -> TrainJob | None:
        """The training as it is drafted; nothing where there is no data."""
        project, revision, draft = self.session.project, self.session.revision, self.session.draft
        if project is None or revision is None:
            return None
        return TrainJob(
            task=revision.task,
            dataset=revision.key,
            model=self.session.model,
            preset=draft.preset,
            settings=dict(draft.settings),
            processes=draft.processes,
            cards=draft.cards,
            command=train_command(project.folder, revision, self.session.model, draft),
        )

    def redraw(self, model_title: str) -> None:
        """Show the draft of the session."""
        if self.session.task != self._task_key:
            self._make_form(self.task)
        draft, revision = self.session.draft, self.session.revision
        changed = dict(draft.settings)
        self.presets.choose(draft.preset)
        self.form.show_values(
            shown_values(self.task, draft.preset, changed), preset_values(self.task, draft.preset, changed)
        )
        self.differences.setText(self.form.summary.text())
        self.computing.show_choice(self.session.machine, draft.processes, draft.cards)
        if revision is not None:
            self.about.setText(_about(model_title, revision))
        self._follow()
        self.finding.show_model(model_title)

    def start_anew(self) -> None:
        """Another project is open: what was measured belongs to the one before."""
        self._follows_plan = self._follows_preview = False
        self._asked = None
        self.plan.show_nothing()
        self.preview.show_nothing()

    # ------------------------------------------------------------------ plan and preview

    def ask_for_plan(self) -> None:
        """Have the plan measured, and anew whenever the settings change."""
        job = self.job()
        if job is not None:
            self._follows_plan, self._asked = True, job
            self._planning.ask(ProbeJob(training=job), at_once=True)

    def ask_for_preview(self) -> None:
        """Have samples looked at, and anew whenever the settings change."""
        job = self.job()
        if job is not None:
            self._follows_preview, self._asked = True, job
            self._previewing.ask(_preview_of(job), at_once=True)

    def _follow(self) -> None:
        job = self.job()
        if job is None or job == self._asked:
            return
        if self.session.is_running():
            self._hide_what_was_measured()
            return
        self._asked = job
        if self._follows_preview:
            self._previewing.ask(_preview_of(job))
        if self._follows_plan:
            self._planning.ask(ProbeJob(training=job))

    def _hide_what_was_measured(self) -> None:
        """It was measured for other settings, and nothing else is measured beside a job that is under way."""
        if self._follows_plan:
            self._planning.drop()
            self.plan.show_nothing()
        if self._follows_preview:
            self._previewing.drop()
            self.preview.show_nothing()

    def _show_plan(self, run: Run) -> None:
        if run.plan is not None:
            self.plan.show_plan(run.plan)
        else:
            self.plan.show_plan(Plan.model_validate(run.result["plan"]))

    def _fail_plan(self, failure: RunFailed) -> None:
        self.plan.show_failure(tr(failure.message), tr(failure.hint))

    def _await_preview(self) -> None:
        self.preview.show_busy()

    def _show_preview(self, run: Run) -> None:
        preview = Previewed.model_validate(run.result).preview
        if isinstance(preview, self.task.preview):  # else the data have become others meanwhile
            self.preview.show_preview(preview)

    def _fail_preview(self, failure: RunFailed) -> None:
        self.preview.show_failure(tr(failure.message), tr(failure.hint))

    # ------------------------------------------------------------------ what a person chooses

    def _choose_preset(self, key: str) -> None:
        self._choose(key, dict(self.session.draft.settings))

    def _edit(self, values: dict[str, SettingValue]) -> None:
        draft = self.session.draft
        usual = preset_values(self.task, draft.preset, dict(draft.settings))
        self._choose(draft.preset, {name: value for name, value in values.items() if value != usual.get(name)})

    def _choose(self, preset: str, values: dict[str, SettingValue]) -> None:
        try:
            self.session.choose_settings(preset, differing(self.task, preset, values))
        except PTStudioError as error:
            self.failed.emit(error)

    def _show_form(self, is_wanted: bool) -> None:
        self._form_card.setVisible(is_wanted)
        self.every.setText(tr("Hide the settings") if is_wanted else tr("Show every setting"))

    def _make_form(self, task: Task) -> None:
        if self._task_key:
            for old in (self.presets, self.preview, self._form_card):
                old.hide()
                old.deleteLater()
        self._task_key = task.key
        self.presets = PresetPicker(task.presets)
        self.presets.chosen.connect(self._choose_preset)
        self.preview = PreviewCard(task.preview)
        self.preview.wanted.connect(self.ask_for_preview)
        self.form = SettingsForm(task.settings.facts())
        self.form.edited.connect(self._edit)
        self.computing = ComputingChoice()
        self.computing.edited.connect(self.session.choose_computing)
        self._form_card = card(self.form, line(), self.computing, gap=Space.medium)
        self._presets_place.addWidget(self.presets)
        self._beside.addWidget(self.preview, 1)
        self._form_place.addWidget(self._form_card)
        self._form_card.setVisible(self.every.isChecked())


def _preview_of(job: TrainJob) -> PreviewJob:
    return PreviewJob(training=job, samples=SAMPLES, views=VIEWS)


def _about(model_title: str, revision: Revision) -> str:
    """What learns from what, and to what end, where its classes say that."""
    some = formats.samples(revision.counts.totals.get(Split.TRAIN, 0))
    values = {"model": model_title, "some": some, "data": revision.name}
    classes = revision.classes
    if len(classes) < 2 or are_answers(classes):
        return tr("{model} learns from {some} of “{data}”.", **values)
    return tr("{model} learns from {some} of “{data}”, to tell {classes} classes apart.", **values,
              classes=formats.count(len(classes)))  # fmt: skip
