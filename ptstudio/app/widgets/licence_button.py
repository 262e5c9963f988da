"""A button that shows the text of a licence; knows no model."""

from PySide6.QtWidgets import QWidget

from ptstudio.app import licence_words
from ptstudio.app.translation import tr
from ptstudio.app.widgets.text import Button
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.core.licence import Licence


class LicenceButton(Button):
    """Hidden where PTStudio does not have the text; `viewed_from` is the parent of the window that shows it."""

    def __init__(self, licence: Licence, viewed_from: QWidget) -> None:
        super().__init__(tr("Read its text"), "plain", "file")
        self.setAccessibleName(tr("Read the text of {name}", name=licence_words.name_of(licence)))
        self.clicked.connect(lambda: TextViewer(viewed_from, licence.spdx, licence.text).open())
        if not licence.text:
            self.hide()
