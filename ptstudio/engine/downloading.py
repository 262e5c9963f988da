"""The download job: weights from where they are published, verified and recognised, into the library."""

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from filelock import Timeout

from ptstudio.core.acceptance import settle
from ptstudio.core.errors import InputError, JobFailure, PTStudioError
from ptstudio.core.events import StageChanged, StepEnded
from ptstudio.core.folders import library_folder
from ptstudio.core.jobs import DownloadJob
from ptstudio.core.licence import OWN, licence_of
from ptstudio.engine.channel import Channel
from ptstudio.engine.wanted import Seeker
from ptstudio.library.downloading.crew import Crew
from ptstudio.library.downloading.hub import Hub
from ptstudio.library.downloading.pace import BeatenPace, OwnPace
from ptstudio.library.downloading.package import Package, forget_leftovers, staging_folder
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.room import check_room
from ptstudio.library.entry import Entry
from ptstudio.library.leftovers import lock_of
from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights

PATIENCE = Patience()


def run(job: DownloadJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the library's entries under `models`, and under `failures` what could not be got.

    Raises the error where only one was asked for. What was stopped or broke off goes on where it was, the next time.
    """
    with ExitStack() as locks:
        download = _Download(channel, locks, accepts_licences=job.accepts_licences)
        asked = tuple(dict.fromkeys(job.models))
        packages = download.look_up(asked)
        download.fetch(packages)
        download.add(packages)
    return download.result(asked)


class _Download:
    """What has become of each model that was asked for."""

    def __init__(self, channel: Channel, locks: ExitStack, *, accepts_licences: bool) -> None:
        self._channel = channel
        self._locks = locks
        self._accepts_licences = accepts_licences
        self._library = Library.standard()
        self._got: dict[str, tuple[Entry, bool]] = {}
        self._failed: dict[str, PTStudioError] = {}

    def look_up(self, asked: tuple[str, ...]) -> list[Package]:
        """Find out what has to be fetched for each. Raises ModelError where the library is not there now."""
        self._stage("look-up", "Looking up where the weights are")
        forget_leftovers()
        self._library.own.mkdir(parents=True, exist_ok=True)
        seeker = Seeker(self._library, Hub(OwnPace(self._channel.breathe), PATIENCE))
        packages = []
        for one in asked:
            self._channel.breathe()
            try:
                found = seeker.seek(one)
                if isinstance(found, Entry):
                    self._got[one] = found, False
                else:
                    self._check_licence(found)
                    self._lock(found)
                    packages.append(found)
            except PTStudioError as error:
                self._failed[one] = error
        return packages

    def fetch(self, packages: list[Package]) -> None:
        """Bring the files here that are not here yet."""
        missing = [package for package in packages if package.files]
        if not missing:
            return
        self._stage("download", f"Getting the weights of {', '.join(package.asked for package in missing)}")
        size, there = sum(one.size for one in missing), sum(one.size_so_far for one in missing)
        check_room({staging_folder("."): max(0, size - there), library_folder(): size})
        crew = Crew(missing, BeatenPace(), PATIENCE)
        outcomes = crew.work(lambda: self._watch(crew))
        self._watch(crew)
        self._failed |= {asked: error for asked, error in outcomes.items() if error is not None}

    def add(self, packages: list[Package]) -> None:
        """Take what is complete into the library; what is no use is deleted."""
        for package in packages:
            if package.asked in self._failed:
                continue
            self._stage("add", f"Adding {package.asked} to the library")
            try:
                entry = add_weights(
                    package.weights,
                    self._library,
                    package.key,
                    self._channel.breathe,
                    package.facts,
                    self._channel.warn,
                )
            except PTStudioError as error:
                self._failed[package.asked] = error
                is_useless = _is_input(error)
            else:
                self._got[package.asked] = entry, True
                is_useless = True
            if is_useless and package.files:
                shutil.rmtree(package.folder, ignore_errors=True)

    def result(self, asked: tuple[str, ...]) -> dict[str, Any]:
        """What there is to tell at the end. Raises the error where that is all, and of one model only."""
        if len(asked) == 1 and self._failed:
            raise self._failed[asked[0]]
        got = [(one, *self._got[one]) for one in asked if one in self._got]
        failed = [(one, self._failed[one]) for one in asked if one in self._failed]
        return {
            "models": [
                {"asked": one, "model": entry.model.model_dump(mode="json"), "folder": str(entry.folder), "is_new": new}
                for one, entry, new in got
            ],
            "failures": [
                {"asked": one, "message": error.message, "hint": error.hint, "is_input_error": _is_input(error)}
                for one, error in failed
            ],
        }

    def _watch(self, crew: Crew) -> None:
        self._channel.breathe()
        tally = crew.tally
        self._channel.step(
            StepEnded(
                stage="download",
                done=min(tally.there, tally.expected),
                total=tally.expected,
                remaining_s=tally.remaining_s(),
                bytes_per_s=tally.bytes_per_s() or 0.0,
            )
        )

    def _stage(self, stage: str, title: str) -> None:
        self._channel.emit(StageChanged(stage=stage, title=title))

    def _check_licence(self, package: Package) -> None:
        """Before anything is fetched: raise ModelError where a licence that asks for much has not been accepted."""
        if not package.files:
            return
        licence = licence_of(str(package.facts.get("licence", OWN)))
        settle(package.asked, licence, f"ptstudio models get {package.asked}", accepts=self._accepts_licences)

    def _lock(self, package: Package) -> None:
        """Two workers that write the same file would spoil it."""
        if not package.files:
            return
        package.folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._locks.enter_context(lock_of(package.folder))
        except Timeout as error:
            raise JobFailure(
                f"“{package.asked}” is being fetched already, by another window or command.",
                "Wait until that has ended, or stop it there.",
            ) from error


def _is_input(error: PTStudioError) -> bool:
    """Whether the same would fail again."""
    return isinstance(error, InputError)
