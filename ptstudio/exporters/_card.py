"""What an exporter adds to a model card (Markdown): how to use its files, and certificates as a table."""

from collections.abc import Sequence

from ptstudio.core.amount import percent, size
from ptstudio.core.certificate import Certificate
from ptstudio.exporters._exporter import Exportable

HEADER = """\
| File | Precision | Size | Speed | Verdict | Same answers | Ties | Largest | Mean difference | Metric, PyTorch → file |
| --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |
"""


def how_to_use(program: str, network: Exportable) -> str:
    """How the program beside the files is called, as it says itself, and what goes into a file and comes out of it."""
    command = next((line.strip() for line in program.splitlines() if line.startswith("    python ")), "")
    lines = [
        *(["```sh", command, "```", ""] if command else []),
        "`predict.py` says at its top what it needs; `python predict.py --help` lists its options. Programs of "
        "your own ask `model.onnx` by ONNX Runtime:",
        "",
        f"- In: {network.input_help}.",
        f"- Out: {', '.join(f'`{name}`' for name in network.outputs)}.",
        "- `labels.json` names the classes in their order.",
    ]
    return "\n".join(lines)


def certificate_table(certificates: Sequence[Certificate], notes: Sequence[str]) -> str:
    """One row a file, then what each had to achieve, why any failed, and what else is to be known."""
    first = certificates[0]
    lines = [
        f"Each file was run over all {first.agreement.samples} samples of the {first.split} split and compared with "
        "what PyTorch says of the same samples. A tie is a sample where very little decides between two answers; it "
        "is left out of “same answers”. Speed is how long one sample took, alone, on the processor of the machine that "
        "made the files.",
        "",
        HEADER + "\n".join(_row(certificate) for certificate in certificates),
        "",
        *(f"- `{item.file}` passes if {item.criterion}. Made with {item.made_with}." for item in certificates),
        *(f"- **`{item.file}` did not pass.** {' '.join(item.reasons)}" for item in certificates if not item.passed),
        *(f"- {note}" for note in notes),
        "",
        "The sha256 of each file is in `certificate.json`.",
    ]
    return "\n".join(lines)


def _row(certificate: Certificate) -> str:
    agreement = certificate.agreement
    cells = (
        f"`{certificate.file}`",
        certificate.variant,
        f"{size(certificate.size_mb)}",
        "–" if certificate.speed_ms is None else f"{certificate.speed_ms:.1f} ms",
        "passed" if certificate.passed else "**not passed**",
        percent(agreement.label_agreement),
        str(agreement.ties),
        f"{agreement.largest_difference:.2g}",
        f"{agreement.mean_difference:.2g}",
        f"{agreement.named} {agreement.reference:.3f} → {agreement.exported:.3f}",
    )
    return "| " + " | ".join(cells) + " |"
