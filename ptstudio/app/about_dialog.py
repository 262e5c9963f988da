"""What the program is, its version, its licence and those of what it is made of."""

import re
from importlib import metadata

from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from ptstudio import __version__
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.folders import resources


class AboutDialog(QDialog):
    """The licences are read from what is installed, so that they are true."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About PTStudio"))
        self.resize(640, 560)
        licences = QTextBrowser()
        licences.setAccessibleName(tr("Licences"))
        licences.setPlainText("\n".join([*_own_words(), "", *_libraries()]))
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        words = column(
            label("PTStudio", "title"),
            label(tr("Version {version}. Licence: Apache-2.0.", version=__version__)),
            label(tr("Fine-tune pretrained models on your own data, on your own machine.")),
            gap=Space.tight,
        )
        self.setLayout(column(words, licences, row(None, close), gap=Space.medium, margin=Space.large))


def _own_words() -> list[str]:
    card = resources() / "samples" / "README.md"
    return [
        tr("The built-in starter network is PTStudio’s own, Apache-2.0; its model card names what it learned from."),
        tr("The built-in sample: UCI optical recognition of handwritten digits, CC BY 4.0 ({file}).", file=card.name),
        tr("Icons: Phosphor (MIT), drawn by qtawesome."),
    ]


def _libraries() -> list[str]:
    lines = []
    for name in sorted({_name_in(requirement) for requirement in metadata.requires("ptstudio") or []}, key=str.lower):
        try:
            found = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        stated = [text for field in ("License-Expression", "License") for text in found.get_all(field) or []]
        licence = stated[0].split("\n")[0] if stated else _classified(found)
        lines.append(f"{found['Name']} {found['Version']}: {licence}")
    return lines


def _name_in(requirement: str) -> str:
    return re.split(r"[;<>=!~ \[]", requirement, maxsplit=1)[0]


def _classified(found: metadata.PackageMetadata) -> str:
    named = [line for line in found.get_all("Classifier") or [] if line.startswith("License")]
    return named[-1].rpartition("::")[2].strip() if named else tr("see its own files")
