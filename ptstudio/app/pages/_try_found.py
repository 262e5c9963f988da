"""What was found in the pictures that were tried: shown large, one after the other, and saved; knows no model."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.background import Background
from ptstudio.app.found_saving import FoundForm, forms, free_place, save_found
from ptstudio.app.translation import tr
from ptstudio.app.tried import Tried, overlay_of, seen_words
from ptstudio.app.widgets.answer_list import AnswerList
from ptstudio.app.widgets.file_choosing import choose_new_file, last_folder
from ptstudio.app.widgets.found_dialog import FoundDialog, PlacedSample
from ptstudio.app.widgets.menu_button import MenuButton
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.errors import JobFailure, PTStudioError
from ptstudio.core.found_by import FoundBy
from ptstudio.core.prediction import Boxes, Mask


class FoundSaving(MenuButton):
    """Offered where something was found; `saved(Path)` or `failed(PTStudioError)` once it was to be written."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Save what was found"), tr("Save what was found, for other programs"), "save")
        self._background = Background(self, threads=1)
        self._entries: Sequence[Tried] = ()
        self.actions_by_form = {form.key: self.add(form.title, "file", partial(self._save, form)) for form in forms()}
        self.hide()

    def offer(self, entries: Sequence[Tried]) -> None:
        """Save what was found in these from now on; only what the model that answered last has said."""
        answered = [entry for entry in entries if overlay_of(entry) is not None]
        self._entries = [entry for entry in answered if entry.trained == answered[0].trained]
        for form in forms():
            self.actions_by_form[form.key].setVisible(bool(self._found(form)))
        self.setVisible(bool(self._entries))

    def end(self) -> None:
        """Wait for what is being written."""
        self._background.wait()

    def _found(self, form: FoundForm) -> dict[Path, Boxes | Mask]:
        found = {entry.file: overlay_of(entry) for entry in reversed(self._entries)}
        wanted = Boxes if form.is_of_boxes else Mask
        return {file: overlay for file, overlay in found.items() if isinstance(overlay, wanted)}

    def _save(self, form: FoundForm) -> None:
        found = self._found(form)
        name = free_place(last_folder(), form.name)
        place = choose_new_file(self, tr("Save what was found"), name, form.kinds)
        if place is not None and found:
            self._write(form, place, found, self._entries[0])

    def _write(self, form: FoundForm, place: Path, found: Mapping[Path, Boxes | Mask], answered: Tried) -> None:
        by = FoundBy.model_of(answered.trained or Path(), answered.model)
        self._background.do(partial(save_found, form, place, found, answered.labels, by), self.saved.emit, self._refuse)

    def _refuse(self, error: Exception) -> None:
        unknown = tr("What was found could not be saved."), tr("Try another place. ({reason})", reason=repr(error))
        self.failed.emit(error if isinstance(error, PTStudioError) else JobFailure(*unknown))


def enlarge(parent: QWidget, answers: AnswerList, entry: Tried, entries: Sequence[Tried]) -> FoundDialog:
    """Show a picture large, with what was found in it; of the others those that the same model has answered. How sure
    it must be there, it must be on the page from then on.
    """
    found = [each for each in entries if overlay_of(each) is not None and each.labels == entry.labels]
    samples = [_sample(each) for each in found]
    dialog = FoundDialog(parent, tr("What was found"), samples, found.index(entry), ClassColours(entry.labels))

    def take(least: float) -> None:
        place = dialog.leafing.place
        answers.show_least(found[place], least)
        samples[place] = _sample(found[place])

    dialog.least_chosen.connect(take)
    dialog.open()
    return dialog


def _sample(entry: Tried) -> PlacedSample:
    split = entry.made.split if entry.made is not None else ""
    return PlacedSample(entry.file, overlay_of(entry), seen_words(split))
