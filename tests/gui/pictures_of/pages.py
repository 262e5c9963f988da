"""Pictures of every page, of the window's own dialogs, and of the import wizard, for one state of a project."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWizard

from ptstudio.app.about_dialog import AboutDialog
from ptstudio.app.closing import ClosingDialog
from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.settings_dialog import SettingsDialog
from ptstudio.data._revision import open_table
from tests.gui.pictures_of.camera import Camera, wait, wait_until
from tests.gui.pictures_of.models import model_page
from tests.gui.pictures_of.texts import picture_texts, try_texts


def picture_pages(camera: Camera, session: Session, state: str, pages: Sequence[str]) -> None:
    """Take these pages, and, of a filled project, also help, dialogs and wizard."""
    with camera.window(session) as window:
        for key in pages:
            window.show_page(key)
            if key == "model":
                model_page(window)
            if key == "try" and state == "real":
                _ask(window)
            if key == "try" and state == "text":
                try_texts(window)
            camera.take(window, f"{key}-{state}")
        if state == "filled":
            _picture_around(camera, window)
        if state == "text":
            picture_texts(camera, window)


def _picture_around(camera: Camera, window: MainWindow) -> None:
    window.show_help(True)
    window.show_page("evaluate")
    camera.take(window, "help")
    window.show_help(False)
    for name, dialog in _dialogs(window):
        dialog.show()
        camera.take(dialog, f"dialog-{name}")
        dialog.close()
    _picture_wizard(camera, window.session)


def _ask(window: MainWindow) -> None:
    """Show the model some pictures, with heat maps."""
    page = window.pages["try"]
    project, revision = window.session.project, window.session.revision
    if not isinstance(page, TryOutPage) or project is None or revision is None:
        return
    page.heat_maps.setChecked(True)
    rows = open_table(project.revision_folder(revision.key)).to_pylist()
    some = [next(row for row in rows[500:] if row["split"] == split) for split in ("test", "train", "validation")]
    page.take_dropped([project.sample_file(revision, row["path"]) for row in some])
    wait_until(lambda: not page.trying.history.unanswered and bool(page.trying.history.entries), 30)
    wait(2000)


def _picture_wizard(camera: Camera, session: Session) -> None:
    """Go through the stages of the import wizard with a real worker."""
    wizard = ImportWizard(session)
    wizard.resize(min(camera.size[0], 1100), min(camera.size[1], 760))
    wizard.show()
    camera.take(wizard, "wizard-1-where")
    if session.revision is not None:
        wizard.where.chosen.emit(Path(session.revision.source))
    trial, following = wizard.bench.trial, wizard.button(QWizard.WizardButton.NextButton)
    for stage in ("2-found", "3-look", "4-split", "5-done"):
        wait_until(lambda: trial.outcome is not None)
        camera.take(wizard, f"wizard-{stage}")
        if stage != "5-done":
            following.click()
    wizard.reject()
    wizard.deleteLater()
    wait(1000)


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    yield "settings", SettingsDialog(window.session, window)
    yield "about", AboutDialog(window)
    if window.session.shown_run is not None:
        yield "closing", ClosingDialog([window.session.shown_run], window)
