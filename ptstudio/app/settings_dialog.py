"""The window's own settings: colours, help, network; each takes effect at once."""

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QWidget

from ptstudio.app.session import Session
from ptstudio.app.theme import CHOICES, Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.history_line import HistoryLine
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.folders import data_folder


class SettingsDialog(QDialog):
    """Nothing has to be confirmed: what is chosen holds."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.setMinimumWidth(520)
        self._session = session
        self.colours = DropDown()
        self.colours.setAccessibleName(tr("Colours"))
        names = {"system": tr("As the system has them"), "light": tr("Light"), "dark": tr("Dark")}
        for choice in CHOICES:
            self.colours.addItem(names[choice], choice)
        self.colours.setCurrentIndex(CHOICES.index(session.preferences.theme))
        self.colours.currentIndexChanged.connect(self._choose_colours)
        self.help = QCheckBox(tr("Open the help beside the page when the window starts"))
        self.help.setChecked(session.preferences.shows_help)
        self.help.toggled.connect(self._choose_help)
        form = QFormLayout()
        form.setSpacing(Space.medium)
        form.addRow(label(tr("Colours")), self.colours)
        form.addRow(label(tr("Help")), self.help)
        self.history = HistoryLine()
        form.addRow(label(tr("Estimates")), self.history)
        form.addRow(label(tr("Own data")), label(str(data_folder()), "muted", is_selectable=True))
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        self.setLayout(
            column(label(tr("Settings"), "title"), form, row(None, close), gap=Space.large, margin=Space.large)
        )

    def _choose_colours(self, number: int) -> None:
        self._session.preferences.theme = CHOICES[number]
        theme().choose(CHOICES[number])
        self._session.preferences_changed()

    def _choose_help(self, is_wanted: bool) -> None:
        self._session.preferences.shows_help = is_wanted
