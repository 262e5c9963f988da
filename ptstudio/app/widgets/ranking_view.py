"""What a ranking of models came to: a sentence, a chart of quality against cost, a table, and what was left out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from ptstudio.app import model_ranking
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.ranking_chart import ChartPoint, Plane, RankingChart
from ptstudio.app.widgets.row_table import RowTable
from ptstudio.app.widgets.sorted_table import ROW_HEIGHT
from ptstudio.app.widgets.text import IconButton, label
from ptstudio.core import atomic
from ptstudio.core.errors import explain_os_error
from ptstudio.core.ranking import RankedModel, Ranking

LEAST_ROWS, MOST_ROWS = 3, 12
HEADER_HEIGHT = 42
LINES = 2
"""How many of the models that were left out are in view at once."""
LESSER = (3, 5)
"""Which columns go first where there is no room: the spread over the parts, then the memory."""


class RankingView(QWidget):
    """`selected(key)` is emitted when a model is selected, in the table or the chart; `opened(key)` when it is meant.

    `failed(PTStudioError)` tells that a file could not be written.
    """

    selected = Signal(str)
    opened = Signal(str)
    failed = Signal(object)

    def __init__(self, ranking: Ranking, preset: str, about: str) -> None:
        """`preset` is that of the training whose time the table estimates; `about` says how all this was found out."""
        super().__init__()
        self._ranking = ranking
        self._models = {model.key: model for model in ranking.models}
        self._cost = model_ranking.A_SAMPLE
        self.verdict = label(ranking.verdict.say(tr), "heading", is_selectable=True)
        self.about = label(about, "muted")
        self.chart = RankingChart()
        self.chart.selected.connect(self.select)
        self.table = RowTable(
            tr("The models, the best first"), model_ranking.headers(ranking, preset), least=150, lesser=LESSER
        )
        self.table.show_rows(model_ranking.rows(ranking, preset))
        self.table.setMinimumHeight(_height(min(len(ranking.models), LEAST_ROWS)))
        self.table.setMaximumHeight(_height(min(len(ranking.models), MOST_ROWS)))
        self.table.selected.connect(self._take_selected)
        self.table.opened.connect(self.opened)
        whole = column(self.verdict, self.about, self._tools(), self.chart, self.table, gap=Space.small)
        for place, stretch in ((3, 4), (4, 3)):
            whole.setStretch(place, stretch)
        if ranking.left_out:
            whole.addWidget(self._left_out())
        self.setLayout(whole)
        self._draw()
        self.select(ranking.recommended.key)

    @property
    def key(self) -> str:
        """The key of the selected model."""
        return next(iter(self.table.selected_keys()), self._ranking.recommended.key)

    @property
    def model(self) -> RankedModel:
        """The selected model."""
        return self._models[self.key]

    def select(self, key: str) -> None:
        """Select a model, in the table and the chart."""
        self.table.select([key])

    def show_cost(self, cost: str) -> None:
        """Draw the models against another cost."""
        self._cost = cost
        self.costs.show_choices(model_ranking.costs(self._ranking), cost)
        self._draw()

    def _tools(self) -> QHBoxLayout:
        self.costs = Chooser(tr("Cost"))
        self.costs.show_choices(model_ranking.costs(self._ranking), self._cost)
        self.costs.chosen.connect(lambda cost: self.show_cost(str(cost)))
        self.picture = IconButton("picture", tr("Save the chart as a picture (PNG)"))
        self.figures = IconButton("save", tr("Save the figures as a table (CSV)"))
        self.picture.clicked.connect(self._save_picture)
        self.figures.clicked.connect(self._save_figures)
        return row(self.costs, None, self.picture, self.figures, gap=Space.tight)

    def _left_out(self) -> QScrollArea:
        """The models that could not be tried, and why."""
        ranking = self._ranking
        said = [
            tr("Left out: {title}. {reason} {hint}", title=ranking.name_of(one), reason=one.reason, hint=one.hint)
            for one in ranking.left_out
        ]
        inside = QWidget()
        inside.setLayout(column(*(label(words, "muted") for words in said), None, gap=Space.tight))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(tr("Models that were left out"))
        scroll.setFixedHeight(min(LINES, len(said)) * (self.fontMetrics().height() + Space.tight) + Space.tight)
        return scroll

    def _draw(self) -> None:
        ranking, facts = self._ranking, model_ranking.metric_of(self._ranking)
        is_share = facts.scale == "share"
        factor = 100.0 if is_share else 1.0
        points = [
            ChartPoint(
                key=model.key,
                name=self._ranking.name_of(model),
                x_s=model_ranking.cost_of(model, self._cost),
                value=factor * model.estimate.value,
                low=factor * model.estimate.low,
                high=factor * model.estimate.high,
                shape=model_ranking.shape(ranking, model),
                spoken=model_ranking.spoken(ranking, model, self._cost),
            )
            for model in sorted(ranking.models, key=lambda model: model != ranking.recommended)
        ]
        plane = Plane(
            x_name=dict(model_ranking.costs(ranking))[self._cost],
            y_name=tr(facts.title),
            level=factor * ranking.baseline,
            level_words=tr("a guess: {value}", value=facts.written(ranking.baseline)),
            unit="%" if is_share else "",
            most=factor if is_share else float("inf"),
        )
        self.chart.show_points(points, plane, model_ranking.legend(ranking))

    def _save_picture(self) -> None:
        file = choose_new_file(self, tr("Save the chart"), "models.png", tr("Pictures (*.png)"))
        if file is not None and not self.chart.grab().save(str(file), "PNG"):
            self.failed.emit(explain_os_error(OSError(5, "not written", str(file)), "saving the picture"))

    def _save_figures(self) -> None:
        file = choose_new_file(self, tr("Save the figures"), "models.csv", tr("CSV table (*.csv)"))
        if file is None:
            return
        try:
            atomic.write_text(file, model_ranking.table_text(self._ranking))
        except OSError as error:
            self.failed.emit(explain_os_error(error, "saving the table"))

    def _take_selected(self) -> None:
        if self.table.selected_keys():
            self.chart.select(self.key)
            self.selected.emit(self.key)


def _height(count: int) -> int:
    """How high a table of so many rows is, with its header."""
    return count * ROW_HEIGHT + HEADER_HEIGHT
