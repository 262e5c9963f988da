"""Data that a project holds already, named by the project or by the folder of a revision in it."""

from pathlib import Path

from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project, is_project


def known_revision(source: Path) -> tuple[Project, str] | None:
    """The project and the key of the revision in it that a path names; None where these are data still to be imported.

    Of a project, the newest data that hold something to learn from. Raises ProjectError where there are none.
    """
    home = next((place for place in _homes(source) if is_project(place)), None)
    if home is None:
        return None
    project = Project.open(home)
    return project, _key_of(project, source)


def _homes(source: Path) -> list[Path]:
    """Where the project may lie that the source names: it is the project, or a revision in its `datasets`."""
    return [source, *(source.parents[2:3] if (source / "revision.json").is_file() else ())]


def _key_of(project: Project, source: Path) -> str:
    if source != project.folder:
        return project.revision("/".join(source.parts[-2:])).key
    learnable = project.learnable_revisions()
    if not learnable:
        raise ProjectError(f"The project “{project.name}” holds no data to learn from.", "Import some first.")
    return learnable[-1].key
