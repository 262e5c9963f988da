"""Which pages there are, in the order of the user's way; each is imported when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from ptstudio.app.pages._page import Page
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.sidebar import Step


@dataclass(frozen=True)
class PageFacts:
    """A page before it is made: the step it stands for, and where its class is.

    One that `is_light` needs no large library and may be read before anybody wants it.
    """

    step: Step
    module: str
    class_name: str
    is_light: bool = False

    def read(self) -> None:
        """Import its module; making it is then quicker."""
        import_module(self._module_name)

    def make(self, session: Session) -> Page:
        """Import and make the page."""
        made: Callable[[Session], Page] = getattr(import_module(self._module_name), self.class_name)
        return made(session)

    @property
    def _module_name(self) -> str:
        return f"ptstudio.app.pages.{self.module}"


def all_pages() -> tuple[PageFacts, ...]:
    """Every page, the start page first."""
    return (
        PageFacts(Step("start", tr("Start"), "start"), "start", "StartPage"),
        PageFacts(Step("data", tr("Data"), "data"), "data", "DataPage"),
        PageFacts(Step("model", tr("Model"), "model"), "model", "ModelPage", is_light=True),
        PageFacts(Step("train", tr("Train"), "train"), "train", "TrainPage"),
        PageFacts(Step("evaluate", tr("Evaluate"), "evaluate"), "evaluate", "EvaluatePage"),
        PageFacts(Step("try", tr("Try it"), "try"), "try_out", "TryOutPage"),
        PageFacts(Step("export", tr("Export"), "export"), "export", "ExportPage"),
        PageFacts(Step("runs", tr("Runs"), "runs", is_apart=True), "runs", "RunsPage"),
        PageFacts(Step("library", tr("Library"), "library", is_apart=True), "library", "LibraryPage", is_light=True),
    )
