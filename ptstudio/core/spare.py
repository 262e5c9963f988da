"""A worker that was started before there is anything to do: it has loaded what most jobs need, and waits for one.

Loading takes longer than many a job. Knows neither Qt nor torch.
"""

import json
import subprocess
from pathlib import Path

from ptstudio.core.errors import PTStudioError
from ptstudio.core.worker import Worker, arguments_for, environment, launched, opened_log

SPARE = "--spare"
"""The worker's argument in place of a run folder, which it is told later, in a line of JSON on its standard input."""
HELPED = frozenset(
    {"train", "probe", "preview", "rate-test", "tune", "cross-validate", "pretrain", "rank", "evaluate", "predict",
     "answer-table", "export"}
)  # fmt: skip
"""The kinds of jobs that load it all; others start faster than they could be handed over."""


class Spare:
    """One worker that waits; it ends by itself when this process does."""

    def __init__(self) -> None:
        self._variables = environment()
        self._process = launched([SPARE], subprocess.PIPE, subprocess.DEVNULL, self._variables)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def is_fit(self) -> bool:
        """Whether it lives, and was started as a worker would be started now."""
        return self._process.poll() is None and self._variables == environment()

    def become(self, folder: Path) -> Worker | None:
        """Have it do the job of a run, once; None where it cannot, and then it is gone."""
        asked = self._process.stdin
        if asked is None or not self.is_fit:
            self.end()
            return None
        try:
            opened_log(folder).close()  # which a worker that is started fresh would say
            with asked:
                asked.write(json.dumps(arguments_for(folder)).encode() + b"\n")
        except (OSError, PTStudioError):
            self.end()
            return None
        return Worker(folder, self._process)

    def end(self) -> None:
        """Have it gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
