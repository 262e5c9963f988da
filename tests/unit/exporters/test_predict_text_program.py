"""The `predict.py` of text classification, run as a user runs it: on a real export, by itself, without PTStudio."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from ptstudio.core.certificate import ExportResult
from ptstudio.core.trained import TrainedModel
from ptstudio.exporters._exporter import ExportSubject
from ptstudio.exporters._parity import TorchModel
from ptstudio.exporters.onnx import OnnxExporter
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Arrays
from tests.helpers.encoders import MOST_TOKENS, class_texts
from tests.helpers.programs import run_alone
from tests.helpers.tasks import trained_by

TASK = all_tasks()["text-classification"]
LABELS = ("a “quoted” 'name'", "😀 שלום", "c")
ODD = ("NUL \x00 inside", "😀😀", "שלום עולם", "x" * 500, "long " * 300, "…\u200b…", "Ünïcödé naïve 東京")


class Export:
    """An export with all that is beside it, and what PyTorch says."""

    def __init__(self, folder: Path, trained: TrainedModel, network: torch.nn.Module) -> None:
        self.folder = folder
        self.trained = trained
        self._model = TorchModel(TASK.exportable(network, trained))

    def raw(self, text: str, pair: str = "") -> Arrays:
        return TASK.raw({"text": text, "pair": pair}, self.trained)

    def wanted(self, text: str, pair: str = "") -> dict[str, float]:
        row = {"text": text, "pair": pair}
        outputs = [self._model.run(window) for window in TASK.windows(row, self.trained)]
        said = TASK.said(outputs, [row], self.trained) if len(outputs) == 1 else TASK.joined(outputs, row, self.trained)
        return dict(zip(LABELS, said["probabilities"][0].tolist(), strict=True))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    network, trained = trained_by(TASK, LABELS, tmp_path_factory.mktemp("model"))
    torch.nn.init.normal_(network.get_parameter("head.weight"), generator=torch.Generator().manual_seed(0))
    made = Export(tmp_path_factory.mktemp("an export"), trained, network)
    exporter = OnnxExporter()
    exporter.variants = ()
    result = exporter.export(_subject(made, network), made.folder, lambda *_: None)
    assert result.certificates[0].passed
    assert is_whole(result)
    return made


def _subject(made: Export, network: torch.nn.Module) -> ExportSubject:
    texts = [text for text, _ in class_texts(4)]

    def stream() -> Iterator[Arrays]:
        return (made.raw(text) for text in texts)

    return ExportSubject(
        exportable=TASK.exportable(network, made.trained),
        validation=stream,
        calibration=stream,
        compare=lambda wanted, said, tie: TASK.compare(wanted, said, [{"label": 0}] * len(texts), made.trained, tie),
        split="validation",
        labels=LABELS,
        metadata={},
        card="{certificates}",
        program=TASK.program(),
    )


def is_whole(result: ExportResult) -> bool:
    return all((Path(result.folder) / name).is_file() for name in (*result.files, "tokenizer.json"))


def answers(stdout: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stdout.splitlines()]


def said(answer: dict[str, Any]) -> dict[str, float]:
    return {found["label"]: found["probability"] for found in answer["classes"]}


def test_gives_the_labels_and_probabilities_of_pytorch(export: Export, tmp_path: Path) -> None:
    texts = ["the cat sleeps", *(text.replace("\x00", "") for text in ODD)]
    done = run_alone(export.folder, *texts, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = answers(done.stdout)
    assert [answer["text"] for answer in found] == texts
    for answer in found:
        assert said(answer) == pytest.approx(export.wanted(answer["text"]), abs=1e-4)
        probabilities = list(said(answer).values())
        assert probabilities == sorted(probabilities, reverse=True)
    assert len({tuple(said(answer).values()) for answer in found}) > len(found) // 2


def test_a_long_text_is_read_to_its_end(export: Export) -> None:
    beginning = "rain falls " * 60
    for end in ("the cat sleeps", "a dog barks " * 40):
        done = run_alone(export.folder, beginning + end, "--json")
        (answer,) = answers(done.stdout)
        assert said(answer) == pytest.approx(export.wanted(beginning + end), abs=1e-4)
        assert said(answer) != pytest.approx(export.wanted(beginning), abs=1e-4)
        parts = answer["windows"]
        assert parts > 1
        assert done.stderr == f"Text 1 is longer than the model reads at once: read in {parts} parts that overlap.\n"


def test_of_a_short_text_no_windows_are_told(export: Export) -> None:
    done = run_alone(export.folder, "the cat sleeps", "--json")
    (answer,) = answers(done.stdout)
    assert (set(answer), done.stderr) == ({"text", "classes"}, "")


def test_long_rows_of_a_table_are_counted(export: Export, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(f"text\n{'rain falls ' * 60}\nthe cat\n", encoding="utf-8")
    done = run_alone(export.folder, "--csv", str(tmp_path / "table.csv"), "--column", "text")
    assert done.returncode == 0
    assert done.stderr == "Rows longer than the model reads at once, read in parts that overlap: 1\n"


def test_the_second_text_is_read_too(export: Export) -> None:
    done = run_alone(export.folder, "the cat", "--pair", "a dog barks " * 30, "--json")
    assert done.returncode == 0, done.stderr
    (answer,) = answers(done.stdout)
    assert said(answer) == pytest.approx(export.wanted("the cat", "a dog barks " * 30), abs=1e-4)
    assert said(answer) != pytest.approx(export.wanted("the cat"), abs=1e-4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_a_file_line_by_line(export: Export, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "texts.txt").write_text("the cat\n\n" + "\n".join(ODD[:4]) + "\n", encoding=encoding)
    done = run_alone(export.folder, "--file", str(tmp_path / "texts.txt"), "--json")
    assert done.returncode == 0, done.stderr
    assert [answer["text"] for answer in answers(done.stdout)] == ["the cat", *ODD[:4]]
    assert said(answers(done.stdout)[1]) == pytest.approx(export.wanted(ODD[0]), abs=1e-4)


def test_writes_text_for_people(export: Export) -> None:
    done = run_alone(export.folder, "the cat", "rain", " ", "--top", "1")
    assert done.returncode == 1
    assert "it is empty" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[::2] == ["the cat", "rain"]
    assert all("%" in line and any(label in line for label in LABELS) for line in lines[1::2])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_answers_a_whole_table(export: Export, tmp_path: Path, delimiter: str) -> None:
    rows = [["1", 'he said "rain",\n; twice'], ["2", "the cat"], ["3", "  "], ["4"]]
    with (tmp_path / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([["answer", "message"], *rows])
    where = ("--csv", str(tmp_path / "table.csv"), "--column", "message")
    done = run_alone(export.folder, *where, "--out", str(tmp_path / "answers.csv"))
    assert done.returncode == 1
    assert "2 rows were left out" in done.stderr
    with (tmp_path / "answers.csv").open(encoding="utf-8", newline="") as file:
        header, *found = csv.reader(file, delimiter=delimiter)
    assert header == ["answer", "message", "answer_", "probability"]
    for row, before in zip(found[:2], rows, strict=False):
        wanted = export.wanted(before[1])
        assert row[:2] == before
        assert row[2] == max(wanted, key=lambda label: wanted[label])
        assert float(row[3]) == pytest.approx(max(wanted.values()), abs=1e-3)
    assert [row[2:] for row in found[2:]] == [["", ""], ["", ""]]
    again = run_alone(export.folder, *where, "--out", str(tmp_path / "answers.csv"))
    assert again.returncode == 1
    assert "is there already" in again.stderr
    shown = run_alone(export.folder, *where)
    assert list(csv.reader(io.StringIO(shown.stdout), delimiter=delimiter)) == [header, *found]


def test_a_table_may_hold_second_texts(export: Export, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("one,other\nthe cat,a dog\n", encoding="utf-8")
    where = ("--csv", str(tmp_path / "table.csv"), "--column", "one", "--pair-column", "other")
    done = run_alone(export.folder, *where)
    assert done.returncode == 0, done.stderr
    wanted = export.wanted("the cat", "a dog")
    (found,) = csv.DictReader(io.StringIO(done.stdout))
    assert found["answer"] == max(wanted, key=lambda label: wanted[label])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "name either texts, or --file, or --csv"),
        (("a", "--file", "b"), "name either texts, or --file, or --csv"),
        (("--csv", "b"), "which column"),
        (("a", "--top", "0"), "at least 1"),
        (("a", "--model", "none.onnx"), "Keep this program beside model.onnx"),
        (("--file", "none.txt"), "cannot be read"),
        (("--csv", "labels.json", "--column", "no"), "There is no column “no”"),
        (("--file", "model.onnx"), "not in UTF-8"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(export: Export, arguments: tuple[str, ...], reason: str) -> None:
    done = run_alone(export.folder, *arguments)
    assert done.returncode in (1, 2)
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_warns_of_a_certificate_that_was_not_passed_and_misses_the_tokenizer(export: Export, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(export.folder, tmp_path / "copy"))
    verdict = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    verdict["certificates"][0] |= {"passed": False, "reasons": ["It differs."]}
    (folder / "certificate.json").write_text(json.dumps(verdict), encoding="utf-8")
    done = run_alone(folder, "the cat")
    assert done.returncode == 0
    assert "did not pass its certificate. It differs." in done.stderr
    (folder / "tokenizer.json").unlink()
    done = run_alone(folder, "the cat")
    assert done.returncode == 1
    assert "There is no tokenizer.json" in done.stderr


def test_the_model_says_what_a_program_must_know(export: Export) -> None:
    import onnx

    facts = {item.key: item.value for item in onnx.load(export.folder / "model.onnx").metadata_props}
    assert facts["most_tokens"] == str(MOST_TOKENS)
    assert (facts["pad"], facts["pads_left"]) == ("0", "False")
    assert json.loads(facts["labels"]) == list(LABELS)
    assert "tokenizer.json" in facts["input"]
