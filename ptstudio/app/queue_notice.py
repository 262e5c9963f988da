"""Says above every page that the queue is about to go on, and what was started after its time; knows no page."""

from collections.abc import Callable

from ptstudio.app import queue_words
from ptstudio.app.run_queue import RunQueue
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.standing_notice import StandingNotice
from ptstudio.app.widgets.text import Button
from ptstudio.core.errors import PTStudioError
from ptstudio.core.queue import Entry
from ptstudio.core.queue_file import now


class QueueNotice(StandingNotice):
    """Hidden until there is something to say."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._is_counting = False
        queue = session.queue
        queue.changed.connect(self._redraw)
        queue.was_late.connect(self._tell_late)

    def _redraw(self) -> None:
        queue: RunQueue = self._session.queue
        if queue.countdown_s is None:
            if self._is_counting:
                self._is_counting = False
                self.hide()
            return
        if not self._is_counting:
            self._is_counting = True
            self._show_countdown()
        first = tr("{count} in the queue. The first starts in {seconds} s.", seconds=queue.countdown_s,
                   count=queue_words.count_words(queue.queue))  # fmt: skip
        self.notice.message.setText(first)

    def _show_countdown(self) -> None:
        queue, moment = self._session.queue, now()
        first = queue.queue.due(moment)
        words = [queue_words.title_of(first.job), queue_words.late_words(first, moment)] if first else []
        start, hold = Button(tr("Start now"), "primary", "play"), Button(tr("Hold the queue"), "plain", "pause")
        start.clicked.connect(self._start)
        hold.clicked.connect(self._hold)
        self.notice.show_message("info", queue_words.count_words(queue.queue), ". ".join(filter(None, words)),
                                 actions=(start, hold))  # fmt: skip
        self.show()

    def _tell_late(self, entry: Entry) -> None:
        title = tr("Started by now: {title}", title=queue_words.title_of(entry.job))
        self.notice.show_message("info", title, queue_words.late_words(entry, now()))
        self.show()

    def _start(self) -> None:
        self._attempt(self._session.queue.go_on)

    def _hold(self) -> None:
        self._attempt(self._session.queue.hold)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PTStudioError as error:
            self._session.failed.emit(error)
