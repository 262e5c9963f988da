"""A sample large: what it is, what the network said of it and what decided; it asks nobody itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.file_opening import open_folder_of
from ptstudio.app.icons import pixmap
from ptstudio.app.passage import Passage
from ptstudio.app.sample_files import Sight
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.sample_sight import sight_of
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import within
from ptstudio.core.prediction import Explanation, Prediction

BESIDE = 340
REST_MS = 150
"""How long a sample has to stay before the network is asked about it; leafing through asks nothing."""


@dataclass(frozen=True)
class LargeSample:
    """A sample to look at: what it is, what was said of it where that is known already, and what is seen of it."""

    id: str
    truth: str
    said: str
    sight: Sight


class SampleDialog(QDialog):
    """`wanted(id, file)` is emitted for the sample in view; whoever knows calls `show_answer` or `show_problem`."""

    wanted = Signal(str, object)

    def __init__(
        self,
        samples: Sequence[LargeSample],
        place: int,
        file_of: Callable[[str], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._samples, self._place, self._file_of = samples, place, file_of
        self._file: Path | None = None
        self._explanation: Explanation | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.wanted.emit(self.sample.id, self._file))
        self.setWindowTitle(tr("A sample"))
        self.resize(within(parent, 960, 640))
        self._build()
        theme().changed.connect(self._show_verdict)
        self._show()
        self.next.setFocus()

    @property
    def sample(self) -> LargeSample:
        """The sample in view."""
        return self._samples[self._place]

    def show_answer(self, sample: str, prediction: Prediction, explanation: Explanation | None) -> None:
        """What the network says of a sample, and what decided; of another than that in view, nothing happens."""
        if sample != self.sample.id:
            return
        clear(self._answer)
        self._answer.addWidget(prediction_view(prediction))
        self._explanation = explanation
        self.looked.setEnabled(explanation is not None)
        self._state.setText("" if explanation else self.sight.words().missing)
        self._state.setVisible(explanation is None)
        self._explain()

    def show_problem(self, sample: str, message: str, hint: str) -> None:
        """Why there is no answer."""
        if sample == self.sample.id:
            self._state.setText(f"{message} {hint}".strip())

    def go(self, step: int) -> None:
        """Go to another sample, by so many places."""
        place = self._place + step
        if 0 <= place < len(self._samples):
            self._place = place
            self._show()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is being loaded."""
        self._end()
        super().closeEvent(event)

    @override
    def done(self, result: int) -> None:
        """Close, also by Escape."""
        self._end()
        super().done(result)

    def _build(self) -> None:
        self.sight = sight_of(self.sample.sight)
        words = self.sight.words()
        self.looked = Button(words.button, icon_name="look", tip=words.tip)
        self.looked.setCheckable(True)
        self.looked.toggled.connect(self._explain)
        self._verdict_icon = QLabel()
        self._said, self._truth = label("", "title"), label("")
        self._answer = QVBoxLayout()
        self._state = label("", "muted")
        self._name = label("", "small", is_selectable=True)
        self._folder = Button(tr("Open its folder"), icon_name="open")
        self._folder.clicked.connect(self._open_folder)
        self.back = Button(tr("Previous"), icon_name="back", tip=tr("The sample before (left arrow key)"))
        self.back.clicked.connect(lambda: self.go(-1))
        self.next = Button(tr("Next"), icon_name="next", tip=tr("The sample after (right arrow key)"))
        self.next.clicked.connect(lambda: self.go(1))
        self._count = label("", "muted")
        self._count.setWordWrap(False)
        close = Button(tr("Close"))
        close.clicked.connect(self.close)
        self._arrange(close)
        for key, action in ((Qt.Key.Key_Left, self.back.click), (Qt.Key.Key_Right, self.next.click)):
            QShortcut(QKeySequence(key), self).activated.connect(action)
        QShortcut(QKeySequence(Qt.Key.Key_H), self).activated.connect(self.looked.click)

    def _arrange(self, close: Button) -> None:
        verdict = row(self._verdict_icon, self._said, gap=Space.small)
        verdict.setStretch(1, 1)
        facts = column(verdict, self._truth, gap=Space.tight)
        beside = boxed(
            column(
                facts,
                label(tr("How sure it is"), "heading"),
                self._answer,
                self._state,
                row(self.looked, None),
                label(self.sight.words().hint, "small"),
                None,
                self._name,
                row(self._folder, None),
                gap=Space.medium,
                margin=Space.medium,
            ),
            "card",
        )
        beside.setFixedWidth(BESIDE)
        above = row(self.sight, beside, gap=Space.medium)
        above.setStretch(0, 1)
        below = row(self.back, self._count, self.next, None, close)
        whole = column(above, below, gap=Space.medium, margin=Space.medium)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _show(self) -> None:
        sample = self.sample
        is_right = sample.said == sample.truth
        self._show_verdict()
        self._said.setText(tr("It said “{said}”", said=sample.said))
        self._truth.setText(
            tr("That is right.") if is_right else tr("It is wrong: the label says “{truth}”.", truth=sample.truth)
        )
        self._file, self._explanation = self._file_of(sample.id), None
        has_file = not isinstance(sample.sight, Passage)
        self._name.setText(str(self._file) if self._file else tr("The file of this sample is not known."))
        self._folder.setEnabled(self._file is not None)
        for part in (self._name, self._folder):
            part.setVisible(has_file)
        self._count.setText(tr("{place} of {count}", place=self._place + 1, count=len(self._samples)))
        self.back.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(self._samples) - 1)
        self.looked.setEnabled(False)
        clear(self._answer)
        self._state.setText(tr("Asking the model… The first answer takes some seconds."))
        self._state.show()
        self.sight.show_sample(sample.sight, self._file, tr("Sample of “{truth}”", truth=sample.truth))
        self._rest.start()

    def _show_verdict(self) -> None:
        is_right = self.sample.said == self.sample.truth
        self._verdict_icon.setPixmap(pixmap("done", "good", 28) if is_right else pixmap("failed", "bad", 28))

    def _explain(self) -> None:
        """Show what decided, where it is wanted and known."""
        self.sight.show_explanation(self._explanation if self.looked.isChecked() else None)

    def _open_folder(self) -> None:
        if self._file is not None:
            open_folder_of(self._file)

    def _end(self) -> None:
        self._rest.stop()
        self.sight.end()
