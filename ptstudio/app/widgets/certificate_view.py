"""The certificate of one exported file: passed or not in words, by icon and by colour, with its numbers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ptstudio.app import export_words, formats
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.facts_table import FactsTable
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Sign, label, line
from ptstudio.core.certificate import Certificate
from ptstudio.core.metric import MetricFacts

LEAST_WIDTH = 344


class CertificateView(QFrame):
    """A card for one file; `metrics` are the facts of the task's metrics."""

    def __init__(self, certificate: Certificate, metrics: tuple[MetricFacts, ...]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        word, meaning = export_words.verdict(certificate)
        self.verdict = label(word, "good" if certificate.passed else "bad")
        self.setAccessibleName(tr("{file}: {verdict}. {meaning}", file=certificate.file, verdict=word, meaning=meaning))
        sign = Sign("done", "good") if certificate.passed else Sign("failed", "bad")
        title = label(export_words.variant_title(certificate.variant), "heading")
        title.setWordWrap(False)
        top = row(title, label(certificate.variant, "small"), None, sign, self.verdict)
        self.verdict.setWordWrap(False)
        headline = row(
            _figure(formats.size(certificate.size_mb), certificate.file),
            _figure(export_words.speed(certificate), tr("a sample, measured here")),
            gap=Space.medium,
        )
        for place, share in enumerate((2, 3)):
            headline.setStretch(place, share)
        parts = column(top, headline, line(), margin=Space.medium)
        parts.addWidget(label(export_words.variant_help(certificate.variant), "muted"))
        parts.addWidget(label(meaning))
        for reason in export_words.reasons(certificate):
            parts.addWidget(label(reason, "bad", is_selectable=True))
        parts.addStretch(1)
        parts.addWidget(FactsTable(export_words.numbers(certificate, metrics), columns=1))
        wanted = tr("It passes if {criterion}.", criterion=tr(certificate.criterion))
        if certificate.criterion:
            parts.addWidget(label(wanted, "small", is_selectable=True))
        self.setLayout(parts)


def _figure(value: str, caption: str) -> QVBoxLayout:
    shown, below = label(value, "title"), label(caption, "small")
    shown.setWordWrap(False)
    below.setAlignment(Qt.AlignmentFlag.AlignTop)
    return column(shown, below, gap=0)
