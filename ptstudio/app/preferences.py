"""What the window remembers between starts: recent projects, theme, geometry; kept by Qt in the data folder."""

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ptstudio.core.folders import data_folder
from ptstudio.core.project import is_project

MOST_RECENT = 8
MOST_CHOICES = 100


class Preferences:
    """A few remembered values; a data folder that cannot be written makes them last for this start only."""

    def __init__(self) -> None:
        self._settings = QSettings(str(data_folder() / "window.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """“system”, “light” or “dark”."""
        return str(self._settings.value("theme", "system"))

    @theme.setter
    def theme(self, choice: str) -> None:
        self._settings.setValue("theme", choice)

    @property
    def shows_help(self) -> bool:
        """Whether the help drawer is open."""
        return self._settings.value("help", "false") == "true"

    @shows_help.setter
    def shows_help(self, is_open: bool) -> None:
        self._settings.setValue("help", "true" if is_open else "false")

    @property
    def model_look(self) -> str:
        """Whether models are shown as “cards” or in a “table”."""
        return str(self._settings.value("models", "cards"))

    @model_look.setter
    def model_look(self, look: str) -> None:
        self._settings.setValue("models", look)

    @property
    def run_columns(self) -> list[str]:
        """Which columns the table of runs shows; empty for the usual ones."""
        return self._texts("run columns")

    @run_columns.setter
    def run_columns(self, keys: list[str]) -> None:
        self._settings.setValue("run columns", keys)

    @property
    def geometry(self) -> QByteArray:
        """Where the window was, as Qt keeps it; empty at the first start."""
        value = self._settings.value("geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    @property
    def recent_projects(self) -> list[Path]:
        """Projects that were open before and are still there, the latest first."""
        return [path for path in self._paths("recent") if is_project(path)]

    def remember_project(self, folder: Path) -> None:
        """Put a project at the top of the recent ones."""
        others = [path for path in self.recent_projects if path != folder]
        self._settings.setValue("recent", [str(path) for path in (folder, *others)][:MOST_RECENT])

    def forget_project(self, folder: Path) -> None:
        """Take a project off the list; nothing on disk changes."""
        self._settings.setValue("recent", [str(path) for path in self.recent_projects if path != folder])

    def chosen_model(self, project: Path) -> str:
        """The key of the model that a person has chosen in a project, empty where none was."""
        return self._by_project("chosen").get(str(project), "")

    def remember_model(self, project: Path, key: str) -> None:
        """Remember which model was chosen in a project; the oldest choices are forgotten."""
        self._remember("chosen", project, key)

    def task_of(self, project: Path) -> str:
        """The key of the task that a project was made for, empty where that is not known."""
        return self._by_project("tasks").get(str(project), "")

    def remember_task(self, project: Path, key: str) -> None:
        """Remember what a project was made for, which nothing in it says before its first import."""
        self._remember("tasks", project, key)

    @property
    def left_running(self) -> list[Path]:
        """The folders of the runs that were left to themselves when the window was closed."""
        return self._paths("left")

    @left_running.setter
    def left_running(self, folders: list[Path]) -> None:
        self._settings.setValue("left", [str(folder) for folder in folders])

    @property
    def unfinished(self) -> list[str]:
        """The downloads that had not come to their end when the window was closed, each as a line of JSON."""
        return self._texts("downloads")

    @unfinished.setter
    def unfinished(self, lines: list[str]) -> None:
        self._settings.setValue("downloads", lines)

    def _remember(self, what: str, project: Path, key: str) -> None:
        others = {folder: chosen for folder, chosen in self._by_project(what).items() if folder != str(project)}
        kept = list({**others, str(project): key}.items())[-MOST_CHOICES:]
        self._settings.setValue(what, json.dumps(dict(kept)))

    def _by_project(self, what: str) -> dict[str, str]:
        """What was chosen by the folders of the projects, the latest choice last."""
        try:
            stored = json.loads(str(self._settings.value(what, "{}")))
        except ValueError:
            return {}
        return {str(folder): str(key) for folder, key in stored.items()} if isinstance(stored, dict) else {}

    def _paths(self, name: str) -> list[Path]:
        return list(map(Path, self._texts(name)))

    def _texts(self, name: str) -> list[str]:
        """A list of one is kept by Qt as a text, one of none as nothing."""
        stored = self._settings.value(name, [])
        return [stored] if isinstance(stored, str) else list(map(str, stored)) if isinstance(stored, list) else []

    def save(self) -> None:
        """Have it on disk."""
        self._settings.sync()
