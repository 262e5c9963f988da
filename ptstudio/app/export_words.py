"""What exported files and their certificates mean, for people who have never heard of either; knows no widget."""

from collections.abc import Collection
from pathlib import Path

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.certificate import Agreement, Certificate, ExportResult
from ptstudio.core.metric import MetricFacts, exact_share


def variant_title(variant: str) -> str:
    """What a precision is called."""
    titles = {"float32": tr("Full precision"), "float16": tr("Half precision"), "int8": tr("Whole numbers")}
    return titles.get(variant, variant)


def variant_help(variant: str) -> str:
    """What a precision is good for."""
    return {
        "float32": tr("The exact copy. Take this one if nothing speaks against it."),
        "float16": tr("Half the size. Good for graphics cards and phones; whether it is faster here, its time shows."),
        "int8": tr("About a quarter of the size, with rounded numbers. For small devices."),
    }.get(variant, "")


def verdict(certificate: Certificate) -> tuple[str, str]:
    """Whether a file passed, in a word or two, and what that means."""
    if certificate.passed:
        return tr("Passed"), tr("It answers like the model in PTStudio. You can rely on it in its place.")
    return tr("Not passed"), tr(
        "It does not answer like the model in PTStudio. Do not use it in its place unless the difference is "
        "acceptable to you; take a file that passed."
    )


def summary(result: ExportResult) -> tuple[str, str, str]:
    """The whole export: a kind of notice, a heading and a sentence."""
    failed = [certificate.file for certificate in result.certificates if not certificate.passed]
    if not failed:
        return (
            "good",
            tr("The exported model predicts what PTStudio predicts"),
            tr("Every file was run on real samples and gave the same answers, within what its certificate allows."),
        )
    if not result.passed:
        return (
            "error",
            tr("The main file did not pass its certificate"),
            tr(
                "{file} answers differently from the model in PTStudio. Its certificate below says by how much.",
                file=failed[0],
            ),
        )
    return (
        "warning",
        tr("The main file passed; not every smaller one did"),
        tr("Use {good}. Did not pass: {list}.", good=result.certificates[0].file, list=", ".join(failed)),
    )


def numbers(certificate: Certificate, metrics: tuple[MetricFacts, ...]) -> list[tuple[str, str]]:
    """The measured figures of a certificate, as names and values."""
    agreement = certificate.agreement
    judged = agreement.compared - agreement.ties
    same = tr("{share} of {number}", share=exact_share(agreement.label_agreement), number=formats.count(judged))
    return [
        (tr("Same answers"), same),
        (tr("Too close to call"), tr("{ties} of {number}", ties=agreement.ties, number=agreement.compared)),
        (tr("Largest difference"), difference(agreement.largest_difference)),
        metric_row(agreement, metrics),
    ]


def reasons(certificate: Certificate) -> list[str]:
    """Why a file did not pass, as sentences."""
    return [said[:1].upper() + said[1:] for said in map(tr, certificate.reasons)]


def difference(value: float) -> str:
    """How far two outputs lie apart; nobody wants to read of millionths."""
    return tr("less than {number}", number="0.0001") if value < 1e-4 else f"{value:.2g}"


def metric_row(agreement: Agreement, metrics: tuple[MetricFacts, ...]) -> tuple[str, str]:
    """The task's metric, in PTStudio and in the file."""
    facts = next((facts for facts in metrics if facts.key == agreement.metric), None)
    title = tr("{metric} before → after", metric=tr(facts.title) if facts else agreement.metric)
    if facts is None:
        return title, f"{agreement.reference:.3g} → {agreement.exported:.3g}"
    return title, f"{facts.written(agreement.reference)} → {facts.written(agreement.exported)}"


def speed(certificate: Certificate) -> str:
    """How long one sample takes, where that was measured."""
    return formats.blink(certificate.speed_ms / 1000) if certificate.speed_ms is not None else "–"


def reads(files: Collection[str]) -> bool:
    """Whether the exported model reads texts, told by the files beside it."""
    return "tokenizer.json" in files


def file_help(name: str, *, reads_texts: bool = False) -> str:
    """What a file of an export is for."""
    if name.endswith(".onnx.data"):
        return tr("The weights of model.onnx, which are too large for one file. Keep it beside model.onnx.")
    if name.startswith("LICENSES/"):
        if name == "LICENSES/README.md":
            return tr("What you may do with it and must pass on, in plain words.")
        return tr("A licence in full. Pass it on together with the model.")
    return {
        "model.onnx": (
            tr("The model: the tokens of texts go in, answers come out.")
            if reads_texts
            else tr("The model with everything around it: a picture of any size goes in, answers come out.")
        ),
        "tokenizer.json": tr("How the model reads: it cuts texts into tokens. The tokenizers library opens it."),
        "model.fp16.onnx": tr("The same in half precision: half the size."),
        "model.int8.onnx": tr("The same in whole numbers: the smallest."),
        "labels.json": tr("The names of the classes, in the order of the model’s outputs."),
        "MODEL_CARD.md": tr("What it learned from, how well it does, and its limits: read it, and pass it on."),
        "predict.py": tr("A small program that uses the model. It needs Python, but not PTStudio."),
        "certificate.json": tr("The certificates above with every number, for other programs to check."),
    }.get(name, "")


def predict_command(folder: Path, *, reads_texts: bool = False, answers_questions: bool = False) -> str:
    """How the exported model is asked in a terminal."""
    program = str(folder / "predict.py")
    asked = f'"{tr("A text")}"' if reads_texts else "picture.jpg"
    if answers_questions:
        asked += f' --question "{tr("A question")}"'
    return f'python "{program}" {asked}' if " " in program else f"python {program} {asked}"


def packages(*, reads_texts: bool = False) -> str:
    """What the program beside the model needs."""
    if reads_texts:
        return tr("It needs Python and three packages: onnxruntime, numpy and tokenizers.")
    return tr("It needs Python and three packages: onnxruntime, numpy and pillow.")
