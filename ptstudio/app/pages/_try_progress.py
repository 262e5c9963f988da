"""What takes a while on the Try it page: said beforehand, shown while it goes on, and stopped; knows no picture."""

from ptstudio.app import formats
from ptstudio.app.placed_tasks import heat_map_words
from ptstudio.app.translation import tr
from ptstudio.app.trying import Trying
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.text import Button

WORTH_TELLING_S = 3.0
"""What takes less long is not told, nor can it be stopped."""


class HeatMapButton(Button):
    """Says what heat maps show and, before they are asked for, about how long they take."""

    def __init__(self, trying: Trying) -> None:
        super().__init__(tr("Heat maps"), icon_name="look")
        self._trying = trying
        self.setCheckable(True)

    def name_anew(self) -> None:
        """There are other answers, or another model."""
        takes_s = self._trying.heat_maps_s()
        is_long = takes_s >= WORTH_TELLING_S and not self.isChecked()
        words = tr("Heat maps (about {time})", time=formats.duration(takes_s)) if is_long else tr("Heat maps")
        self.setText(words)
        self.setToolTip(heat_map_words(self._trying.run))


class TryProgress(JobProgress):
    """There as long as something takes a while that was asked."""

    def __init__(self, trying: Trying) -> None:
        super().__init__(tr("Ask for nothing more; answers that are here stay"))
        self._trying = trying
        trying.went_on.connect(self.show_anew)

    def show_anew(self) -> None:
        """Show how far it is by now."""
        progress = self._trying.progress
        if progress is None:
            self.hide()
        elif not self.isHidden() or (progress.remaining_s or 0) >= WORTH_TELLING_S:
            self.show_progress(progress.title, progress.words, progress.done, progress.total)
