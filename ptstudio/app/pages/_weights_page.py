"""What the pages share on which weights can be added: by a dialog or dropped anywhere, with progress and Stop."""

from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from ptstudio.app.adding_models import ModelAdder
from ptstudio.app.dropped import WEIGHT_SUFFIXES
from ptstudio.app.pages._page import Page
from ptstudio.app.translation import tr
from ptstudio.app.widgets.adding_bar import AddingBar
from ptstudio.app.widgets.file_choosing import choose_file, choose_folder
from ptstudio.core.events import RunFailed


class WeightsPage(Page):
    """A subclass calls `build_adding` in `build`, lays out `self.adding`, and says in `show_added` what was added."""

    def build_adding(self) -> None:
        """Make what adds weights, and the bar that shows it."""
        self.adder = ModelAdder(self.session, self)
        self.adder.changed.connect(self._show_adding)
        self.adder.added.connect(self.show_added)
        self.adder.refused.connect(self._refuse)
        self.adding = AddingBar()
        self.adding.stop_requested.connect(lambda: self.attempt(self.adder.stop))

    def show_added(self, key: str, is_new: bool) -> None:
        """Say that the model `key` is in the library, now or already before."""
        raise NotImplementedError

    def add(self, source: Path) -> None:
        """Add weights from a file or folder to the library."""
        self.notice.hide()
        self.attempt(lambda: self.adder.add(source))

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
        source = self.adder.source
        if source is None:
            self.adding.hide()
        else:
            self.adding.show_work(source.name, tr(self.adder.stage))

    def _refuse(self, failure: RunFailed) -> None:
        self.notice.show_message("error", failure.message, failure.hint, failure.details)
        self.ensureWidgetVisible(self.notice)
