"""The model page: which pretrained network the training starts from, and adding weights of one's own."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QToolButton
from typing_extensions import override

from ptstudio.app import model_words
from ptstudio.app.change import Change, Topic
from ptstudio.app.model_fit import Verdict, fit, room_on, verdict_words
from ptstudio.app.pages._weights_page import WeightsPage
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.absent_models import AbsentModels
from ptstudio.app.widgets.drop_zone import DropZone
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.model_card import ModelCard, ModelCardText
from ptstudio.app.widgets.text import Button, label
from ptstudio.library.library import Entry, Library

_ROLES = {Verdict.FITS: "good", Verdict.HEAD_ONLY: "warning", Verdict.TOO_LARGE: "bad"}


class ModelPage(WeightsPage):
    """A card for each model on this machine; those that are only known are folded away below."""

    key = "model"

    @override
    def title(self) -> str:
        return tr("Choose a pretrained model")

    @override
    def sentence(self) -> str:
        return tr("A network that has already learned to see; your training starts from what it knows.")

    @override
    def build(self) -> None:
        self.set_primary(tr("Train with this model"), "train", lambda: self.leave_for.emit("train"))
        self.build_adding()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search by name, licence or what it is good for"))
        self.search.setAccessibleName(tr("Search the models"))
        self.search.setClearButtonEnabled(True)
        for clearing in self.search.findChildren(QToolButton):
            clearing.setAccessibleName(tr("Clear the search"))
        self.search.setMaximumWidth(420)
        self.search.textChanged.connect(self._show_models)
        self._count = label("", "muted")
        self._count.setWordWrap(False)
        self.cards: dict[str, ModelCard] = {}
        self._group = QButtonGroup(self)
        self._places = column(gap=Space.small)
        self.none_found = label("", "muted")
        self.absent = AbsentModels()
        self.absent.copied.connect(self._copy_address)
        self.body.addWidget(self.adding)
        top = row(self.search, self._count, None, gap=Space.medium)
        top.setStretch(0, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.none_found)
        self.body.addLayout(self._places)
        self.body.addWidget(self._adding_zone())
        self.body.addWidget(self.absent)
        self.body.addStretch(1)

    @override
    def update_for(self, change: Change | None) -> None:
        if change is None or change.topic in (Topic.LIBRARY, Topic.PROJECT, Topic.DATA):
            self._show_models()
        elif change.topic in (Topic.MODEL, Topic.SHOWN_RUN):
            self._mark_chosen()
        if self.primary is not None:
            self.primary.setEnabled(self.session.model in self._known)
            has_data = self.session.revision is not None
            self.primary.setToolTip("" if has_data else tr("Import data first: without it nothing can be trained."))

    @override
    def command(self) -> str | None:
        return "ptstudio models"

    def _adding_zone(self) -> DropZone:
        file, folder = Button(tr("Add a file…"), icon_name="file"), Button(tr("Add a folder…"), icon_name="open")
        file.clicked.connect(self.ask_for_file)
        folder.clicked.connect(self.ask_for_folder)
        self.drop = DropZone(
            tr("Have weights of your own? Drop them anywhere on this page"),
            tr("A .pth, .pt or .safetensors file, or a folder in Hugging Face format. They are copied into the library "
               "after being read safely: nothing in them is ever run."),
            (file, folder),
        )  # fmt: skip
        self.drop.dropped.connect(lambda paths: self.add(paths[0]))
        return self.drop

    # ------------------------------------------------------------------ showing

    def _show_models(self) -> None:
        library, words = Library.standard(), self.search.text()
        ready = model_words.ready_models(self.session.task, library)
        absent = model_words.absent_models(self.session.task, library)
        self._known = {entry.model.key for entry in ready}
        found = [entry for entry in ready if model_words.is_meant(entry.model, words)]
        clear(self._places)
        self.cards = {entry.model.key: self._card(entry) for entry in found}
        for card in self.cards.values():
            self._places.addWidget(card)
        self._count.setText(tr("{shown} of {all} on this machine", shown=len(found), all=len(ready)))
        self.none_found.setText(self._nothing_words(is_any=bool(ready)))
        self.none_found.setVisible(not found)
        self.absent.show_models([model for model in absent if model_words.is_meant(model, words)])
        self._mark_chosen()

    def _nothing_words(self, *, is_any: bool) -> str:
        if is_any:
            return tr("No model on this machine fits these words. Clear the search, or add weights below.")
        return tr("No model for this task is on this machine. Add weights below, from a file or folder.")

    def _card(self, entry: Entry) -> ModelCard:
        model, judged = entry.model, fit(entry.model, room_on(self.session.machine))
        card = ModelCard(
            ModelCardText(
                title=model.title,
                marks=tr("built in") if entry.is_built_in else tr("added by you"),
                summary=tr(model.summary) if model.summary else tr("Added from {source}.", source=model.source),
                facts=[(fact.name, fact.value) for fact in model_words.facts_of(model)],
                verdict=tr("{weight}, {verdict}", weight=judged.weight, verdict=verdict_words(judged.verdict)),
                reason=judged.reason,
                role=_ROLES[judged.verdict],
            )
        )
        self._group.addButton(card)
        card.clicked.connect(lambda: self.session.choose_model(model.key))
        card.setObjectName(model.key)
        return card

    def _mark_chosen(self) -> None:
        for key, card in self.cards.items():
            with QSignalBlocker(self._group):
                self._group.setExclusive(False)
                card.setChecked(key == self.session.model)
                self._group.setExclusive(True)

    # ------------------------------------------------------------------ adding

    @override
    def show_added(self, key: str, is_new: bool) -> None:
        self.search.clear()
        self.session.choose_model(key)
        if key not in self.cards:
            self.notice.show_message(
                "info", tr("“{key}” is in the library now.", key=key), tr("It is made for another task than this one.")
            )
            return
        words = tr("“{key}” is in the library now, and chosen.", key=key)
        known = tr("“{key}” was in the library already. It is chosen now.", key=key)
        self.notice.show_message("good", words if is_new else known)
        self.ensureWidgetVisible(self.cards[key])
        self.cards[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy_address(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)
        self.notice.show_message(
            "info",
            tr("Copied: {address}", address=address),
            tr("Open it in a browser, save the file, and add it here. PTStudio itself fetches nothing."),
        )
        self.ensureWidgetVisible(self.notice)
