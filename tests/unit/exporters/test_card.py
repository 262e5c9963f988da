from ptstudio.core.certificate import Agreement, Certificate
from ptstudio.exporters._card import certificate_table


def certificate(file: str, *reasons: str, speed_ms: float | None = None) -> Certificate:
    return Certificate(
        file=file,
        sha256="0" * 64,
        size_mb=8.04,
        variant="int8",
        made_with="a tool 1.0",
        split="validation",
        agreement=Agreement(
            samples=75,
            largest_difference=0.0123,
            mean_difference=0.0004,
            label_agreement=0.973,
            ties=2,
            metric="accuracy",
            reference=0.9,
            exported=0.88,
        ),
        tolerance=1,
        criterion="every answer is the same",
        passed=not reasons,
        reasons=reasons,
        speed_ms=speed_ms,
    )


def test_a_row_says_what_was_measured() -> None:
    text = certificate_table([certificate("model.onnx", speed_ms=12.34)], [])
    assert "all 75 samples of the validation split" in text
    assert (
        "| `model.onnx` | int8 | 8.0 MB | 12.3 ms | passed | 97.3 % | 2 | 0.012 | 0.0004 | accuracy 0.900 → 0.880 |"
        in text
    )
    assert "passes if every answer is the same. Made with a tool 1.0." in text


def test_a_failure_is_shown_with_its_reasons_and_notes_follow() -> None:
    text = certificate_table(
        [certificate("a.onnx"), certificate("b.onnx", "It differs.", "And more.")], ["No float16."]
    )
    assert "| `b.onnx` | int8 | 8.0 MB | – | **not passed** |" in text
    assert "- **`b.onnx` did not pass.** It differs. And more." in text
    assert "- No float16." in text
    assert "`a.onnx` did not pass" not in text


def test_every_row_has_the_columns_of_the_header() -> None:
    lines = [line for line in certificate_table([certificate("a.onnx")], []).splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in lines}) == 1
