"""Says above every page that a training broke off with PTStudio, and offers to go on with it; knows no page."""

from functools import partial

from ptstudio.app.change import Change, Topic
from ptstudio.app.interrupted import interrupted_last
from ptstudio.app.run_titles import training_title
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.standing_notice import StandingNotice
from ptstudio.app.widgets.text import Button
from ptstudio.core.errors import PTStudioError
from ptstudio.core.run import Run


class InterruptedNotice(StandingNotice):
    """Hidden until a project is opened in which there is such a training, and again once anything is started."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        session.changed.connect(self._follow)

    def _follow(self, change: Change) -> None:
        if change.topic is Topic.PROJECT:
            run = None if self._session.is_read_only else interrupted_last(self._session.runs.values())
            self._show(run)
        elif change.topic is Topic.RUN and self.isVisible() and self._session.is_running():
            self.hide()

    def _show(self, run: Run | None) -> None:
        self.setVisible(run is not None)
        if run is None:
            return
        resume = Button(tr("Resume it"), "primary", "resume")
        resume.clicked.connect(partial(self._resume, run))
        self.notice.show_message(
            "warning",
            tr("A training broke off when PTStudio was ended: {title}", title=training_title(run)),
            tr("What was saved is there, and it can go on from it."),
            actions=(resume,),
        )

    def _resume(self, run: Run) -> None:
        try:
            self._session.resume(run.folder)
        except PTStudioError as error:
            self._session.failed.emit(error)
