"""Making a model pack out of entries of the library, and a sample project if wanted; knows no network."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio import __version__
from ptstudio.core import atomic
from ptstudio.core.errors import ModelError, ProjectError, explain_os_error
from ptstudio.core.licence import licence_of
from ptstudio.core.project import Project, now
from ptstudio.core.room import check_room
from ptstudio.library.entry import WEIGHTS, Entry
from ptstudio.library.manifest import MANIFEST, MODELS, PROJECT, PackedFile, PackManifest, packed_licence
from ptstudio.library.pack import CHUNK, Progress
from ptstudio.library.visible_files import visible_files

LEFT_OUT = ("cache", "trash")  # of a project: what can be made again, and what was thrown away
_A_FILE = 0o100644
_LARGEST_SHA256 = "f" * 64  # stands in for one that is not known yet


@dataclass(frozen=True)
class _Part:
    place: str
    source: Path | bytes

    @property
    def size(self) -> int:
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def pieces(self) -> Iterator[bytes]:
        if isinstance(self.source, bytes):
            yield self.source
            return
        with self.source.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece


def write_pack(
    entries: Sequence[Entry],
    out: Path,
    *,
    project: Project | None = None,
    progress: Progress = lambda _done, _total: None,
) -> PackManifest:
    """Write the entries, their licences and model cards, and a project into the new file `out`; gives its manifest.

    Everything is read once; weights that are not those of their facts are refused, and then no pack is left. Raises
    ModelError, ProjectError (also where `out` is there already), DiskFull, and the errors of `explain_os_error`.
    """
    if out.exists():
        raise ProjectError(f"“{out}” is there already.", "Choose another name: a pack never writes over anything.")
    try:
        parts = [*_of_models(entries), *_of_licences(entries), *(_of_project(project) if project else ())]
        manifest = PackManifest(
            made_by=__version__,
            made_at=now(),
            models=tuple(entry.model for entry in entries),
            licences=tuple(packed_licence(name) for name in _licences(entries)),
            project=project.name if project else "",
            files=tuple(PackedFile(path=part.place, size=part.size, sha256=_LARGEST_SHA256) for part in parts),
        )
        _check_manifest(manifest, entries)
        check_room(manifest.size, out, "The pack", "Free some space, choose another drive, or pack fewer models.")
        with atomic.new_file(out) as temporary:
            written = _write(temporary, parts, manifest, progress)
    except OSError as error:
        raise explain_os_error(error, "writing the pack") from error
    return written


def _of_models(entries: Sequence[Entry]) -> Iterator[_Part]:
    """The weights and whatever lies beside them; the facts are in the manifest."""
    for entry in entries:
        for place, file in entry.files().items():
            yield _Part(f"{MODELS}/{entry.model.key}/{place}", file)


def _of_licences(entries: Sequence[Entry]) -> Iterator[_Part]:
    for name in _licences(entries):
        if packed := packed_licence(name).file:
            yield _Part(packed, licence_of(name).text.encode())


def _licences(entries: Sequence[Entry]) -> list[str]:
    return sorted({licence_of(entry.model.licence).spdx for entry in entries})


def _of_project(project: Project) -> Iterator[_Part]:
    """All of it but what can be made again. Raises ProjectError where its data are not in it."""
    yield from (_Part(f"{PROJECT}/{file.relative_to(project.folder).as_posix()}", file) for file in packable(project))


def packable(project: Project) -> list[Path]:
    """The files of a project that a pack holds. Raises ProjectError where its data are not in it."""
    for revision in project.all_revisions():
        if Path(revision.root).is_absolute():
            raise ProjectError(
                f"The pictures of “{revision.key}” are not in the project but in “{revision.root}”.",
                "Import them as a ZIP file into a new project: what comes out of a ZIP is kept in the project.",
            )
    return [file for file in visible_files(project.folder) if file.relative_to(project.folder).parts[0] not in LEFT_OUT]


def _check_manifest(manifest: PackManifest, entries: Sequence[Entry]) -> None:
    """Find out before the work whether the pack could be opened again; the weights are compared while they are read."""
    weights = {f"{MODELS}/{entry.model.key}/{WEIGHTS}": entry.model.sha256 for entry in entries}
    files = [file.model_copy(update={"sha256": weights.get(file.path, file.sha256)}) for file in manifest.files]
    if fault := manifest.model_copy(update={"files": tuple(files)}).fault():
        raise ModelError(f"These cannot be packed. {fault}", "Rename or remove it, or pack without it.")


def _write(file: Path, parts: Sequence[_Part], manifest: PackManifest, progress: Progress) -> PackManifest:
    sums: list[PackedFile] = []
    done = 0
    with zipfile.ZipFile(file, "w") as archive:
        for part in parts:
            sha256, size = hashlib.sha256(), 0
            with archive.open(_member(part.place, part.size), "w") as packed:
                for piece in part.pieces():
                    sha256.update(piece)
                    size += packed.write(piece)
                    done += len(piece)
                    progress(done, manifest.size)
            sums.append(PackedFile(path=part.place, size=size, sha256=sha256.hexdigest()))
        complete = manifest.model_copy(update={"files": tuple(sums)})
        if fault := complete.fault():
            raise ModelError(f"These cannot be packed. {fault}", "“ptstudio models verify” says which are damaged.")
        text = complete.to_text().encode()
        with archive.open(_member(MANIFEST, len(text)), "w") as packed:
            packed.write(text)
    return complete


def _member(place: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(place)
    info.external_attr = _A_FILE << 16
    info.file_size = size  # so that a large one is given room for its size
    return info
