"""Comparing models on the Model page: which are ticked, the line that names them, and the dialog."""

from PySide6.QtCore import QObject, Signal

from ptstudio.app.model_comparison import MOST, compared
from ptstudio.app.model_stock import ModelStock
from ptstudio.app.pages._model_choosing import ModelChoosing
from ptstudio.app.pages._page import Page
from ptstudio.app.translation import tr
from ptstudio.app.widgets.model_compare_line import CompareLine
from ptstudio.app.widgets.model_comparison_dialog import ModelComparisonDialog
from ptstudio.app.widgets.model_details import ModelDetails
from ptstudio.app.widgets.model_rows import ModelRows


class ModelComparing(QObject):
    """Models are ticked in `rows` or in `details`; `line` is to be laid out on the page, `wanted(key)` asks for a model
    that is not here.
    """

    wanted = Signal(str)

    def __init__(
        self, page: Page, stock: ModelStock, rows: ModelRows, details: ModelDetails, choosing: ModelChoosing
    ) -> None:
        super().__init__(page)
        self._choosing = choosing
        self._page, self._stock, self._rows, self._details = page, stock, rows, details
        self.line = CompareLine()
        self.line.compare.clicked.connect(self._compare)
        self.line.clear.clicked.connect(rows.clear_ticks)
        rows.ticked.connect(self._show_ticked)
        rows.refused.connect(self._refuse)
        details.compared.connect(self._tick)

    def show_details(self) -> None:
        """Say in the details whether their model is ticked."""
        self._details.show_compared(self._stock.selected in self._rows.to_compare)

    def _tick(self, is_wanted: bool) -> None:
        self._rows.tick(self._stock.selected, is_wanted=is_wanted)

    def _show_ticked(self) -> None:
        self.line.show_titles([listed.model.title for listed in self._stock.some(self._rows.to_compare)])
        self.show_details()

    def _refuse(self) -> None:
        self.show_details()
        self._page.notice.show_message("info", tr("At most {count} models can be compared.", count=MOST),
                                       tr("Clear one of the ticks first."))  # fmt: skip
        self._page.ensureWidgetVisible(self._page.notice)

    def _compare(self) -> None:
        models, choice = self._stock.some(self._rows.to_compare), self._choosing.choice
        chosen = choice.key if choice.is_by_person else ""
        dialog = ModelComparisonDialog(self._page, models, compared(models, self._choosing.advised), chosen)
        dialog.chosen.connect(self._choosing.choose)
        dialog.wanted.connect(self.wanted)
        dialog.open()
