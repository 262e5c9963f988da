"""What an exported file predicts, against what PyTorch predicts, measured on real samples."""

import copy
import hashlib
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.amount import MB, percent
from ptstudio.core.certificate import Agreement, Certificate
from ptstudio.core.errors import JobFailure
from ptstudio.exporters._exporter import Exportable, ExportSubject
from ptstudio.exporters._kept_outputs import KeptOutputs
from ptstudio.exporters._runtime import runtime

if TYPE_CHECKING:
    import numpy as np

    Arrays = Mapping[str, np.ndarray]

Progress = Callable[[str, int, int], None]

TIMED_RUNS = 15
TIMED_S = 2.0


class Unusable(Exception):
    """An exported file gave something that is no answer; the text says what."""


@dataclass(frozen=True)
class Criterion:
    """What a file must achieve to pass.

    `largest_difference` is of single outputs, `label_agreement` the least share (0 to 1) of same answers away from
    ties, `metric_drop` the most that the task's metric (higher is better) may fall. A sample is a tie where no
    more than `tie` decides between two answers of PyTorch's.
    """

    largest_difference: float = 1.0
    label_agreement: float = 1.0
    metric_drop: float = 1.0
    tie: float = 1e-3

    @property
    def words(self) -> str:
        """The criterion for a person to read."""
        parts, answers = [], f"(but where {self.tie:g} or less decides between two)"
        if self.largest_difference < 1:
            parts.append(f"no output differs by more than {self.largest_difference:g}")
        if self.label_agreement == 1:
            parts.append(f"every answer {answers} is the same")
        else:
            parts.append(f"at least {percent(self.label_agreement)} of the answers {answers} are the same")
        if self.metric_drop < 1:
            parts.append(f"the metric falls by at most {self.metric_drop:g}")
        return "; ".join(parts)

    def failures(self, agreement: Agreement) -> tuple[str, ...]:
        """Why the agreement is not good enough, in words with numbers; nothing where it is."""
        reasons = []
        if agreement.largest_difference > self.largest_difference:
            reasons.append(
                f"The largest difference is {agreement.largest_difference:.2g}; {self.largest_difference:g} is allowed."
            )
        if agreement.label_agreement < self.label_agreement:
            reasons.append(
                f"Only {percent(agreement.label_agreement)} of the answers are the same where they are clear; "
                f"{percent(self.label_agreement)} are required."
            )
        if -agreement.metric_difference > self.metric_drop:
            reasons.append(
                f"{agreement.named} falls from {agreement.reference:.3f} to {agreement.exported:.3f}; "
                f"a fall of {self.metric_drop:g} is allowed."
            )
        return tuple(reasons)


class TorchModel:
    """The module itself on the CPU in float32, its own copy, in evaluation mode."""

    def __init__(self, subject: Exportable) -> None:
        self._module = copy.deepcopy(subject.module).cpu().float().eval()
        self._inputs = tuple(subject.example)
        self._outputs = subject.outputs

    def run(self, inputs: "Arrays") -> "dict[str, np.ndarray]":
        """Outputs by name for inputs by name."""
        import numpy as np
        import torch

        with torch.inference_mode():
            said = self._module(*(torch.from_numpy(np.array(inputs[name])) for name in self._inputs))
        values = said if isinstance(said, tuple | list) else (said,)
        return {name: value.numpy() for name, value in zip(self._outputs, values, strict=True)}


class OnnxModel:
    """An ONNX file in ONNX Runtime on the CPU."""

    def __init__(self, file: Path, outputs: tuple[str, ...]) -> None:
        onnxruntime = runtime()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Samples differ in size, and a plan of memory kept for each size seen would never stop growing.
        options.enable_mem_pattern = False
        options.enable_cpu_mem_arena = False
        # Threads that spin while they wait take the processor from all others, and double the time it costs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._outputs = outputs

    def run(self, inputs: "Arrays") -> "dict[str, np.ndarray]":
        """Outputs by name for inputs by name. Raises Unusable where one is not a number."""
        import numpy as np

        values = self._session.run(list(self._outputs), dict(inputs))
        said = dict(zip(self._outputs, values, strict=True))
        for name, value in said.items():
            if not np.isfinite(value).all():
                raise Unusable(f"its output “{name}” overflows and is no longer a number")
        return said


def reference(subject: ExportSubject, progress: Progress) -> KeptOutputs:
    """What PyTorch says of every validation sample. Raises JobFailure where there is none."""
    model = TorchModel(subject.exportable)
    outputs = KeptOutputs(_outputs(model, subject, "Asking PyTorch", 0, progress))
    if not outputs:
        raise JobFailure(
            f"The {subject.split} split is empty, so the exported file cannot be checked against PyTorch.",
            "Import the data again with a share for validation.",
        )
    return outputs


def certify(
    subject: ExportSubject,
    file: Path,
    variant: str,
    made_with: str,
    wanted: "Sequence[Arrays]",
    criterion: Criterion,
    progress: Progress,
) -> Certificate:
    """Run a file over all validation samples and judge it against `wanted`, what PyTorch said of them.

    Raises Unusable where the file gives something that is no answer.
    """
    model = OnnxModel(file, subject.exportable.outputs)
    with closing(KeptOutputs(_outputs(model, subject, f"Checking {file.name}", len(wanted), progress))) as said:
        agreement = subject.compare(wanted, said, criterion.tie)
    reasons = criterion.failures(agreement)
    return Certificate(
        file=file.name,
        sha256=_sha256(file),
        size_mb=file.stat().st_size / MB,
        variant=variant,
        made_with=made_with,
        split=subject.split,
        agreement=agreement,
        tolerance=criterion.largest_difference,
        criterion=criterion.words,
        passed=not reasons,
        reasons=reasons,
        speed_ms=speed_ms(model.run, next(subject.validation())),
    )


def speed_ms(run: "Callable[[Arrays], object]", inputs: "Arrays") -> float:
    """How long a model takes for one sample: the median of some runs, in milliseconds.

    The first run is not counted, and slow models are run less often: no more are begun after `TIMED_S` seconds.
    """
    run(inputs)
    began = time.perf_counter()
    seconds: list[float] = []
    while not seconds or (len(seconds) < TIMED_RUNS and time.perf_counter() - began < TIMED_S):
        started = time.perf_counter()
        run(inputs)
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds)


def _outputs(
    model: TorchModel | OnnxModel, subject: ExportSubject, title: str, total: int, progress: Progress
) -> "Iterator[dict[str, np.ndarray]]":
    for done, inputs in enumerate(subject.validation()):
        progress(title, done, total)
        yield model.run(inputs)
    progress(title, total, total)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
