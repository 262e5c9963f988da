"""Remembers with each project which model a person has chosen in it; knows no page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ptstudio.app.change import Change, Topic
from ptstudio.tasks import all_tasks

if TYPE_CHECKING:
    from ptstudio.app.session import Session


class ChoiceMemory(QObject):
    """Hears of every change before the pages do, so that they find an opened project as it was left."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        session.changed.connect(self._follow)

    def _follow(self, change: Change) -> None:
        session = self._session
        if session.project is None:
            return
        folder, preferences = session.project.folder, session.preferences
        if change.topic is Topic.PROJECT and session.revision is None:
            known = preferences.task_of(folder)
            session.task = known if known in all_tasks() else session.task
        if change.topic is Topic.PROJECT and (chosen := preferences.chosen_model(folder)):
            session.model, session.is_model_chosen = chosen, True
        elif change.topic in (Topic.MODEL, Topic.SHOWN_RUN) and session.is_model_chosen:
            preferences.remember_model(folder, session.model)
