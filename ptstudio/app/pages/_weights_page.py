"""What the pages share on which weights can be added: by a dialog or dropped anywhere, with progress and Stop."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from typing_extensions import override

from ptstudio.app.chore import Chore
from ptstudio.app.dropped import WEIGHT_SUFFIXES
from ptstudio.app.pages._page import Page
from ptstudio.app.translation import tr
from ptstudio.app.widgets.adding_bar import AddingBar
from ptstudio.app.widgets.file_choosing import choose_file, choose_folder
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import AddModelJob


class WeightsPage(Page):
    """A subclass calls `build_adding` in `build`, lays out `self.adding`, and says in `show_added` what was added."""

    def build_adding(self) -> None:
        """Make what adds weights, and the bar that shows it."""
        self.adder = Chore(self.session, self)
        self.adder.changed.connect(self._show_adding)
        self.adder.done.connect(self._take_added)
        self.adder.failed.connect(self._refuse)
        self.adding = AddingBar()
        self.adding.stop_requested.connect(lambda: self.attempt(self.adder.stop))

    def show_added(self, key: str, is_new: bool) -> None:
        """Say that the model `key` is in the library, now or already before."""
        raise NotImplementedError

    def add(self, source: Path) -> None:
        """Add weights from a file or folder to the library."""
        self.notice.hide()
        self.attempt(lambda: self.adder.start(AddModelJob(source=str(source))))

    def ask_for_file(self) -> None:
        """Have a person choose a file of weights, and add it."""
        kinds = tr("Weights ({patterns})", patterns=" ".join(f"*{suffix}" for suffix in WEIGHT_SUFFIXES))
        chosen = choose_file(self, tr("Choose a file of weights"), kinds)
        if chosen is not None:
            self.add(chosen)

    def ask_for_folder(self) -> None:
        """Have a person choose a folder in Hugging Face format, and add it."""
        chosen = choose_folder(self, tr("Choose a folder in Hugging Face format"))
        if chosen is not None:
            self.add(chosen)

    @override
    def take_dropped(self, paths: Sequence[Path]) -> None:
        self.add(paths[0])

    def _show_adding(self) -> None:
        run = self.adder.run
        if run is not None and isinstance(run.job, AddModelJob):
            self.adding.show_work(Path(run.job.source).name, tr(self.adder.stage))
        else:
            self.adding.hide()

    def _take_added(self, result: dict[str, Any]) -> None:
        self.show_added(str(result["model"]["key"]), bool(result["is_new"]))

    def _refuse(self, failure: RunFailed) -> None:
        self.notice.show_message("error", failure.message, failure.hint, failure.details)
        self.ensureWidgetVisible(self.notice)
