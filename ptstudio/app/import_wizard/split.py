"""The fourth stage: how samples are divided into training, validation and test, and what stays together."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QScrollArea, QSpinBox, QWidget
from typing_extensions import override

from ptstudio.app import formats, sample_words, split_words
from ptstudio.app.import_wizard._stage import Bench, Stage
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.counts_table import CountsTable
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import card, clear, column, row
from ptstudio.app.widgets.long_texts import LongTexts
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.dataset import Finding, Split, SplitPolicy

DELAY_MS = 600
"""How long a person is let type before the samples are divided anew."""
_EXAMPLES = 2000
_MOST_WARNINGS = 4


class SplitStage(Stage):
    """Every decision is tried out by a dry import, so that the counts are those that will be."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(
            bench,
            tr("Divide the samples"),
            tr("Most are learned from; the others are kept back, to see how well the model does on what it never saw."),
        )
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DELAY_MS)
        self._later.timeout.connect(self._try_out)
        self.shares = {"train": _share(1), "validation": _share(0), "test": _share(0)}
        self.keep_given = QCheckBox(tr("Keep the splits that the source gives"))
        self.none = QRadioButton(sample_words.stands_alone(bench.draft.kind))
        self.folder = QRadioButton(sample_words.of_one_group(bench.draft.kind))
        self.by_pattern = QRadioButton(sample_words.of_one_pattern(bench.draft.kind))
        self.pattern = QLineEdit()
        self.pattern.setPlaceholderText("(patient[0-9]+)")
        self.pattern.setAccessibleName(tr("Pattern that finds the group in a file name"))
        self._shares_words, self._given_words = label("", "small"), label("", "small")
        self._folder_words, self._pattern_words = label("", "small"), label("", "small")
        self.long_texts = LongTexts()
        self.counts = CountsTable(tr("Samples of each class in each split"))
        self.progress = JobProgress(tr("Stop counting; you can go on without."))
        self.progress.stopped.connect(bench.trial.stop)
        self.again = Button(tr("Count again"), icon_name="undo")
        self.again.clicked.connect(self._try_out)
        self.warnings = QWidget()
        self.warnings.setLayout(column(gap=Space.small))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        titles = {"train": tr("Training"), "validation": tr("Validation"), "test": tr("Test")}
        boxes = row(gap=Space.medium)
        for name, box in self.shares.items():
            box.setAccessibleName(tr("Share for {split}", split=titles[name]))
            boxes.addLayout(column(label(titles[name], "small"), box, gap=Space.tight))
        boxes.addStretch(1)
        shares = card(label(tr("Shares"), "heading"), boxes, self._shares_words, self.keep_given, self._given_words)
        groups = card(
            label(tr("What must stay together"), "heading"),
            label(sample_words.why_groups(self.draft.kind), "muted"),
            self.none, self.folder, self._folder_words, self.by_pattern, self.pattern, self._pattern_words,
        )  # fmt: skip
        left, right = QWidget(), QWidget()
        settings = column(shares, groups, self.long_texts, None, gap=Space.medium)
        self.long_texts.setVisible(self.draft.kind == sample_words.TEXT)
        settings.setContentsMargins(0, 0, Space.medium, 0)
        left.setLayout(settings)
        left.setObjectName("page")
        scrolling = QScrollArea()
        scrolling.setWidgetResizable(True)
        scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolling.setWidget(left)
        scrolling.setFixedWidth(372)
        right.setLayout(column(self.progress, self.again, self.counts, self.warnings))
        beside = row(scrolling, right, gap=Space.medium)
        beside.setStretch(1, 1)
        self.again.hide()
        self.body.addLayout(beside, 1)

    def _connect(self) -> None:
        self._kinds = QButtonGroup(self)
        for button in (self.none, self.folder, self.by_pattern):
            self._kinds.addButton(button)
            button.toggled.connect(self._decide)
        for box in self.shares.values():
            box.valueChanged.connect(self._decide)
        self.keep_given.toggled.connect(self._decide)
        self.pattern.textChanged.connect(self._decide)
        self.long_texts.changed.connect(self._decide)
        self.bench.trial.changed.connect(self._show_trial)

    # ------------------------------------------------------------------ Qt's wizard

    @override
    def initializePage(self) -> None:
        """Show what is decided so far, and count."""
        policy, samples = self.draft.split, self.draft.samples
        for name, box in self.shares.items():
            box.blockSignals(True)
            box.setValue(round(100 * policy.shares[Split(name)]))
            box.blockSignals(False)
        for button in (self.keep_given, self.none, self.folder, self.by_pattern):
            button.blockSignals(True)
        self.keep_given.setChecked(policy.keep_given and bool(samples.given))
        self.keep_given.setEnabled(bool(samples.given))
        self._given_words.setText(split_words.given_words(samples.given))
        self.folder.setEnabled(bool(samples.groups))
        self._folder_words.setText(split_words.folder_example(samples.groups))
        {"none": self.none, "folder": self.folder, "pattern": self.by_pattern}[policy.group_by].setChecked(True)
        for button in (self.keep_given, self.none, self.folder, self.by_pattern):
            button.blockSignals(False)
        self.long_texts.show_decision(self.draft.most_words)
        self._show_decision()
        self._try_out()

    @override
    def isComplete(self) -> bool:
        """Once the pattern makes sense and nothing says that the division cannot be."""
        return not self._problem() and self.bench.trial.failure is None

    @override
    def leave(self) -> None:
        self._later.stop()

    # ------------------------------------------------------------------ deciding

    def _policy(self) -> SplitPolicy:
        values = {name: box.value() / 100 for name, box in self.shares.items()}
        chosen = "folder" if self.folder.isChecked() else "pattern" if self.by_pattern.isChecked() else "none"
        return self.draft.split.model_copy(
            update={
                **values,
                "keep_given": self.keep_given.isChecked() or not self.draft.samples.given,
                "group_by": chosen,
                "pattern": self.pattern.text() if chosen == "pattern" else "",
            }
        )

    def _problem(self) -> str:
        return split_words.pattern_problem(self.pattern.text()) if self.by_pattern.isChecked() else ""

    def _decide(self) -> None:
        self.draft.split, self.draft.most_words = self._policy(), self.long_texts.most_words
        self._show_decision()
        self._later.start()
        self.completeChanged.emit()

    def _show_decision(self) -> None:
        self._shares_words.setText(split_words.shares_words(self.draft.split))
        is_by_pattern = self.by_pattern.isChecked()
        self.pattern.setVisible(is_by_pattern)
        self._pattern_words.setVisible(is_by_pattern)
        if is_by_pattern:
            names = [path.name for path in self.draft.samples.files[:_EXAMPLES]]
            self._pattern_words.setText(split_words.pattern_example(names, self.pattern.text(), self.draft.kind))

    # ------------------------------------------------------------------ trying it out

    def _try_out(self) -> None:
        self._later.stop()
        if not self._problem():
            self.bench.trial.ask(self.draft.trial_job())
            self._show_trial()

    def _show_trial(self) -> None:
        if not self.isVisible() and self.wizard() is not None and self.wizard().currentPage() is not self:
            return
        trial = self.bench.trial
        self.again.setVisible(trial.is_stopped)
        if trial.run is not None:
            done = trial.run.progress.done if trial.run.progress else 0
            total = sum(self.draft.classes.outcome.values())
            words = tr("{done} of {total}", done=formats.count(done), total=formats.count(total))
            self.progress.show_progress(tr("Dividing and counting"), words, done, total)
        else:
            self.progress.hide()
        self.notice.hide()
        if trial.failure is not None:
            self.notice.show_message("error", tr(trial.failure.message), tr(trial.failure.hint))
        elif trial.outcome is not None:
            self.counts.show_counts(trial.outcome.counts, self.draft.kind)
            self._show_warnings(trial.outcome.findings)
        self.completeChanged.emit()

    def _show_warnings(self, findings: tuple[Finding, ...]) -> None:
        inside = self.warnings.layout()
        if inside is None:
            return
        clear(inside)
        warnings = [finding for finding in findings if finding.kind in split_words.WARNING_KINDS]
        for finding in warnings[:_MOST_WARNINGS]:
            inside.addWidget(label(tr(finding.reason), "warning"))
        if len(warnings) > _MOST_WARNINGS:
            more = formats.count(len(warnings) - _MOST_WARNINGS)
            inside.addWidget(label(tr("… and {count} more; all are among the findings.", count=more), "muted"))


def _share(least: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, 100)
    box.setSuffix(" %")
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    box.setFixedWidth(88)
    return box
