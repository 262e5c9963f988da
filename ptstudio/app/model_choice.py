"""From which model the next training starts, who chose it and why, in sentences; knows no widget."""

from dataclasses import dataclass

from ptstudio.app.model_advice import Advice
from ptstudio.app.model_browsing import Listed
from ptstudio.app.translation import tr


@dataclass(frozen=True)
class Choice:
    """The model of the next training; `listed` is missing where it is not known here, `advice` where none is given."""

    key: str
    listed: Listed | None
    is_by_person: bool
    advice: Advice | None = None

    @property
    def mark(self) -> str:
        """What stands beside its title."""
        if not self.key:
            return ""
        return tr("chosen") if self.is_by_person else tr("chosen automatically")

    @property
    def can_start(self) -> bool:
        """Whether a training can start from it."""
        return self.listed is not None and self.listed.can_start

    @property
    def words(self) -> str:
        """What a training starts from, and why where no person has chosen it; or why it cannot."""
        if not self.key:
            return tr("No model for this task is on this machine yet: get one from the list below.")
        if self.listed is None:
            return tr("“{key}”, which was chosen, is not in the library: choose another model.", key=self.key)
        title = self.listed.model.title
        if not self.listed.is_here:
            return tr("{title} is chosen, but its weights are not on this machine.", title=title)
        if not self.listed.does_task:
            return tr("{title} is chosen, but it is made for another task: choose another model.", title=title)
        if self.is_by_person:
            return tr("Your training starts from {title}.", title=title)
        return _automatic_words(title, self.advice)

    @property
    def tip(self) -> str:
        """The words, and why it is recommended where they do not say so."""
        if self.advice is None or self.advice.is_stopgap or not self.can_start:
            return self.words
        return f"{self.words} {self.advice.reason}"


def _automatic_words(title: str, advice: Advice | None) -> str:
    if advice is None:
        return tr("{title} was chosen automatically, until there are data to go by.", title=title)
    if advice.is_stopgap:
        return tr("{title} was chosen automatically. {why}", title=title, why=advice.reason)
    return tr("{title} was chosen automatically: of what is ready, it is recommended for your data.", title=title)
