"""What dry imports of the same data have examined, noted in a folder, so that the next one opens no file again.

Of what a table holds nothing is noted: it is examined as fast as it would be remembered. It knows no task: a sample is
known again by where it lies and what it holds, whatever its class is called by now.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, TextIO

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.sample_classes import classes_of


class Memory:
    """A file for each job, so that one that is still ending never writes where another reads.

    Thumbnails are not kept: a dry import has no use for them. Without a folder nothing is remembered.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._known: dict[bytes, Admitted | Finding] = {}
        self._lock = Lock()
        self._file: TextIO | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._known = dict(_noted(sorted(folder.glob("*.jsonl"))))
            self._file = (folder / f"{name}.jsonl").open("a", encoding="utf-8")

    def __enter__(self) -> "Memory":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def recall(self, sample: Sample) -> Admitted | Finding | None:
        """What was found out about a sample before, under the class that it has now."""
        known = self._known.get(_key(sample)) if self._known else None
        return replace(known, labels=classes_of(sample.fields)) if isinstance(known, Admitted) else known

    def note(self, sample: Sample, answer: Admitted | Finding) -> None:
        """Remember what was found out about a sample; from any thread."""
        if self._file is None or not is_opened(sample):
            return
        if isinstance(answer, Admitted) and answer.labels != classes_of(sample.fields):
            return
        said: dict[str, Any] = (
            {"finding": answer.model_dump(mode="json")}
            if isinstance(answer, Finding)
            else {"admitted": asdict(replace(answer, thumbnail=None))}
        )
        line = json.dumps({"key": _key(sample).hex(), **said}) + "\n"
        with self._lock:
            self._file.write(line)


def is_opened(sample: Sample) -> bool:
    """Whether a file has to be opened to examine it."""
    return any(isinstance(value, Path) for value in sample.fields.values())


def _key(sample: Sample) -> bytes:
    content = [str(sample.path), sample.row]
    content += [f"{name}={value}" for name, value in sorted(sample.fields.items()) if name not in ("label", "labels")]
    return hashlib.blake2b(repr(content).encode(errors="surrogatepass"), digest_size=16).digest()


def _noted(files: Iterable[Path]) -> Iterable[tuple[bytes, Admitted | Finding]]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):  # the last line of a worker that was ended
                said = json.loads(line)
                key = bytes.fromhex(said["key"])
                if "finding" in said:
                    yield key, Finding.model_validate(said["finding"])
                else:
                    yield key, Admitted(**{**said["admitted"], "labels": tuple(said["admitted"]["labels"])})
