"""Why there is no report to show, and what to do about it; knows no page."""

from collections.abc import Callable

from ptstudio.app.trained_runs import has_model
from ptstudio.app.translation import tr
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.text import Button
from ptstudio.core.run import Run


def empty_state(training: Run | None, leave_for: Callable[[str], None], *, is_learning: bool) -> EmptyState:
    """What stands in place of a report that a training has not left; `leave_for` opens another page."""
    if training is None:
        return EmptyState(
            "evaluate",
            tr("Nothing has been trained yet"),
            tr("Once a training has ended, its figures, its mistakes and what they mean are shown here."),
            (_leaving(tr("Train a model"), "train", leave_for),),
        )
    if is_learning:
        return EmptyState(
            "running",
            tr("It is still learning"),
            tr("When it has finished, it is measured on samples that it never saw, and this page shows the result."),
            (_leaving(tr("Watch it learn"), "train", leave_for),),
        )
    if has_model(training):
        return EmptyState(
            "evaluate",
            tr("This training has not been measured yet"),
            tr("Press “Measure” above: the network is asked about every validation and test sample."),
        )
    return EmptyState(
        "attention",
        tr("This training has left no model to measure"),
        tr("It was stopped or failed too early. Go on with it, or choose another training above."),
        (_leaving(tr("Go on with it"), "resume", leave_for),),
    )


def _leaving(text: str, icon_name: str, leave_for: Callable[[str], None]) -> Button:
    button = Button(text, icon_name=icon_name)
    button.clicked.connect(lambda: leave_for("train"))
    return button
