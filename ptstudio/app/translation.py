"""Every text that a person sees goes through here, so that it can be shown in other languages."""

from PySide6.QtCore import QCoreApplication

CONTEXT = "PTStudio"


def tr(text: str, **values: object) -> str:
    """`text` in the user's language, its {names} filled in with `values`."""
    translated = QCoreApplication.translate(CONTEXT, text) if text else ""
    return translated.format(**values) if values else translated
