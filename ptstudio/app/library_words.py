"""What is said of the library's disk use, its checks and its moves; knows no widget but cells."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ptstudio.app import formats
from ptstudio.app.formats import byte_size
from ptstudio.app.pack_words import models
from ptstudio.app.translation import tr
from ptstudio.app.widgets.row_table import Cell, Row
from ptstudio.core.folder_size import size_of
from ptstudio.core.project import Project
from ptstudio.library.entry import Entry
from ptstudio.library.leftovers import Kind, Leftover
from ptstudio.library.library import Library, Usage

COPIES = 2
"""A move reads everything twice: to copy it, and to compare."""


def why_it_stays(entry: Entry) -> str:
    """Why an entry cannot be removed; nothing where it can."""
    if entry.is_built_in:
        return tr("It comes with PTStudio and stays.")
    if entry.is_shared:
        return tr("It is shared by all users of this machine and stays.")
    return ""


# ---------------------------------------------------------------------- disk


def usage_rows(usage: Usage, project: Project | None) -> list[Row]:
    """What takes how much disk and is kept, the largest first: models, and what the open project can make again."""
    found = [(entry.model.title, tr(entry.whose), bytes_, str(entry.folder)) for entry, bytes_ in usage.entries]
    if project is not None:
        cache = project.cache_folder()
        thumbnails = [project.folder / "datasets" / name / "thumbnails" for name in project.datasets()]
        small, of = sum(map(size_of, thumbnails)), tr("project “{name}”", name=project.name)
        found.append((tr("Small pictures, to look at"), of, small, str(project.folder / "datasets")))
        found.append((tr("What was computed and can be used again"), of, size_of(cache), str(cache)))
    found = sorted((each for each in found if each[2]), key=lambda each: -each[2])
    return [
        Row(f"{place}", (Cell(what), Cell(of), Cell(byte_size(bytes_), bytes_), Cell(folder)))
        for place, (what, of, bytes_, folder) in enumerate(found)
    ]


def usage_headers() -> tuple[str, ...]:
    """The columns of `usage_rows`."""
    return tr("What"), tr("Whose"), tr("On disk"), tr("Folder")


def own_total(usage: Usage, left: list[Leftover]) -> str:
    """What the user's own library takes, and what of it and of downloads could go."""
    could_go = sum(each.size for each in left)
    if not left:
        return tr("Your own models take {size}. Nothing is left over.", size=byte_size(usage.own - usage.trash))
    return tr("Your own models take {size}; {left} are left over from earlier work.",
              size=byte_size(usage.own - usage.trash), left=byte_size(could_go))  # fmt: skip


def leftover(each: Leftover) -> str:
    """What it is that is left over, and what it takes."""
    return tr(_LEFTOVERS[each.kind], size=byte_size(each.size))


_LEFTOVERS: Mapping[Kind, str] = MappingProxyType({
    Kind.REMOVED: "Models that you removed: {size}. They cannot be brought back then.",
    Kind.DOWNLOADS: "Downloads that were not finished: {size}. They begin anew if you ask for them again.",
    Kind.HALF_DONE: "What work that was cut off has left: {size}.",
})  # fmt: skip


# ---------------------------------------------------------------------- checks


def checked(verdicts: list[dict[str, Any]]) -> tuple[bool, str, str]:
    """Whether all of these verdicts are good, a message, and what to do about those that are not."""
    damaged = [each for each in verdicts if not each["is_intact"]]
    if not damaged:
        if len(verdicts) == 1:
            return (
                True,
                tr("“{title}” is intact: not a byte has changed.", title=verdicts[0]["title"]),
                "",
            )
        return (
            True,
            tr("All {models} are intact: not a byte has changed.", models=models(len(verdicts))),
            "",
        )
    if len(damaged) == 1:
        return False, tr(damaged[0]["message"]), tr(damaged[0]["hint"])
    names = ", ".join(f"“{each['title']}”" for each in damaged)
    return False, tr("{models} are damaged: {names}.", models=models(len(damaged)), names=names), ""


def verdict(each: Mapping[str, Any]) -> str:
    """A verdict in a few words."""
    return tr("intact: not a byte has changed") if each["is_intact"] else tr("damaged: get or add it again")


def verdict_headers() -> tuple[str, ...]:
    """The columns of `verdict_rows`."""
    return tr("Model"), tr("Verdict"), tr("What to do")


def verdict_rows(verdicts: list[dict[str, Any]]) -> list[Row]:
    """A row for each verdict, the damaged first."""
    ordered = sorted(verdicts, key=lambda each: bool(each["is_intact"]))
    return [Row(each["key"], (_name(each), *_said(each))) for each in ordered]


def _name(verdict: dict[str, Any]) -> Cell:
    look = ("done", "good") if verdict["is_intact"] else ("failed", "bad")
    return Cell(verdict["title"], icon_name=look[0], colour=look[1])


def _said(verdict: dict[str, Any]) -> tuple[Cell, Cell]:
    if verdict["is_intact"]:
        return Cell(tr("intact")), Cell(tr("nothing"))
    return Cell(tr("damaged"), tip=tr(verdict["message"])), Cell(tr(verdict["hint"]))


# ---------------------------------------------------------------------- moving


def move_question(library: Library, number_of_bytes: int, bytes_per_s: float, free: int) -> str:
    """What moving the library means: how much, how long, and that it is safe."""
    return tr(
        "{size} are copied, compared, and only then removed from {old}. At the speed that this disk has just shown "
        "that takes about {time}. {free} are free there.",
        size=byte_size(number_of_bytes),
        old=str(library.own),
        time=formats.duration(COPIES * number_of_bytes / bytes_per_s),
        free=byte_size(free),
    )
