"""A question before something is taken away: yes or no, with words for what each means."""

from PySide6.QtWidgets import QMessageBox, QWidget

from ptstudio.app.translation import tr


def is_confirmed(parent: QWidget, title: str, text: str, yes: str) -> bool:
    """Ask; Escape and Return mean no, so that nothing is lost by haste."""
    box = QMessageBox(QMessageBox.Icon.Question, title, title, parent=parent)
    box.setInformativeText(text)
    agree = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    is_agreed = box.clickedButton() is agree
    box.deleteLater()
    return is_agreed
