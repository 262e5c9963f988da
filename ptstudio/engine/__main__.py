"""`python -m ptstudio.engine RUN`: do the job of a run folder, telling everything that happens."""

import importlib
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

from ptstudio.core import guard
from ptstudio.core.errors import AccessRefused, InputError, JobFailure, PTStudioError, explain_os_error
from ptstudio.core.events import Final, RunFailed, RunFinished, RunStarted, RunStopped
from ptstudio.core.quiet import keep_quiet
from ptstudio.core.run import Run, has_checkpoint
from ptstudio.core.shortage import Shortage, failure, shortage_of
from ptstudio.core.spare import HELPED, SPARE
from ptstudio.core.worker import has_worker, since_boot_s
from ptstudio.engine.channel import Channel, StopRequested, private_stdout
from ptstudio.engine.metering.company import wait_considerately
from ptstudio.engine.metering.monitor import watched
from ptstudio.engine.ranks.launcher import bind_to_parent, heed_launcher
from ptstudio.engine.ranks.place import Place, own_place
from ptstudio.engine.uncollected import uncollected

# The module of each kind of job, imported only when it is needed: not all of them need torch.
_MODULES = {
    "import": "importing",
    "add-model": "adding",
    "download": "downloading",
    "search": "searching",
    "pack": "packing",
    "unpack": "unpacking",
    "verify": "verifying",
    "move-library": "moving",
    "probe": "probing",
    "preview": "previewing",
    "train": "training_job",
    "rate-test": "rate_testing",
    "tune": "tuning",
    "cross-validate": "cross_validating",
    "pretrain": "pretraining_job",
    "rank": "ranking",
    "evaluate": "evaluating",
    "predict": "predicting",
    "answer-table": "answering",
    "export": "exporting",
}
_LOG = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_BUSY = RunFailed(message="Another worker is already busy with this run.", hint="Wait until it ends, or stop it first.")


def main() -> int:
    """Do the job and return the exit status: 0 where it finished or was stopped."""
    guard.install()
    keep_quiet()
    arguments = sys.argv[1:]
    if arguments == [SPARE]:
        arguments = importlib.import_module("ptstudio.engine.waiting").called()
        if not arguments:
            return 0
    if len(arguments) not in (1, 2):
        sys.stderr.write("Usage: python -m ptstudio.engine RUN [BYTES OF REQUESTS TO PASS OVER]\n")
        return 2
    folder, place = Path(arguments[0]).resolve(), own_place()
    if place.is_launched:
        heed_launcher(folder, place)
    if place.parent:
        bind_to_parent(place.parent)
    if place.is_helper:
        return _follow(folder, place)
    stream = private_stdout(folder)
    logging.basicConfig(level=logging.INFO, format=_LOG)
    if _is_busy(folder):
        # Said to who asked, and not written down: the run's events are another worker's.
        stream.write(_BUSY.to_line().encode() + b"\n")
        stream.flush()
        return 1
    channel = Channel(folder, stream, int(arguments[1]) if len(arguments) == 2 else None)
    final = _work(folder, channel)
    try:
        channel.emit(final)
        channel.close()
    except OSError:
        return 1  # it was still said to who listens; the disk that could not take it is what it tells of
    return 1 if isinstance(final, RunFailed) else 0


def _follow(folder: Path, place: Place) -> int:
    """Help another worker, which tells of everything that happens."""
    logging.basicConfig(level=logging.INFO, format=_LOG.replace("%(message)s", f"process {place.rank}: %(message)s"))
    try:
        wait_considerately()
        with uncollected():
            follower = importlib.import_module("ptstudio.engine.ranks.follower")
        follower.follow(folder, place)
    except PTStudioError as error:
        logging.getLogger("ptstudio").error("%s", error)
        return 1
    return 0


def _work(folder: Path, channel: Channel) -> Final:
    try:
        run = Run.open(folder)
        session = run.started.session + 1 if run.started else 1
        channel.emit(RunStarted(session=session, pid=os.getpid(), since_boot_s=since_boot_s(os.getpid())))
        with watched(run, channel):
            if run.job.type in HELPED:
                wait_considerately()
            with uncollected():
                module = importlib.import_module(f"ptstudio.engine.{_MODULES[run.job.type]}")
            result: dict[str, Any] = module.run(run.job, folder, channel)
        return RunFinished(result=result)
    except StopRequested:
        why = "Stopped, since the program that had started it was gone" if channel.is_abandoned else "Stopped"
        return RunStopped(
            message=f"{why}. What was done so far is saved.",
            can_resume=has_checkpoint(folder),
            was_abandoned=channel.is_abandoned,
        )
    except Exception as error:
        details = traceback.format_exc()
        logging.getLogger("ptstudio").error("%s", details)
        known = explain(error)
        return RunFailed(
            message=known.message,
            hint=known.hint,
            can_resume=has_checkpoint(folder),
            is_input_error=isinstance(known, InputError),
            wants_token=isinstance(known, AccessRefused),
            details=details,
        )


def explain(error: Exception) -> PTStudioError:
    """Put any exception into words for the user."""
    if isinstance(error, PTStudioError):
        return error
    shortage = shortage_of(error)
    if shortage is not None and not (shortage == Shortage.DISK and isinstance(error, OSError)):
        return failure(shortage)
    if isinstance(error, OSError) and error.errno is not None:
        return explain_os_error(error, "working")
    return JobFailure(
        f"Something went wrong inside PTStudio ({type(error).__name__}).",
        "Nothing that was saved is lost. The run's log.txt says more; please report it to the developers.",
    )


def _is_busy(folder: Path) -> bool:
    """Whether another worker is at it already."""
    try:
        run = Run.open(folder)
    except PTStudioError:
        return False
    return has_worker(run)


def _leave(status: int) -> NoReturn:
    """End at once: all is on disk, and to take torch apart, object by object, would cost another second."""
    logging.shutdown()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    _leave(main())
