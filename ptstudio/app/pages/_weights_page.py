"""What the pages share on which weights can be added: by a dialog or dropped anywhere, with progress and Stop."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from typing_extensions import override

from ptstudio.app.chore import Chore
from ptstudio.app.dropped import WEIGHT_SUFFIXES, weights_among
from ptstudio.app.pages._page import Page
from ptstudio.app.translation import tr
from ptstudio.app.widgets.adding_bar import AddingBar
from ptstudio.app.widgets.file_choosing import choose_files, choose_folder
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import AddModelJob


class WeightsPage(Page):
    """A subclass calls `build_adding` in `build`, lays out `self.adding`, and says in `show_added` what was added."""

    def build_adding(self) -> None:
        """Make what adds weights, one after the other, and the bar that shows it."""
        self._to_add: list[Path] = []
        self._added: list[str] = []
        self._refused: list[str] = []
        self.adder = Chore(self.session, self)
        self.adder.changed.connect(self._show_adding)
        self.adder.done.connect(self._take_added)
        self.adder.failed.connect(self._refuse)
        self.adder.stopped.connect(self._add_next)
        self.adding = AddingBar()
        self.adding.stop_requested.connect(self._stop_adding)

    def show_added(self, key: str, is_new: bool) -> None:
        """Say that the model `key` is in the library, now or already before."""
        raise NotImplementedError

    def add(self, *sources: Path) -> None:
        """Add weights from files or folders to the library, after those that are being added already."""
        self._to_add += sources
        if not self.adder.is_busy:
            self._added, self._refused = [], []
            self.notice.hide()
            self._add_next()

    def ask_for_file(self) -> None:
        """Have a person choose files of weights, and add them."""
        kinds = tr("Weights ({patterns})", patterns=" ".join(f"*{suffix}" for suffix in WEIGHT_SUFFIXES))
        self.add(*choose_files(self, tr("Choose files of weights"), kinds))

    def ask_for_folder(self) -> None:
        """Have a person choose a folder in Hugging Face format, and add it."""
        chosen = choose_folder(self, tr("Choose a folder in Hugging Face format"))
        if chosen is not None:
            self.add(chosen)

    @override
    def take_dropped(self, paths: Sequence[Path]) -> None:
        self.add(*weights_among(paths))

    def _add_next(self) -> None:
        """Add the one that has waited longest; after the last of several, tell about all."""
        if self._to_add:
            job = AddModelJob(source=str(self._to_add.pop(0)))
            try:
                self.adder.start(job)
            except PTStudioError as error:
                self._to_add.clear()
                self.show_error(error)
        elif len(self._added) + len(self._refused) > 1:
            self._tell_all()

    def _tell_all(self) -> None:
        names = ", ".join(f"“{key}”" for key in self._added)
        words = tr("In the library are now: {names}.", names=names) if names else tr("Nothing was added.")
        kind = "warning" if self._refused else "good"
        self.notice.show_message(kind, words, "\n".join(self._refused))
        self.ensureWidgetVisible(self.notice)

    def _stop_adding(self) -> None:
        """Stop with the one that is being added, and leave those that wait."""
        self._to_add.clear()
        self.attempt(self.adder.stop)

    def _show_adding(self) -> None:
        run = self.adder.run
        if run is not None and isinstance(run.job, AddModelJob):
            stage, waiting = tr(self.adder.stage), len(self._to_add)
            self.adding.show_work(Path(run.job.source).name, stage, waiting)
        else:
            self.adding.hide()

    def _take_added(self, result: dict[str, Any]) -> None:
        key = str(result["model"]["key"])
        self._added.append(key)
        self.show_added(key, bool(result["is_new"]))
        self._add_next()

    def _refuse(self, failure: RunFailed) -> None:
        self._refused.append(f"{tr(failure.message)} {tr(failure.hint)}")
        self.notice.show_message("error", tr(failure.message), tr(failure.hint), failure.details)
        self.ensureWidgetVisible(self.notice)
        self._add_next()
