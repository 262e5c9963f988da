"""The Try it page: show a trained model pictures of one's own, and tell it where it is wrong."""

import shlex
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app import sample_words
from ptstudio.app.background import Background
from ptstudio.app.change import Change, Topic
from ptstudio.app.clipboard import Clipboard
from ptstudio.app.correcting import Correcting
from ptstudio.app.file_opening import open_file, open_folder_of
from ptstudio.app.pages._page import Page
from ptstudio.app.pages._try_found import FoundSaving, enlarge
from ptstudio.app.pages._try_progress import HeatMapButton, TryProgress
from ptstudio.app.pages._try_texts import TryTexts
from ptstudio.app.passage import Passage
from ptstudio.app.placed_tasks import finds_places
from ptstudio.app.run_titles import training_title
from ptstudio.app.sample_words import TEXT
from ptstudio.app.theme import Space
from ptstudio.app.trained_runs import sample_kind, trained_run, trained_runs
from ptstudio.app.translation import tr
from ptstudio.app.tried import MOST, Tried, answers_words, no_more_moments, no_more_room, pictures_in
from ptstudio.app.trying import Trying
from ptstudio.app.widgets.answer_list import AnswerList
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.drop_zone import DropZone
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.file_choosing import choose_files
from ptstudio.app.widgets.inbox_line import InboxLine
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.moments_choice import MomentsChoice
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.warm_line import WarmLine
from ptstudio.core.errors import explain_os_error
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import TrainJob
from ptstudio.core.requests import Moments
from ptstudio.data._image import image_suffixes
from ptstudio.data._text_files import SUFFIXES
from ptstudio.data._video import SUFFIXES as VIDEOS


class TryOutPage(Page):
    """Questions go to the session's predictor; what is wrong goes to the project's inbox."""

    key = "try"

    @override
    def title(self) -> str:
        return tr("Try it")

    @override
    def sentence(self) -> str:
        run = trained_run(self.session)
        return sample_words.try_own(sample_kind(run), has_places=finds_places(run))

    @override
    def build(self) -> None:
        self.trying = Trying(self.session, self)
        self.correcting = Correcting(self.session, self)
        self.correcting.changed.connect(self._corrected)
        self.correcting.failed.connect(self.show_error)
        self.texts = TryTexts(self.session, self.correcting)
        self.texts.failed.connect(self.show_error)
        self.texts.asked.connect(self._show_warmth)
        self.texts.table.shown.connect(lambda: self.ensureWidgetVisible(self.texts.table))
        self._background = Background(self)
        self._clipboard = Clipboard()
        self.set_primary(tr("Choose pictures…"), "picture", self._choose)
        self._build_asking()
        self._build_answers()
        to_train = Button(tr("Go to training"), icon_name="train")
        to_train.clicked.connect(lambda: self.leave_for.emit("train"))
        self.empty = EmptyState(
            "try",
            tr("There is no trained model to try yet"),
            tr("Train one first. As soon as a training has ended, its model answers here."),
            (to_train,),
        )
        self.filled = QWidget()
        self.pictures = QWidget()
        self.pictures.setLayout(column(self.drop, self.moments, self.progress, self._answers, gap=Space.medium))
        self.filled.setLayout(column(self._asking, self.inbox_line, self.pictures, self.texts, gap=Space.medium))
        for part in (self.empty, self.filled):
            self.body.addWidget(part)
        self.body.addStretch(1)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        self.trying.answered.connect(self._answered)
        self.trying.went_on.connect(self.heat_maps.name_anew)
        self.trying.filled.connect(lambda video: self.notice.show_message("info", *no_more_moments(video)))
        self.session.predictor.readied.connect(self._readied)
        self.session.predictor.failed.connect(self._failed)
        self.session.predictor.warned.connect(lambda *words: self.notice.show_message("warning", *words))

    def _build_asking(self) -> None:
        self.model = Chooser(tr("Model"))
        self.model.chosen.connect(self.session.show_run)
        self.warm = WarmLine()
        self.heat_maps = HeatMapButton(self.trying)
        self.heat_maps.toggled.connect(self._switch_heat_maps)
        self.words = Button(tr("Which words decided"), icon_name="look")
        self.words.setToolTip(tr("Colour the words by how much they counted for the answer"))
        self.words.setCheckable(True)
        self.words.toggled.connect(self.texts.want_words)
        self._asking = row(self.model, self.warm, None, self.heat_maps, self.words, gap=Space.medium)
        pasting = Button(tr("Paste"), "quiet", "copy", tr("Try the picture on the clipboard (Ctrl+V)"))
        pasting.clicked.connect(self.paste)
        hint = tr("or anywhere on this page, or paste one. They stay where they are and never leave this machine.")
        self.drop = DropZone(tr("Drop pictures or videos here"), hint, (pasting,))
        self.drop.dropped.connect(self.receive)
        self.moments = MomentsChoice(MOST)
        self.moments.chosen.connect(self._choose_moments)
        self.progress = TryProgress(self.trying)
        self.progress.stopped.connect(self._stop)

    def _build_answers(self) -> None:
        self.inbox_line = InboxLine()
        self.inbox_line.open_requested.connect(self._open_inbox)
        self.inbox_line.use_requested.connect(self._use_inbox)
        self.heading = label("", "heading")
        self.heading.setWordWrap(False)
        self.clear = Button(tr("Clear"), "quiet", "remove", tr("Take these answers off the page"))
        self.bring_back = Button(tr("Undo"), "quiet", "undo", tr("Bring the answers back"))
        self.clear.clicked.connect(self._clear)
        self.bring_back.clicked.connect(self._bring_back)
        self.answers = AnswerList()
        self.answers.corrected.connect(self.correcting.keep)
        self.answers.undo_requested.connect(self.correcting.take_back)
        self.answers.enlarged.connect(lambda entry: enlarge(self, self.answers, entry, self.trying.history.entries))
        self.save = FoundSaving()
        self.save.saved.connect(self._tell_saved)
        self.save.failed.connect(self.show_error)
        top = row(self.heading, None, self.save, self.clear, self.bring_back)
        self._answers = column(top, self.answers, gap=Space.small)

    @override
    def command(self) -> str | None:
        if self._is_of_texts and self.texts.table.command:
            return self.texts.table.command
        run, entries = self.trying.run, self.trying.history.entries
        example = tr("text.txt") if self._is_of_texts else tr("picture.jpg")
        files = list(dict.fromkeys(str(entry.asked) for entry in reversed(entries[:8]))) or [example]
        maps = ["--heat-maps", "maps"] if self.heat_maps.isChecked() and not self._is_of_texts else []
        return shlex.join(["ptstudio", "predict", str(run.folder) if run else "RUN", *files, *maps])

    @override
    def update_for(self, change: Change | None) -> None:
        if change is not None and change.topic is Topic.PROJECT:
            self.trying.begin_anew()
            self.texts.begin_anew()
            self._clipboard.forget()
            self.notice.hide()
        if change is None or change.topic in (Topic.PROJECT, Topic.SHOWN_RUN) or self._is_end_of_training(change):
            self._redraw()
            self._warm_up()
        if change is not None and change.topic is Topic.SHOWN_RUN:
            self._ask_all()
        if change is not None and change.topic is Topic.DATA:
            self._show_inbox()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Have the model loaded before the first question."""
        super().showEvent(event)
        self._redraw()
        self._warm_up()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave no thread and no pasted picture behind."""
        for part in (self._background, self.answers, self.correcting, self.texts):
            part.wait()
        self.save.end()
        self._clipboard.forget()
        self.trying.forget()
        super().closeEvent(event)

    # ------------------------------------------------------------------ asking

    @override
    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Try these files, and the samples in these folders."""
        if self._is_of_texts:
            self.texts.take(paths)
            return
        self._background.do(partial(pictures_in, list(paths)), self._found)

    def paste(self) -> None:
        """Try what is on the clipboard: files, or a picture."""
        if self.trying.run is None:
            return
        files, image = self._clipboard.files(), self._clipboard.picture()
        if files:
            self.take_dropped(files)
        elif self._is_of_texts:
            self.texts.asking.put(Passage(self._clipboard.text()))
        elif not image.isNull():
            self.attempt(partial(self._take_picture, image))
        else:
            message = tr("There is no picture on the clipboard.")
            self.notice.show_message("info", message, tr("Copy a picture, or picture files, somewhere else first."))

    def _take_picture(self, image: QImage) -> None:
        try:
            file = self._clipboard.new_file()
        except OSError as error:
            raise explain_os_error(error, tr("making a place for the picture")) from error
        image.save(str(file))
        self.take_dropped([file])

    @property
    def _is_of_texts(self) -> bool:
        return sample_kind(self.trying.run) == TEXT

    def _choose(self) -> None:
        if self._is_of_texts:
            kinds = tr("Texts ({endings})", endings=" ".join(f"*{suffix}" for suffix in SUFFIXES))
            self.take_dropped(choose_files(self, tr("Choose text files"), kinds))
            return
        endings = " ".join(sorted(f"*{suffix}" for suffix in (*image_suffixes(), *VIDEOS)))
        kinds = tr("Pictures and videos ({endings})", endings=endings)
        if chosen := choose_files(self, tr("Choose pictures"), kinds):
            self.take_dropped(chosen)

    def _found(self, found: object) -> None:
        files = [file for file in found if isinstance(file, Path)] if isinstance(found, list) else []
        if self.trying.run is None:
            return
        if not files:
            message = tr("There are no pictures in there.")
            self.notice.show_message("info", message, tr("Drop picture files, or a folder that holds some."))
            return
        if len(files) > MOST:
            message = tr("Only the first {number} pictures are tried here.", number=MOST)
            self.notice.show_message("info", message, no_more_room()[1])
        new = self.trying.history.add(files)
        self._show_history()
        self._ask(new)

    def _ask_all(self) -> None:
        """Ask about all that has no answer yet; a text is asked about anew."""
        if self._is_of_texts:
            self.texts.ask_again()
        else:
            self._ask(self.trying.history.unanswered)

    def _ask(self, entries: Sequence[Tried]) -> None:
        if entries:
            self.answers.show_waiting(entries, self._waiting_words())
            self.attempt(partial(self.trying.ask, entries))
            self._show_warmth()

    def _answered(self, entry: Tried, is_new: bool) -> None:
        if self.answers.card(entry) is None:
            self._show_history()
        show = self.answers.show_answer if is_new else self.answers.show_picture
        show(entry, has_heat_map=self.heat_maps.isChecked())
        self._count_answers()

    def _tell_saved(self, place: Path) -> None:
        folder = Button(tr("Open its folder"), icon_name="open")
        folder.clicked.connect(lambda: open_folder_of(place))
        self.notice.show_message("good", tr("What was found is saved."), str(place), actions=(folder,))

    def _switch_heat_maps(self, is_wanted: bool) -> None:
        self.trying.wants_heat_maps = is_wanted
        self.heat_maps.name_anew()
        for entry in self.trying.history.entries:
            self.answers.show_picture(entry, has_heat_map=is_wanted)
        if is_wanted:
            self.attempt(self.trying.ask_for_heat_maps)

    def _choose_moments(self, moments: object) -> None:
        if isinstance(moments, Moments):
            self.trying.moments = moments

    # ------------------------------------------------------------------ what takes a while

    def _stop(self) -> None:
        self.trying.stop()
        self.heat_maps.setChecked(False)
        self.answers.show_unanswered(self.trying.history.unanswered, tr("Stopped before it was its turn."))

    # ------------------------------------------------------------------ the worker

    def _warm_up(self) -> None:
        if self.isVisible():
            self.attempt(self.trying.warm_up)
        self._show_warmth()

    def _show_warmth(self) -> None:
        if self.trying.is_ready:
            self.warm.show_ready()
        elif self.trying.is_loading:
            self.warm.show_loading()
        else:
            self.warm.hide()

    def _waiting_words(self) -> str:
        return tr("Asking the model…") if self.trying.is_ready else tr("It is asked as soon as the model is loaded.")

    def _readied(self) -> None:
        self._show_warmth()
        self.answers.show_waiting(self.trying.history.unanswered, self._waiting_words())

    def _failed(self, failure: RunFailed) -> None:
        again = Button(tr("Try again"), icon_name="undo")
        again.clicked.connect(self._try_again)
        hint = failure.hint if failure.is_input_error else tr("Try again. If it happens again, close other programs.")
        self.notice.show_message("error", failure.message, hint, failure.details, (again,))
        self.answers.show_unanswered(self.trying.history.unanswered, tr("No answer. Try again above."))
        self.progress.hide()
        self._show_warmth()

    def _try_again(self) -> None:
        self.notice.hide()
        self._warm_up()
        self._ask_all()

    # ------------------------------------------------------------------ the inbox

    def _corrected(self, entry: object) -> None:
        if isinstance(entry, Tried):
            self.answers.show_kept(entry)
        self._count_inbox()

    def _show_inbox(self) -> None:
        self.correcting.look_again([*self.trying.history.entries, *self.texts.corrected])
        self._count_inbox()

    def _count_inbox(self) -> None:
        self.inbox_line.show_count(self.correcting.count(), sample_kind(self.trying.run))

    def _open_inbox(self) -> None:
        if self.correcting.folder is not None:
            open_file(self.correcting.folder)

    def _use_inbox(self) -> None:
        source = self.correcting.next_source(self.trying.run)
        if source is not None:
            self.session.offer_source(source)
        self.leave_for.emit("data")

    # ------------------------------------------------------------------ what is shown

    def _redraw(self) -> None:
        run = self.trying.run
        self.empty.setVisible(run is None)
        self.filled.setVisible(run is not None)
        self.say_sentence()
        if self.primary is not None:
            self.primary.setEnabled(run is not None)
            self.primary.setText(tr("Choose text files…") if self._is_of_texts else tr("Choose pictures…"))
            self.primary.set_icon(sample_kind(run))
        for shown in (self.pictures, self.heat_maps):
            shown.setVisible(not self._is_of_texts)
        for shown in (self.texts, self.words):
            shown.setVisible(self._is_of_texts)
        if self._is_of_texts:
            self.texts.redraw()
        choices = [(other.folder, training_title(other)) for other in trained_runs(self.session)]
        self.model.show_choices(choices, run.folder if run is not None else None)
        self.heat_maps.name_anew()
        self._show_history()
        self._show_inbox()

    def _show_history(self) -> None:
        self.answers.show_entries(self.trying.history.entries)
        self.clear.setVisible(bool(self.trying.history.entries))
        self.bring_back.setVisible(bool(self.trying.history.cleared))
        self._count_answers()

    def _count_answers(self) -> None:
        self.save.offer(self.trying.history.entries)
        words = answers_words(self.trying.history)
        self.heading.setText(words)
        self.heading.setVisible(bool(words))

    def _clear(self) -> None:
        self.trying.history.clear()
        self._show_history()
        self.bring_back.setFocus()

    def _bring_back(self) -> None:
        self.trying.history.bring_back()
        self._show_history()
        for entry in self.trying.history.entries:
            self.answers.show_answer(entry, has_heat_map=self.heat_maps.isChecked())
        self._ask(self.trying.history.unanswered)

    def _is_end_of_training(self, change: Change) -> bool:
        run = self.session.runs.get(change.run) if change.run is not None else None
        return run is not None and isinstance(run.job, TrainJob) and change.event is None
