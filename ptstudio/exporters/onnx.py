"""ONNX: one file that runs almost anywhere, in three precisions, each checked against PyTorch on real samples."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.amount import percent, size
from ptstudio.core.certificate import Certificate, ExportResult
from ptstudio.core.errors import JobFailure, PTStudioError
from ptstudio.exporters._card import certificate_table, how_to_use
from ptstudio.exporters._conversion import convert, first_line
from ptstudio.exporters._exporter import Exporter, ExportSubject
from ptstudio.exporters._half import write_half
from ptstudio.exporters._parity import Criterion, Progress, Unusable, certify, reference
from ptstudio.exporters._quantisation import prepare, write_calibrated, write_dynamic
from ptstudio.exporters._trial import try_out

if TYPE_CHECKING:
    from ptstudio.exporters._exporter import Arrays

# A half-precision number has three decimal digits, and networks add up many of them.
FLOAT16 = Criterion(largest_difference=1e-2, tie=1e-2)
# Probabilities move visibly at 8 bits; what counts is that the answers stay.
INT8 = Criterion(label_agreement=0.98, metric_drop=0.02)


class OnnxExporter(Exporter):
    """A float32 file, a float16 and an int8 variant, and all that is needed to use them."""

    key = "onnx"
    title = "ONNX"
    summary = "Runs on servers, desktops, phones and in browsers, without PyTorch. Takes raw inputs, gives answers."
    variants: tuple[str, ...] = ("float16", "int8")  # what is made beside the main file

    def export(self, subject: ExportSubject, folder: Path, progress: Callable[[str, int, int], None]) -> ExportResult:
        """Write the files into `folder`; see `Exporter.export`."""
        making = _Making(subject, folder, progress)
        making.float32()
        if "float16" in self.variants:
            making.float16()
        if "int8" in self.variants:
            making.int8()
        return making.finish()


class _Making:
    """One export under way: the certificates and notes so far, the main file's first."""

    def __init__(self, subject: ExportSubject, folder: Path, progress: Progress) -> None:
        self.subject = subject
        self.folder = folder
        self.main = folder / "model.onnx"
        self.made_with = ""
        self.wanted: Sequence[Arrays] = ()
        self.certificates: list[Certificate] = []
        self.notes: list[str] = []
        self._progress = progress
        self._is_stopped = False

    def progress(self, title: str, done: int, total: int) -> None:
        """Pass progress on, and remember a stop, so that it is never taken for a failure of a library."""
        self._is_stopped = True
        self._progress(title, done, total)
        self._is_stopped = False

    def float32(self) -> None:
        subject = self.subject
        self.wanted = reference(subject, self.progress)
        self.progress("Converting to ONNX", 0, 1)
        self.made_with = convert(subject.exportable, _metadata(subject), self.main)
        self.progress("Converting to ONNX", 1, 1)
        try:
            certificate = self._certify(
                self.main, "float32", self.made_with, Criterion(subject.tolerance, tie=subject.tolerance)
            )
        except Unusable as error:
            raise JobFailure(
                f"The converted network cannot be used: {error}.",
                "Train another pretrained model if you need an ONNX file. Inside PTStudio this one works as before.",
            ) from error
        self.certificates.append(certificate)

    def float16(self) -> None:
        file = self.folder / "model.fp16.onnx"
        with self._optional("The float16 file", file):
            self.progress("Making float16", 0, 1)
            write_half(self.main, file)
            try_out(file, {name: tensor.numpy() for name, tensor in self.subject.exportable.example.items()})
            made_with = f"onnxruntime.transformers.float16 from model.onnx ({self.made_with})"
            self.certificates.append(self._certify(file, "float16", made_with, FLOAT16))

    def int8(self) -> None:
        """Make int8 in two ways and keep the one that does better on the validation samples."""
        file = self.folder / "model.int8.onnx"
        with tempfile.TemporaryDirectory() as name, self._optional("The int8 file", file):
            self.progress("Making int8", 0, 1)
            prepared = Path(name, "prepared.onnx")
            prepare(self.main, prepared)
            kinds: dict[str, Callable[[Path], None]] = {
                "calibrated": lambda target: write_calibrated(
                    prepared, target, self.subject.calibration(), self.progress
                ),
                "dynamic": lambda target: write_dynamic(prepared, target),
            }
            found = {kind: self._int8_way(kind, write, Path(name, kind, file.name)) for kind, write in kinds.items()}
            made = {kind: certificate for kind, certificate in found.items() if certificate}
            if made:
                best = max(made, key=lambda kind: _quality(made[kind]))
                shutil.copyfile(Path(name, best, file.name), file)
                self.certificates.append(made[best])
                self.notes.append(_int8_note(best, made))

    def _int8_way(self, kind: str, write: Callable[[Path], None], file: Path) -> Certificate | None:
        file.parent.mkdir()
        with self._optional(f"An int8 file with {kind} quantisation", file):
            write(file)
            made_with = f"onnxruntime.quantization ({kind}) from model.onnx ({self.made_with})"
            criterion = replace(INT8, tie=self.subject.exportable.rough_tie)
            return self._certify(file, "int8", made_with, criterion)
        return None

    def _certify(self, file: Path, variant: str, made_with: str, criterion: Criterion) -> Certificate:
        return certify(self.subject, file, variant, made_with, self.wanted, criterion, self.progress)

    @contextmanager
    def _optional(self, what: str, file: Path) -> Iterator[None]:
        """Turn what a library raises in the block into a note; a stop and a full disk still end the export."""
        try:
            yield
        except (PTStudioError, OSError):
            raise
        except Exception as error:
            if self._is_stopped:
                raise
            file.unlink(missing_ok=True)
            self.notes.append(f"{what} could not be made for this network: {first_line(error)}.")

    def finish(self) -> ExportResult:
        """Write what stands beside the files."""
        subject, certificates = self.subject, tuple(self.certificates)
        card = subject.card.replace("{certificates}", certificate_table(certificates, self.notes))
        card = card.replace("{use}", how_to_use(subject.program, subject.exportable))
        verdict = {"certificates": [item.model_dump(mode="json") for item in certificates], "notes": self.notes}
        texts = {
            "labels.json": _json(list(subject.labels)),
            "MODEL_CARD.md": card,
            "predict.py": subject.program,
            "certificate.json": _json(verdict),
            **subject.licence_files(),
        }
        for name, text in texts.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8", newline="\n")
        for asset in subject.exportable.assets:
            shutil.copyfile(asset, self.folder / asset.name)
        models = [item.file for item in certificates]
        models[1:1] = sorted(path.name for path in self.folder.glob("model.onnx.data"))
        beside = (asset.name for asset in subject.exportable.assets)
        return ExportResult(
            folder=str(self.folder),
            files=(*models, *beside, *texts),
            certificates=certificates,
            notes=tuple(self.notes),
        )


def _metadata(subject: ExportSubject) -> dict[str, str]:
    """What is stored inside the file: the task's own, the classes' names as a JSON list, and what goes in."""
    return {
        **subject.metadata,
        **subject.exportable.facts,
        "labels": json.dumps(subject.labels, ensure_ascii=False),
        "input": subject.exportable.input_help,
        "fixed": subject.exportable.fixed,
    }


def _quality(certificate: Certificate) -> tuple[bool, float, float, float]:
    """On few samples a point more of accuracy is chance; staying closer to the network's own answers is not."""
    agreement = certificate.agreement
    return certificate.passed, agreement.label_agreement, agreement.exported, -agreement.mean_difference


def _int8_note(best: str, made: dict[str, Certificate]) -> str:
    scores = [
        f"{kind}: {percent(item.agreement.label_agreement)} same answers, {item.agreement.named} "
        f"{item.agreement.exported:.3f}, {size(item.size_mb)}"
        for kind, item in made.items()
    ]
    if len(made) == 1:
        return f"The int8 file was rounded in the one way that could be used ({scores[0]})."
    return f"The int8 file was rounded in the way that stays closer to the network, {best} ({'; '.join(scores)})."


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
