from pathlib import Path

import pytest

from ptstudio.app import export_words
from ptstudio.core.certificate import ExportResult
from ptstudio.tasks import all_tasks
from tests.helpers.exported import FILES, certificate, result

METRICS = all_tasks()["image-classification"].metrics


def test_numbers_are_names_and_values_a_person_can_read() -> None:
    assert export_words.numbers(certificate(), METRICS) == [
        ("Same answers", "100.0\xa0% of 52"),
        ("Too close to call", "2 of 54"),
        ("Largest difference", "0.0031"),
        ("Accuracy before → after", "72.2\xa0% → 72.2\xa0%"),
    ]


def test_a_metric_that_is_not_known_is_still_shown() -> None:
    assert export_words.metric_row(certificate().agreement, ()) == ("accuracy before → after", "0.722 → 0.722")


def test_tiny_differences_are_not_spelt_out() -> None:
    assert export_words.difference(3.6e-6) == "less than 0.0001"
    assert export_words.difference(0.24) == "0.24"


def test_a_failure_says_what_it_means_and_why() -> None:
    failed = certificate("model.int8.onnx", "int8", "only 94 % are the same.")
    word, meaning = export_words.verdict(failed)
    assert word == "Not passed"
    assert "Do not use it" in meaning
    assert export_words.reasons(failed) == ["Only 94 % are the same."]
    assert export_words.verdict(certificate())[0] == "Passed"
    assert export_words.reasons(certificate()) == []


def test_the_whole_is_good_mixed_or_bad() -> None:
    good, mixed = result(Path("x")), result(Path("x"), is_good=False)
    bad = ExportResult(folder="x", files=(), certificates=(certificate("model.onnx", "float32", "it differs."),))
    assert export_words.summary(good)[0] == "good"
    kind, _, sentence = export_words.summary(mixed)
    assert kind == "warning"
    assert sentence == "Use model.onnx. Did not pass: model.int8.onnx."
    kind, heading, sentence = export_words.summary(bad)
    assert (kind, heading) == ("error", "The main file did not pass its certificate")
    assert "model.onnx answers differently" in sentence


@pytest.mark.parametrize(
    "name", [*FILES, "model.fp16.onnx", "model.onnx.data", "LICENSES/README.md", "LICENSES/MIT.txt"]
)
def test_every_file_is_explained(name: str) -> None:
    assert export_words.file_help(name)


def test_an_unknown_file_and_precision_do_no_harm() -> None:
    assert export_words.file_help("else.bin") == ""
    assert export_words.variant_title("int4") == "int4"
    assert export_words.variant_help("int4") == ""


def test_speed_and_its_absence() -> None:
    assert export_words.speed(certificate()) == "4.9 ms"
    assert export_words.speed(certificate().model_copy(update={"speed_ms": None})) == "–"


def test_the_command_works_from_any_folder() -> None:
    assert export_words.predict_command(Path("/a/b")) == "python /a/b/predict.py picture.jpg"
    assert export_words.predict_command(Path("/a b")) == 'python "/a b/predict.py" picture.jpg'


def test_a_model_that_reads_is_told_by_its_tokenizer() -> None:
    assert export_words.reads(["model.onnx", "tokenizer.json"])
    assert not export_words.reads(["model.onnx", "labels.json"])
    assert "token" in export_words.file_help("model.onnx", reads_texts=True)
    assert "picture" in export_words.file_help("model.onnx")
    assert export_words.predict_command(Path("/a/b"), reads_texts=True) == 'python /a/b/predict.py "A text"'
    asked = export_words.predict_command(Path("/a/b"), reads_texts=True, answers_questions=True)
    assert asked == 'python /a/b/predict.py "A text" --question "A question"'
    assert "tokenizers" in export_words.packages(reads_texts=True)
    assert "pillow" in export_words.packages()
