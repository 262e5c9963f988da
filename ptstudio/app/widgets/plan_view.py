"""What a training will do: stages with their time, memory, and each automatic choice with its reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel

from ptstudio.app import formats, plan_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.text import Button, label, set_role
from ptstudio.app.widgets.timings_view import TimingsView
from ptstudio.core import amount
from ptstudio.core.machine import Choice, Plan


class PlanView(QFrame):
    """Empty until a plan is shown; `wanted` when a person asks for one."""

    wanted = Signal()

    def __init__(self, *, can_ask: bool = True) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.ask = Button(tr("Show the plan"), icon_name="search")
        self.ask.clicked.connect(self.wanted)
        self.state = label("", "muted")
        self._lines = column(gap=Space.tight)
        self._table = boxed(self._lines)
        top = row(label(tr("The plan"), "heading"), self.ask)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.state, self._table, None, margin=Space.medium))
        # Only now, inside of something: a widget of its own would flash up as a window.
        self.ask.setVisible(can_ask)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what could be seen here."""
        self._empty()
        self._say(
            tr(
                "What will happen, how long it takes and how much memory it needs: measured on this machine in a few "
                "seconds. You can also start without it."
            )
        )

    def show_busy(self) -> None:
        """An answer is on its way; what is shown is of the settings before."""
        self._table.setEnabled(False)
        self._say(tr("Measuring on this machine…"))

    def show_failure(self, message: str, hint: str) -> None:
        """Say why there is no plan."""
        self._empty()
        self._say(f"{message} {hint}", "warning")

    def show_plan(self, plan: Plan) -> None:
        """Show the plan."""
        self._empty()
        self._table.setEnabled(True)
        self._table.show()
        self._say(
            tr(
                "About {time} and {memory} of memory; it may stop sooner.",
                time=formats.duration(plan.seconds),
                memory=formats.size(plan.memory_mb),
            ),
            "body",
        )
        for line in plan_words.lines(plan):
            self._lines.addWidget(label(line, "small"))
        if 0 < plan.free_memory_mb < plan.memory_mb:
            self._lines.addWidget(label(_will_not_fit(plan), "warning"))
        for stage in plan.stages:
            self._add(tr(stage.title), formats.duration(stage.seconds))
        if plan.choices:
            self._lines.addSpacing(Space.small)
            self._lines.addWidget(label(tr("Chosen automatically"), "small"))
        for choice in plan.choices:
            self._add_choice(choice)

    def texts(self) -> list[str]:
        """Everything that it says."""
        return [shown.text() for shown in self.findChildren(QLabel) if not shown.isHidden()]

    def _add(self, name: str, value: str) -> None:
        time = label(value)
        time.setWordWrap(False)
        stage = row(label(name), time, gap=Space.medium)
        stage.setStretch(0, 1)
        self._lines.addLayout(stage)

    def _add_choice(self, choice: Choice) -> None:
        name, value = tr(choice.name.replace("_", " ")).capitalize(), _written(choice.value)
        shown = column(label(tr("{name}: {value}", name=name, value=value)), label(tr(choice.reason), "small"), gap=0)
        if len(choice.timings) > 1:
            shown.addWidget(TimingsView(name, choice.timings, str(choice.value)))
        self._lines.addLayout(shown)

    def _empty(self) -> None:
        clear(self._lines)
        self._table.hide()

    def _say(self, text: str, role: str = "muted") -> None:
        self.state.setText(text)
        set_role(self.state, role)


def _will_not_fit(plan: Plan) -> str:
    return tr(
        "Only {free} of memory can be had: it may not fit. Close other programs, or choose a smaller batch size, a "
        "smaller picture size, shorter texts or a smaller model.",
        free=formats.size(plan.free_memory_mb),
    )


def _written(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return value if isinstance(value, str) else amount.number(value)
