"""Several downloads at a time: a few threads, and the worker that watches over them."""

import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from ptstudio.core.errors import PTStudioError
from ptstudio.core.offline import is_offline
from ptstudio.library.downloading.hub import WEIGHTS
from ptstudio.library.downloading.pace import BeatenPace, Cancelled
from ptstudio.library.downloading.package import Package
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.refusals import switched_off
from ptstudio.library.downloading.tally import Tally
from ptstudio.library.downloading.token import hub_token
from ptstudio.library.downloading.transfer import Transfer

AT_A_TIME = 3
LOOK_S = 0.1
PARTING_S = 1.5
"""How long threads may take to notice that they are to stop; one that waits for a silent server is left behind."""


class Crew:
    """Fetches packages in threads; `outcomes` holds for each that ended (by what was asked for) its error, or None."""

    def __init__(self, packages: Sequence[Package], pace: BeatenPace, patience: Patience) -> None:
        self.tally = Tally(sum(package.size for package in packages))
        self.outcomes: dict[str, Exception | None] = {}
        self._packages = packages
        self._waiting: SimpleQueue[Package] = SimpleQueue()
        self._pace = pace
        self._patience = patience

    def work(self, watch: Callable[[], None]) -> dict[str, PTStudioError | None]:
        """Fetch everything; `watch` is called several times a second and may raise to stop it all.

        Gives, by what was asked for, the error or None; where the network is switched off meanwhile, what is whole by
        then stays so. Any other error of a thread is raised here.
        """
        for package in self._packages:
            self._waiting.put(package)
        number = min(AT_A_TIME, len(self._packages))
        threads = [threading.Thread(target=self._run, daemon=True, name=f"download-{n}") for n in range(number)]
        for thread in threads:
            thread.start()
        try:
            while alive := [thread for thread in threads if thread.is_alive()]:
                self._pace.beat()
                watch()
                if is_offline():
                    break
                alive[0].join(LOOK_S)
        finally:
            self._part(threads)
        cut_off = {package.asked: switched_off() for package in self._packages}
        return cut_off | {asked: _known(error) for asked, error in self.outcomes.items()}

    def _part(self, threads: Sequence[threading.Thread]) -> None:
        """Have all threads end, and wait a while for them, together."""
        self._pace.end()
        end = time.monotonic() + PARTING_S
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _run(self) -> None:
        import httpx2

        with httpx2.Client() as client:
            transfer = Transfer(client, self._pace, self.tally, self._patience)
            while True:
                try:
                    package = self._waiting.get_nowait()
                except Empty:
                    return
                try:
                    _fetch(package, transfer)
                except Cancelled:
                    return
                except Exception as error:
                    self.outcomes[package.asked] = error
                else:
                    self.outcomes[package.asked] = None


def _fetch(package: Package, transfer: Transfer) -> None:
    """The small files first: they say whether the weights are worth fetching."""
    token = hub_token() if package.needs_token else None
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    is_judged = False
    for file in package.files:
        if WEIGHTS.fullmatch(file.name) and not is_judged:
            package.judge(package.folder)
            is_judged = True
        transfer.fetch(file, package.folder, headers)


def _known(error: Exception | None) -> PTStudioError | None:
    if error is None or isinstance(error, PTStudioError):
        return error
    raise error
