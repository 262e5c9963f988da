"""`python -m ptstudio.engine RUN`: do the job of a run folder, telling everything that happens."""

import importlib
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from ptstudio.core.errors import InputError, JobFailure, OutOfMemory, PTStudioError, explain_os_error
from ptstudio.core.events import Final, RunFailed, RunFinished, RunStarted, RunStopped
from ptstudio.core.run import Run, load_job
from ptstudio.core.worker import is_alive
from ptstudio.engine.channel import Channel, StopRequested, private_stdout

# The module of each kind of job, imported only when it is needed: not all of them need torch.
_MODULES = {
    "import": "importing",
    "add-model": "adding",
    "probe": "probing",
    "train": "training_job",
    "evaluate": "evaluating",
    "predict": "predicting",
    "export": "exporting",
}


def main() -> int:
    """Do the job and return the exit status: 0 where it finished or was stopped."""
    if len(sys.argv) != 2:
        sys.stderr.write("Usage: python -m ptstudio.engine RUN\n")
        return 2
    folder = Path(sys.argv[1]).resolve()
    stream = private_stdout(folder)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    channel = Channel(folder, stream)
    final = _work(folder, channel)
    try:
        channel.emit(final)
        channel.close()
    except OSError:
        return 1  # the supervisor sees a worker that ended without a last word, and says it
    return 1 if isinstance(final, RunFailed) else 0


def _work(folder: Path, channel: Channel) -> Final:
    try:
        job = load_job(folder)
        channel.emit(RunStarted(session=_session(folder), pid=os.getpid()))
        module = importlib.import_module(f"ptstudio.engine.{_MODULES[job.type]}")
        result: dict[str, Any] = module.run(job, folder, channel)
        return RunFinished(result=result)
    except StopRequested:
        return RunStopped(message="Stopped. What was done so far is saved.", can_resume=_has_checkpoint(folder))
    except Exception as error:
        details = traceback.format_exc()
        logging.getLogger("ptstudio").error("%s", details)
        known = explain(error)
        return RunFailed(
            message=known.message,
            hint=known.hint,
            can_resume=_has_checkpoint(folder),
            is_input_error=isinstance(known, InputError),
            details=details,
        )


def explain(error: Exception) -> PTStudioError:
    """Put any exception into words for the user."""
    if isinstance(error, PTStudioError):
        return error
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError" or "out of memory" in str(error):
        return OutOfMemory(
            "The memory ran out.", "Choose a smaller batch size, a smaller picture size or a smaller model."
        )
    if isinstance(error, OSError) and error.errno is not None:
        return explain_os_error(error, "working")
    return JobFailure(
        f"Something went wrong inside PTStudio ({type(error).__name__}).",
        "Nothing that was saved is lost. The run's log.txt says more; please report it to the developers.",
    )


def _session(folder: Path) -> int:
    """The number of this worker among those of the run. Raises JobFailure while another one is at it."""
    run = Run.open(folder)
    if run.started is None:
        return 1
    if run.final is None and is_alive(run.started):
        raise JobFailure("Another worker is already busy with this run.", "Wait until it ends, or stop it first.")
    return run.started.session + 1


def _has_checkpoint(folder: Path) -> bool:
    checkpoints = folder / "checkpoints"
    return checkpoints.is_dir() and any(checkpoints.iterdir())


if __name__ == "__main__":
    sys.exit(main())
