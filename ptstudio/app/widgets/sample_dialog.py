"""A sample large: what it is, what the network said of it and where it looked; it asks nobody itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.file_opening import open_folder_of
from ptstudio.app.icons import icon, pixmap
from ptstudio.app.picture_loading import load_picture
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.prediction import Prediction

LOADED_SIDE = 1600
BESIDE = 340
ICON = 48
REST_MS = 150
"""How long a sample has to stay before the network is asked about it; leafing through asks nothing."""


@dataclass(frozen=True)
class LargeSample:
    """A sample to look at: what it is, what was said of it where that is known already, and its thumbnail."""

    id: str
    truth: str
    said: str
    thumbnail: Path


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
        self._heat_map: Path | None = None
        self._background = Background(self, threads=1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.wanted.emit(self.sample.id, self._file))
        self.setWindowTitle(tr("A sample"))
        self.resize(960, 640)
        self._build()
        theme().changed.connect(self._show_verdict)
        self._show()
        self.next.setFocus()

    @property
    def sample(self) -> LargeSample:
        """The sample in view."""
        return self._samples[self._place]

    def show_answer(self, sample: str, prediction: Prediction, heat_map: Path | None) -> None:
        """What the network says of a sample, and where it looked; of another than that in view, nothing happens."""
        if sample != self.sample.id:
            return
        clear(self._answer)
        self._answer.addWidget(prediction_view(prediction))
        self._heat_map = heat_map
        self.looked.setEnabled(heat_map is not None)
        self._state.setText("" if heat_map else tr("There is no picture of where it looked."))
        self._state.setVisible(not heat_map)
        self._show_picture()

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
        """Wait for the picture that is being loaded."""
        self._end()
        super().closeEvent(event)

    @override
    def done(self, result: int) -> None:
        """Close, also by Escape."""
        self._end()
        super().done(result)

    def _build(self) -> None:
        self.picture = _Picture()
        self.looked = Button(tr("Where it looked"), icon_name="look", tip=tr("Lay over the picture what decided (H)"))
        self.looked.setCheckable(True)
        self.looked.toggled.connect(self._show_picture)
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
                label(tr("How probable it finds each class"), "heading"),
                self._answer,
                self._state,
                row(self.looked, None),
                label(tr("The brighter a place, the more it spoke for the answer."), "small"),
                None,
                self._name,
                row(self._folder, None),
                gap=Space.medium,
                margin=Space.medium,
            ),
            "card",
        )
        beside.setFixedWidth(BESIDE)
        above = row(self.picture, beside, gap=Space.medium)
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
        self._file, self._heat_map = self._file_of(sample.id), None
        self._name.setText(str(self._file) if self._file else tr("The file of this sample is not known."))
        self._folder.setEnabled(self._file is not None)
        self._count.setText(tr("{place} of {count}", place=self._place + 1, count=len(self._samples)))
        self.back.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(self._samples) - 1)
        self.looked.setEnabled(False)
        clear(self._answer)
        self._state.setText(tr("Asking the model… The first answer takes some seconds."))
        self._state.show()
        self._show_picture()
        self._rest.start()

    def _show_verdict(self) -> None:
        is_right = self.sample.said == self.sample.truth
        self._verdict_icon.setPixmap(pixmap("done", "good", 28) if is_right else pixmap("failed", "bad", 28))

    def _show_picture(self) -> None:
        """Load what is to be seen: the heat map where it is wanted and there, else the file, else its thumbnail."""
        self.picture.setAccessibleName(tr("Sample of “{truth}”", truth=self.sample.truth))
        self._background.drop()
        if self.looked.isChecked() and self._heat_map is not None:
            self._load(self._heat_map)
        elif self._file is not None:
            self._load(self._file, self.sample.thumbnail)
        else:
            self._load(self.sample.thumbnail)

    def _load(self, file: Path, otherwise: Path | None = None) -> None:
        def failed(_error: Exception) -> None:
            if otherwise is not None:
                self._load(otherwise)
            else:
                self.picture.show_image(QImage())

        self._background.do(partial(load_picture, file, LOADED_SIDE), self._take, failed)

    def _take(self, image: object) -> None:
        self.picture.show_image(image if isinstance(image, QImage) else QImage())

    def _open_folder(self) -> None:
        if self._file is not None:
            open_folder_of(self._file)

    def _end(self) -> None:
        self._rest.stop()
        self._background.wait()


class _Picture(QWidget):
    """A picture as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(320, 320))
        theme().changed.connect(self.update)

    def show_image(self, image: QImage) -> None:
        """Show a picture; a null one leaves an icon."""
        self.image = image
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it whole and in the middle."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("raised"))
        painter.drawRoundedRect(self.rect(), Space.radius, Space.radius)
        if self.image.isNull():
            middle = self.rect().center()
            icon("picture", "muted").paint(painter, middle.x() - ICON // 2, middle.y() - ICON // 2, ICON, ICON)
        else:
            painter.drawImage(self._place(), self.image)
        painter.end()

    def _place(self) -> QRectF:
        room = self.size() - QSize(2 * Space.small, 2 * Space.small)
        fitted = self.image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, fitted.width(), fitted.height())
        place.moveCenter(QRectF(self.rect()).center())
        return place
