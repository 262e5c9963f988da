"""The menu bar and its shortcuts: everything that the window does can be reached from here."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from ptstudio.app.dropped import PACK_SUFFIX
from ptstudio.app.pages.all_pages import all_pages
from ptstudio.app.steps import landing
from ptstudio.app.theme import CHOICES, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.file_choosing import choose_file, choose_folder, choose_new_file

if TYPE_CHECKING:
    from ptstudio.app.main_window import MainWindow


class Menus:
    """Built once; `help_action` is checked while the help drawer is open."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._themes: dict[str, QAction] = {}
        bar = window.menuBar()
        self._fill_project(bar.addMenu(tr("&Project")))
        self._fill_go(bar.addMenu(tr("&Go")))
        view = bar.addMenu(tr("&View"))
        self._fill_view(view)
        self.help_action = self._add(view, tr("&Help beside the page"), self._toggle_help, "F1", is_checkable=True)
        self.help_action.setChecked(window.session.preferences.shows_help)
        about = bar.addMenu(tr("&Help"))
        self._add(about, tr("&Explain this page"), lambda: window.show_help(True))
        self._add(about, tr("&About PTStudio and licences"), self._about)

    def _fill_project(self, menu: QMenu) -> None:
        window = self._window
        self._add(menu, tr("&New project…"), self._new, QKeySequence.StandardKey.New)
        self._add(menu, tr("&Open project…"), self._open, QKeySequence.StandardKey.Open)
        self._add(menu, tr("&Close project"), self._close, "Ctrl+W")
        menu.addSeparator()
        self._add(menu, tr("Open &model pack…"), self._open_pack)
        self._add(menu, tr("&Do this page’s action"), self._do_primary, "Ctrl+Return")
        self._add(menu, tr("Copy as &command"), self._copy_command, "Ctrl+Shift+C")
        self._add(menu, tr("&Stop the running job"), window.stop_running, "Ctrl+.")
        menu.addSeparator()
        self._add(menu, tr("&Settings…"), self._settings, QKeySequence.StandardKey.Preferences)
        self._add(menu, tr("&Quit"), window.close, QKeySequence.StandardKey.Quit)

    def _fill_go(self, menu: QMenu) -> None:
        for number, facts in enumerate(all_pages()):
            key = facts.step.key
            self._add(menu, facts.step.title, partial(self._window.show_page, key), f"Ctrl+{number}")

    def _fill_view(self, menu: QMenu) -> None:
        titles = {"system": tr("Colours of the &system"), "light": tr("&Light colours"), "dark": tr("&Dark colours")}
        group = QActionGroup(self._window)
        for choice in CHOICES:
            action = self._add(menu, titles[choice], partial(self._choose_theme, choice), is_checkable=True)
            group.addAction(action)
            self._themes[choice] = action
        self.show_theme()
        menu.addSeparator()

    def show_theme(self) -> None:
        """Mark the colours that are chosen, wherever they were."""
        self._themes[self._window.session.preferences.theme].setChecked(True)

    def _add(
        self,
        menu: QMenu,
        text: str,
        do: Callable[[], object],
        shortcut: str | QKeySequence.StandardKey | None = None,
        *,
        is_checkable: bool = False,
    ) -> QAction:
        action = QAction(text, self._window)
        action.setCheckable(is_checkable)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _is_checked: do())
        menu.addAction(action)
        return action

    def _toggle_help(self) -> None:
        self._window.show_help(self.help_action.isChecked())

    def _choose_theme(self, choice: str) -> None:
        self._window.session.preferences.theme = choice
        theme().choose(choice)
        self._window.session.preferences_changed()

    def _new(self) -> None:
        chosen = choose_new_file(self._window, tr("Name a folder for the new project"), tr("my-project"))
        if chosen is not None:
            self._window.attempt(partial(self._go_to_project, chosen, is_new=True))

    def _open(self) -> None:
        chosen = choose_folder(self._window, tr("Choose a project’s folder"))
        if chosen is not None:
            self._window.attempt(partial(self._go_to_project, chosen))

    def _open_pack(self) -> None:
        kinds = tr("Model packs ({pattern})", pattern=f"*{PACK_SUFFIX}")
        chosen = choose_file(self._window, tr("Choose a model pack"), kinds)
        if chosen is not None:
            self._window.show_page("library")
            self._window.attempt(partial(self._window.pages["library"].take_dropped, [chosen]))

    def _go_to_project(self, folder: Path, *, is_new: bool = False) -> None:
        self._window.session.open_project(folder, is_new=is_new)
        self._window.show_page(landing(self._window.session))

    def _close(self) -> None:
        self._window.attempt(self._window.session.leave_project)
        self._window.show_page("start")

    def _do_primary(self) -> None:
        page = self._window.page
        if page is not None and page.primary is not None and page.primary.isEnabled():
            page.primary.click()

    def _copy_command(self) -> None:
        page = self._window.page
        if page is not None:
            page.copy_command()

    def _settings(self) -> None:
        from ptstudio.app.settings_dialog import SettingsDialog

        SettingsDialog(self._window.session, self._window).exec()

    def _about(self) -> None:
        from ptstudio.app.about_dialog import AboutDialog

        AboutDialog(self._window).exec()
