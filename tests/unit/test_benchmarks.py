"""The parts of the benchmarks that decide what their figures mean, on tiny networks and made-up clocks."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ptstudio.core.project import Project
from tests.benchmarks.engine_memory import Peak, pictures
from tests.benchmarks.rivals.course import BEGAN, NEVER, Course, Diary, Picture
from tests.benchmarks.rows import HEADER, Row, print_table, rows_in
from tests.benchmarks.side_by_side import Done, course_of, enlarged
from tests.helpers.pictures import save
from tests.helpers.projects import coloured_folders, imported

ROOT = Path(__file__).parents[2]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The rivals' clock; their process began at 1000 seconds."""
    clock = Clock()
    monkeypatch.setattr("tests.benchmarks.rivals.course.time", clock)
    monkeypatch.setenv(BEGAN, "1000.0")
    return clock


def course(**facts: float) -> Course:
    shown = tuple(Picture(f"{split}.jpg", 0, split) for split in ("train", "validation", "test"))
    return Course(("a", "b"), shown, "resnet18", enough=facts.get("enough", NEVER), most_s=facts.get("most_s", 1e9))


def test_a_course_is_read_as_it_was_written(tmp_path: Path) -> None:
    endless = replace(course(enough=0.9), most_s=float("inf"))
    assert Course.read(endless.write(tmp_path / "course.json")) == endless
    assert [picture.path for picture in endless.of("train", "test")] == ["train.jpg", "test.jpg"]


def test_only_the_last_look_at_the_test_pictures_counts(clock: Clock) -> None:
    diary = Diary(course(enough=0.8))

    def looking(accuracy: float) -> float:
        clock.now += 5
        return accuracy

    clock.now += 10
    assert not diary.look(lambda: looking(0.5))
    clock.now += 10
    assert diary.look(lambda: looking(0.8))
    assert diary.looks == [(15.0, 0.5), (25.0, 0.8)]


def test_a_rival_ends_when_its_time_is_over(clock: Clock) -> None:
    diary = Diary(course(most_s=20))
    clock.now += 15
    assert not diary.look(lambda: 0.1)
    clock.now += 15
    assert diary.look(lambda: 0.1)


def test_rows_are_found_again_in_what_a_script_prints(capsys: pytest.CaptureFixture[str]) -> None:
    row = Row("a task", "1 s", "20 s", "20×", "≥ 20×")
    print_table([row, "| another | 1 | 2 | 2× |  |"], title="A machine")
    printed = capsys.readouterr().out
    assert HEADER in printed
    assert rows_in(printed) == [str(row), "| another | 1 | 2 | 2× |  |"]


def test_a_course_has_the_splits_of_the_revision(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    revision = imported(project, coloured_folders(tmp_path / "colours", per_class=8))
    found = course_of(project, revision, "mobilenet_v2", None)
    totals = project.revision(revision).counts.totals
    assert {split: len(found.of(str(split))) for split in totals} == totals
    assert found.classes == ("blue", "green", "red")
    assert all(found.classes[picture.label] == Path(picture.path).parent.name for picture in found.pictures)


def test_photographs_are_enlarged_in_a_copy(tmp_path: Path) -> None:
    from PIL import Image

    save(tmp_path / "small" / "red" / "1.png", size=(20, 10))
    large = enlarged(tmp_path / "small", tmp_path / "large", px=100)
    with Image.open(large / "red" / "1.jpg") as image:
        assert image.size == (100, 50)


def test_made_up_pictures_all_differ(tmp_path: Path) -> None:
    made = [file.read_bytes() for file in pictures(tmp_path, 30).rglob("*.jpg")]
    assert len(made) == len(set(made)) == 30


def test_memory_is_noted_by_stage() -> None:
    import os

    from ptstudio.core.events import RunStarted, StageChanged

    peak = Peak()
    peak.happened(StageChanged(stage="before", title=""))
    peak.happened(RunStarted(session=1, pid=os.getpid()))
    while "before" not in peak.by_stage:
        pass
    peak.happened(StageChanged(stage="after", title=""))
    while "after" not in peak.by_stage:
        pass
    peak.end()
    assert peak.mb == max(peak.by_stage.values()) > 10


@pytest.mark.parametrize(
    "script",
    [
        *("engine_race", "engine_throughput", "engine_memory", "engine_table"),
        *("text_race", "text_throughput", "text_transfer", "text_pretraining"),
    ],
)
def test_every_script_says_what_it_is_for(script: str) -> None:
    command = [sys.executable, str(ROOT / "tests" / "benchmarks" / f"{script}.py"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=_environment())
    assert f"{script}.py" in done.stdout


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def one_device() -> Iterator[None]:
    """Accelerate keeps one precision for a process: none is left behind, and none is found."""
    from accelerate.state import AcceleratorState

    AcceleratorState._reset_state(reset_partial_state=True)
    yield
    AcceleratorState._reset_state(reset_partial_state=True)


@pytest.mark.usefixtures("one_device")
@pytest.mark.parametrize("side", ["PTStudio", "bare", "Trainer", "Trainer, bfloat16"])
@pytest.mark.parametrize("kind", ["pictures", "texts"])
def test_every_loop_learns_from_either_kind_of_input(side: str, kind: str) -> None:
    import torch

    from tests.benchmarks import gpu_throughput as gpu
    from tests.benchmarks.gpu_sides import Race, Subject

    tiny = {
        "pictures": Subject("", lambda: gpu.Pictures("resnet18"), lambda n: torch.randn(n, 3, 32, 32), 2),
        "texts": Subject("", lambda: gpu.Texts(1, 8, 2), gpu.tokens, 2),
    }[kind]
    assert gpu.SIDES[side](tiny, Race(torch.device("cpu"), steps=2, warmup=1)) > 0


def test_a_share_of_the_peak_is_said_of_every_loop() -> None:
    import torch

    from tests.benchmarks import gpu_throughput as gpu
    from tests.benchmarks.gpu_sides import Subject

    tiny = Subject("Tiny", lambda: gpu.Texts(1, 8, 2), gpu.tokens, 2)
    flops = gpu.flops_per_sample(tiny)
    # Forward alone: four square products and two with four times the width, for each of the tokens.
    assert flops > 2 * gpu.TOKENS * (4 * 8 * 8 + 2 * 4 * 8 * 8)
    assert gpu.peak_flops(torch.device("cpu"), side=16, repetitions=1) > 0
    speeds = dict.fromkeys(gpu.SIDES, 100.0) | {"PTStudio, compiled": 200.0}
    rows = gpu.rows_of(tiny, speeds, flops=1e6, peak=4e8)
    assert [row.ratio for row in rows] == ["2.00×"] * 3
    assert "50% of the peak (PTStudio, compiled)" in rows[0].ours


def test_the_sketch_fits_what_can_be_told_apart() -> None:
    import torch

    from tests.benchmarks.rivals.sketch import fitted

    labels = torch.arange(30) % 3
    features = torch.nn.functional.one_hot(labels).float()
    head = fitted(features, labels, classes=3, strength=1e-4)
    assert head(features).argmax(1).tolist() == labels.tolist()


def test_a_rival_says_one_line_of_json(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    diary = Diary(course())
    clock.now += 3
    diary.imported()
    diary.look(lambda: 0.5)
    diary.say()
    said = json.loads(capsys.readouterr().out)
    assert (said["imports_s"], said["looks"]) == (3.0, [[3.0, 0.5]])


def worked(seconds: float, accuracy: float) -> Done:
    """A training that took so long, and was right on so much of the test split."""
    return Done(Path(), seconds, 1.0, {"metrics": {"test": {"accuracy": {"value": accuracy}}}}, ())


def test_texts_drawn_of_each_class_are_in_one_part_alone(tmp_path: Path) -> None:
    from tests.benchmarks.text_sides import of_each_class, table, write_table

    rows = [{"text": f"{name}, number {number}", "category": name} for name in "ab" for number in range(9)]
    write_table(tmp_path / "train.csv", rows)
    assert table(tmp_path / "train.csv") == rows
    parts = of_each_class(rows, (3, 2, 9), seed=1)
    assert [len(part) for part in parts] == [6, 4, 8]
    drawn = [row["text"] for part in parts for row in part]
    assert sorted(drawn) == sorted(row["text"] for row in rows)
    assert of_each_class(rows, (3, 2, 9), seed=1) == parts != of_each_class(rows, (3, 2, 9), seed=2)


def test_the_race_of_texts_has_a_row_for_each_preset_and_what_quick_saves() -> None:
    from tests.benchmarks.text_race import rows
    from tests.benchmarks.text_sides import Said

    found = {"quick": worked(10, 0.88), "thorough": worked(100, 0.93)}
    made = rows(found, Said(0.92, 300, 5, 1000, [10.0]), epochs=3)
    assert [row.what for row in made] == ["thorough: `Trainer`, 3 epochs", "quick: thorough"]
    assert [row.ratio for row in made] == ["3.0×, +1.0 points", "10.0×, -5.0 points"]


def test_tokens_a_second_are_compared_turn_by_turn() -> None:
    from tests.benchmarks.text_throughput import OURS, THEIRS, rows

    speeds = {(OURS, 8): [10.0, 20.0, 90.0], (THEIRS, 8): [10.0, 10.0, 30.0]}
    speeds |= {(OURS, 32): [40.0] * 3, (THEIRS, 32): [20.0] * 3}
    made = rows(speeds, "float32")
    assert [row.ratio for row in made] == ["2.00×", "2.00×", "4.00×"]
    assert made[0].ours == "20/s (float32)"


def test_the_gain_of_transfer_is_that_of_each_seed() -> None:
    from tests.benchmarks.text_transfer import FINE_TUNED, FROM_SCRATCH, recipes, row

    found = [{FINE_TUNED: worked(9, tuned), FROM_SCRATCH: worked(30, 0.5)} for tuned in (0.8, 0.85, 0.9)]
    assert row(10, found).ratio == "+35.0 points"
    tuned, scratch = (recipes(50)[name] for name in (FINE_TUNED, FROM_SCRATCH))
    assert int(str(tuned["head_epochs"])) + int(str(tuned["epochs"])) == scratch["epochs"] == 50


def test_what_reading_first_is_worth_is_told_by_both_figures(tmp_path: Path) -> None:
    from tests.benchmarks.text_pretraining import rest, rows
    from tests.benchmarks.text_sides import table, write_table
    from tests.benchmarks.text_transfer import few_texts
    from tests.helpers.pretrainings import familiarity

    every = [{"text": f"{name}, number {number}", "category": name} for name in "ab" for number in range(40)]
    for name in ("train", "test"):
        write_table(tmp_path / "data" / f"{name}.csv", every)
    few = few_texts(tmp_path / "data", tmp_path / "few", 10, 0)
    labelled = {row["text"] for name in ("train", "validation") for row in table(few / f"{name}.csv")}
    unlabelled = table(rest(tmp_path / "data", tmp_path / "rest.csv", 10))
    assert {row["category"] for row in unlabelled} == {""}
    assert labelled | {row["text"] for row in unlabelled} == {row["text"] for row in every}
    assert not labelled & {row["text"] for row in unlabelled}
    guessed, answered = rows(familiarity(), worked(10, 0.85), worked(10, 0.8))
    assert (guessed.ratio, answered.ratio) == ("+11.0 points", "+5.0 points")
