import shutil
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from ptstudio.core.certificate import Agreement, Certificate
from ptstudio.exporters._conversion import convert
from ptstudio.exporters._exporter import ExportSubject
from ptstudio.exporters._parity import (
    TIMED_RUNS,
    Criterion,
    OnnxModel,
    Unusable,
    certify,
    reference,
    speed_ms,
)
from tests.helpers import exports

AGREEMENT = Agreement(
    samples=200,
    largest_difference=0.004,
    mean_difference=0.001,
    label_agreement=0.9999,
    ties=0,
    metric="accuracy",
    reference=0.91,
    exported=0.88,
)


def silent(*_: object) -> None:
    pass


@pytest.fixture(scope="module")
def subject() -> ExportSubject:
    return exports.subject(exports.conv_net())


@pytest.fixture(scope="module")
def converted(subject: ExportSubject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "model.onnx"
    convert(subject.exportable, {}, path)
    return path


@pytest.fixture
def file(converted: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copy(converted, tmp_path))


def certificate(subject: ExportSubject, file: Path) -> Certificate:
    return certify(subject, file, "float32", "by hand", reference(subject, silent), Criterion(1e-3), silent)


def tamper(file: Path, factor: float) -> None:
    """Multiply the first weights that are no normalisation."""
    model = onnx.load(file)
    weight = next(value for value in model.graph.initializer if len(value.dims) == 4 and value.dims[0] > 1)
    weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight) * np.float32(factor), weight.name))
    onnx.save(model, file)


def test_the_file_as_exported_passes(subject: ExportSubject, file: Path) -> None:
    found = certificate(subject, file)
    assert found.passed
    assert found.agreement.samples == 24
    assert found.criterion.startswith("no output differs by more than 0.001; every answer ")
    assert found.criterion.endswith("(but where 0.001 or less decides between two) is the same")


def test_a_file_that_was_tampered_with_fails_and_says_why(subject: ExportSubject, file: Path) -> None:
    before = certificate(subject, file)
    tamper(file, 1.5)
    after = certificate(subject, file)
    assert not after.passed
    assert after.sha256 != before.sha256
    assert after.reasons[0].startswith("The largest difference is 0.")
    assert after.reasons[0].endswith("; 0.001 is allowed.")


def test_a_file_that_gives_no_numbers_is_unusable(subject: ExportSubject, file: Path) -> None:
    tamper(file, float("nan"))
    with pytest.raises(Unusable, match="“probabilities” overflows"):
        OnnxModel(file, subject.exportable.outputs).run(dict(next(subject.validation())))


@pytest.mark.parametrize(
    ("criterion", "reason"),
    [
        (Criterion(0.01, 0.99, 0.05), None),
        (Criterion(0.001, 0.99), "The largest difference is 0.004; 0.001 is allowed."),
        (Criterion(), "Only 99.9 % of the answers are the same where they are clear; 100 % are required."),
        (Criterion(1, 0.98, 0.02), "accuracy falls from 0.910 to 0.880; a fall of 0.02 is allowed."),
    ],
)
def test_reasons_are_words_with_numbers(criterion: Criterion, reason: str | None) -> None:
    assert criterion.failures(AGREEMENT) == ((reason,) if reason else ())


def test_progress_counts_every_sample(subject: ExportSubject, file: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    wanted = reference(subject, silent)
    certify(subject, file, "float32", "by hand", wanted, Criterion(), lambda *step: seen.append(step))
    assert seen == [("Checking model.onnx", done, 24) for done in range(25)]


def test_a_certificate_tells_the_speed(subject: ExportSubject, file: Path) -> None:
    speed = certificate(subject, file).speed_ms
    assert speed is not None
    assert 0 < speed < 1000


def test_the_speed_is_the_median_without_the_first_run() -> None:
    seconds = [0.3, *[0.001] * (TIMED_RUNS - 1), 0.1]

    def run(_: object) -> None:
        time.sleep(seconds.pop(0))

    assert 1 <= speed_ms(run, {}) < 50
    assert seconds == []
