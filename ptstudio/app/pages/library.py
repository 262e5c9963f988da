"""The library page: every set of weights on this machine, where it lies, and adding and removing one's own."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from ptstudio.app import library_rows, library_words, model_words
from ptstudio.app.change import Change, Topic
from ptstudio.app.dropped import Kind, kind_of
from ptstudio.app.file_opening import open_file
from ptstudio.app.folder_size import size_mb
from ptstudio.app.formats import size
from ptstudio.app.pages._library_house import LibraryHouse
from ptstudio.app.pages._library_packs import LibraryPacks
from ptstudio.app.pages._library_work import LibraryWork
from ptstudio.app.pages._weights_page import WeightsPage
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.facts_table import FactsTable
from ptstudio.app.widgets.fault_notice import FaultNotice
from ptstudio.app.widgets.layout import card, clear, column, row
from ptstudio.app.widgets.menu_button import MenuButton
from ptstudio.app.widgets.question import is_confirmed
from ptstudio.app.widgets.row_table import RowTable
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.app.widgets.trash_line import TrashLine
from ptstudio.library.entry import Entry
from ptstudio.library.faults import faults
from ptstudio.library.library import Library


class LibraryPage(WeightsPage):
    """A table of all entries, and what can be done with the selected one."""

    key = "library"

    @override
    def title(self) -> str:
        return tr("Library of pretrained models")

    @override
    def sentence(self) -> str:
        return tr("The weights on this machine. They belong to no project; every project can start from them.")

    @override
    def build(self) -> None:
        self.set_primary(tr("Add weights…"), "add", self.ask_for_file)
        self.build_adding()
        self.work = LibraryWork(self)
        self.packs, self.house = LibraryPacks(self, self.work), LibraryHouse(self, self.work)
        self._verdicts: dict[str, Mapping[str, Any]] = {}
        self._removed: dict[Path, Entry] = {}
        self._entries: dict[str, Entry] = {}
        self.table = RowTable(tr("Models in the library"), library_rows.headers(), stretched=6, lesser=(5, 6))
        self.table.selected.connect(self._show_selected)
        self.table.opened.connect(lambda _: self._show_card())
        self._total = label("", "muted")
        self._total.setWordWrap(False)
        self.faults = FaultNotice()
        self.faults.remove_wanted.connect(lambda folder: self.attempt(partial(self._remove_unreadable, folder)))
        self.body.addWidget(self.faults)
        self.body.addWidget(self.adding)
        self.body.addWidget(self.work.bar)
        self.body.addLayout(row(self._total, None, *self._rarer()))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._details())
        self.trash = TrashLine(tr("Put what was removed back into the library"), can_end=False)
        self.trash.back_requested.connect(lambda: self.attempt(lambda: self._bring_back(list(self._removed))))
        self.body.addWidget(self.trash)
        self._connect()

    @override
    def update_for(self, change: Change | None) -> None:
        if change is None or change.topic is Topic.LIBRARY:
            self._show_entries()
            self._forget_what_is_here_again()

    @override
    def command(self) -> str | None:
        return "ptstudio models"

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """With the window, what was removed in it goes for good."""
        self.packs.wait()
        self.house.wait()
        for removed in self._removed:
            Library.standard().discard(removed)
        self._removed.clear()
        super().closeEvent(event)

    @property
    def entry(self) -> Entry | None:
        """The selected entry."""
        keys = self.table.selected_keys()
        return self._entries.get(keys[0]) if keys else None

    @override
    def take_dropped(self, paths: Sequence[Path]) -> None:
        if kind_of(paths) is Kind.PACK:
            self.packs.look_into(paths[0])
        else:
            super().take_dropped(paths)

    # ------------------------------------------------------------------ what is done more rarely

    def _rarer(self) -> tuple[Button, ...]:
        folder = Button(tr("Add a folder…"), "plain", "open", tr("A folder in Hugging Face format"))
        folder.clicked.connect(self.ask_for_folder)
        self.open_pack = Button(tr("Open a model pack…"), "plain", "pack", tr("A .ptpack file, or drop it here"))
        self.open_pack.clicked.connect(self.packs.ask_for_pack)
        self.more = MenuButton(tr("More"), tr("More that can be done with the library"), "more")
        self.make_pack = self.more.add(
            tr("Make a model pack…"), "pack", lambda: self.packs.make(self.table.selected_keys())
        )
        self.verify_all = self.more.add(tr("Check all models"), "check", lambda: self.attempt(self.house.verify))
        self.usage = self.more.add(tr("What takes how much disk…"), "disk", self.house.show_usage)
        self.move_library = self.more.add(tr("Move the library…"), "move", lambda: self.attempt(self.house.move))
        return folder, self.open_pack, self.more

    def _connect(self) -> None:
        self.work.changed.connect(self._allow)
        self.packs.taken_in.connect(lambda key: self.table.select([key]))
        self.house.checked.connect(self._take_verdicts)
        self.house.emptied.connect(self._forget_removed)
        self.house.moved.connect(self._follow_move)

    def _allow(self) -> None:
        """Only one of the longer jobs is done at a time."""
        for action in (self.make_pack, self.verify_all, self.verify, self.move_library):
            action.setEnabled(not self.work.is_busy)

    def _take_verdicts(self, verdicts: Sequence[Mapping[str, Any]]) -> None:
        """Keep what a check has found, and show the first model that is damaged."""
        self._verdicts |= {str(each["key"]): each for each in verdicts}
        damaged = [str(each["key"]) for each in verdicts if not each["is_intact"]]
        self.table.select(damaged[:1] or self.table.selected_keys())
        self._show_selected()

    def _forget_removed(self) -> None:
        self._removed.clear()
        self._show_trash()

    def _forget_what_is_here_again(self) -> None:
        """What was removed and has been got anew need not be brought back."""
        for place, removed in list(self._removed.items()):
            again = self._entries.get(removed.model.key)
            if again is not None and again.model.sha256 == removed.model.sha256:
                Library.standard().discard(place)
                del self._removed[place]
                self._show_trash()
                if self.notice.message.text() == _removed_words(removed):
                    self.notice.hide()

    def _follow_move(self, old: Path, new: Path) -> None:
        """What was removed has moved along."""
        self._removed = {new / place.relative_to(old): entry for place, entry in self._removed.items()}

    # ------------------------------------------------------------------ showing

    def _details(self) -> QFrame:
        self._name = label("", "heading")
        self._facts = column()
        self.show_card = Button(tr("Model card"), "plain", "file", tr("What its maker says about it"))
        self.open_folder = Button(tr("Open folder"), "plain", "open")
        self.use = Button(tr("Choose for training"), "plain", "next")
        self.remove = Button(tr("Remove…"), "danger", "remove")
        self.more_of_one = MenuButton(tr("More"), tr("More that can be done with this model"), "more")
        self.verify = self.more_of_one.add(tr("Check its weights"), "check", lambda: self.attempt(self._verify))
        self.copy_digest = self.more_of_one.add(tr("Copy its sha256"), "copy", self._copy_digest)
        self.stays = label("", "small")
        self.stays.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.show_card.clicked.connect(self._show_card)
        self.open_folder.clicked.connect(self._open_folder)
        self.use.clicked.connect(self._use)
        self.remove.clicked.connect(self._ask_to_remove)
        self._buttons = (self.use, self.show_card, self.open_folder, self.more_of_one, self.remove)
        line = row(*self._buttons[:-1], self.stays, self.remove)
        line.setStretch(len(self._buttons) - 1, 1)
        return card(self._name, self._facts, line, gap=Space.medium)

    def _show_entries(self) -> None:
        self.faults.show_faults(faults(Library.standard()))
        entries = Library.standard().models()
        self._entries = {entry.model.key: entry for entry in entries}
        sizes = {key: size_mb([entry.folder]) for key, entry in self._entries.items()}
        self.table.show_rows([library_rows.row_of(entry, sizes[key]) for key, entry in self._entries.items()])
        number = tr("1 model") if len(entries) == 1 else tr("{count} models", count=len(entries))
        self._total.setText(tr("{number}, {size} on disk", number=number, size=size(sum(sizes.values()))))
        if entries and not self.table.selected_keys():
            self.table.select([entries[0].model.key])
        self._show_selected()

    def _show_selected(self) -> None:
        entry = self.entry
        for button in self._buttons:
            button.setEnabled(entry is not None)
        clear(self._facts)
        self.stays.clear()
        if entry is None:
            self._name.setText(tr("Select a model to see more of it."))
            return
        self._name.setText(entry.model.title)
        facts = [(fact.name, fact.value) for fact in model_words.facts_of(entry.model)]
        places = [(tr("Source"), entry.model.source), (tr("Folder"), str(entry.folder))]
        checked = [(tr("Check"), library_words.verdict(each)) for each in self._verdict_of(entry)]
        self._facts.addWidget(FactsTable([*facts, *places, *checked]))
        self.show_card.setEnabled(entry.card is not None)
        self.show_card.setToolTip(
            tr("What its maker says about it") if self.show_card.isEnabled() else tr("No card lies beside the weights.")
        )
        self.stays.setText(library_words.why_it_stays(entry))
        self.remove.setVisible(not self.stays.text())

    def _verdict_of(self, entry: Entry) -> list[Mapping[str, Any]]:
        """What a check has found of these very weights."""
        verdict = self._verdicts.get(entry.model.key)
        return [verdict] if verdict is not None and verdict["sha256"] == entry.model.sha256 else []

    def _verify(self) -> None:
        if self.entry is not None:
            self.house.verify([self.entry.model.key])

    def _show_card(self) -> None:
        if self.entry is not None and self.entry.card is not None:
            title = tr("Model card of {title}", title=self.entry.model.title)
            TextViewer(self, title, self.entry.card_text, is_markdown=True).open()

    def _open_folder(self) -> None:
        if self.entry is not None:
            open_file(self.entry.folder)

    def _copy_digest(self) -> None:
        if self.entry is not None:
            QGuiApplication.clipboard().setText(self.entry.model.sha256)
            self.notice.show_message("info", tr("Copied the sha256 of the weights."), self.entry.model.sha256)

    def _use(self) -> None:
        if self.entry is not None:
            self.session.choose_model(self.entry.model.key)
            self.leave_for.emit("model")

    # ------------------------------------------------------------------ adding and removing

    @override
    def show_added(self, key: str, is_new: bool) -> None:
        self.table.select([key])
        words = tr("“{key}” is in the library now.", key=key)
        known = tr("These weights are in the library already, as “{key}”.", key=key)
        self.notice.show_message("good" if is_new else "info", words if is_new else known)

    def _ask_to_remove(self) -> None:
        entry = self.entry
        if entry is None:
            return
        text = tr("What was trained with it stays as it is. Until you close the window, you can bring it back.")
        if is_confirmed(self, tr("Remove “{title}” from the library?", title=entry.model.title), text, tr("Remove")):
            self.attempt(partial(self._remove, entry))

    def _remove(self, entry: Entry) -> None:
        removed = Library.standard().remove(entry)
        self._removed[removed] = entry
        self.session.library_changed()
        self._show_trash()
        undo = Button(tr("Undo"), "plain", "undo")
        undo.clicked.connect(lambda: self.attempt(partial(self._bring_back, [removed])))
        self.notice.show_message("info", _removed_words(entry), actions=(undo,))
        self.ensureWidgetVisible(self.notice)

    def _remove_unreadable(self, folder: Path) -> None:
        Library.standard().take_out(folder)
        self.session.library_changed()

    def _bring_back(self, removed: Sequence[Path]) -> None:
        keys: list[str] = []
        try:
            for place in [place for place in removed if place in self._removed]:
                keys.append(Library.standard().restore(place).model.key)
                del self._removed[place]
        finally:
            self._show_trash()
            self.session.library_changed()
        self.table.select(keys[-1:])
        self.notice.show_message("good", tr("They are back.") if len(keys) > 1 else tr("It is back."))

    def _show_trash(self) -> None:
        names = ", ".join(f"“{entry.model.title}”" for entry in self._removed.values())
        self.trash.words.setText(tr("Removed, and deleted when you close the window: {names}.", names=names))
        self.trash.setVisible(bool(self._removed))


def _removed_words(entry: Entry) -> str:
    return tr("“{title}” was removed.", title=entry.model.title)
