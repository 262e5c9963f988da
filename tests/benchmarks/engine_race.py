"""How soon PTStudio's quick training reaches its test accuracy, beside what a user would pick instead.

    PYTHONPATH=. python tests/benchmarks/engine_race.py [--data FOLDER] [--weights FILE] [--enlarge 1600]
        [--repetitions 3] [--shares 70/15/15] [--against sketch trainer tutorial] [--most-s 1200]

On the same photographs with the same splits and weights: Hugging Face's `Trainer` with its defaults, PyTorch's tutorial
on transfer learning, and a bare sketch of the fastest way (`rivals/`). A rival is a process of its own, timed from
before it is made to a test accuracy of at least PTStudio's; the figures in brackets begin after its imports. Rivals
look at the test pictures after every epoch, and only the last look is counted; one that has made all its epochs never
gets there, and for one that is cut off after `--most-s` seconds the ratio is a lower bound. Each repetition divides
the photographs anew, since a few of them decide where a network has got.

PTStudio is timed as in its window, from the click: there a worker waits that has loaded everything. It starts with
empty caches, the measuring of the machine included; it measures itself on the validation and the test pictures, too,
and writes its report. The second training finds the first one's features. The import before them, which looks for
damaged and doubled pictures, is stated by itself.
"""

import argparse
import math
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ptstudio.core.dataset import ImportOptions, SplitPolicy
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from tests.benchmarks.rows import Row, median, parser_for, print_table, tell
from tests.benchmarks.side_by_side import (
    TASK,
    Done,
    Raced,
    added_model,
    course_of,
    enlarged,
    fresh_home,
    imported,
    raced,
    waiting,
    worked,
)

ARCHITECTURE = "mobilenet_v2"


@dataclass(frozen=True)
class Rival:
    """A program of `rivals/`, and how it is called."""

    title: str
    program: str
    arguments: tuple[str, ...] = ()


SKETCH = Rival("the bare sketch", "sketch")
RIVALS = (
    SKETCH,
    Rival("`Trainer`, its 3 epochs", "trainer"),
    Rival("`Trainer`, up to 20 epochs", "trainer", ("20",)),
    Rival("PyTorch's tutorial, everything fine-tuned", "tutorial"),
    Rival("PyTorch's tutorial, frozen backbone", "tutorial", ("frozen",)),
)


@dataclass(frozen=True)
class Heat:
    """One repetition, on a division of its own into splits; a rival's last look is where it stopped."""

    imported: Done
    first: Done
    second: Done
    rivals: dict[Rival, Raced]


def main() -> None:
    """Race and print the table."""
    options = _options()
    if not options.data.is_dir() or not options.weights.is_file():
        tell("The photographs or the weights are not there: no race.")
        return
    with tempfile.TemporaryDirectory(prefix="ptstudio-benchmark-") as folder:
        data = enlarged(options.data, Path(folder), options.enlarge) if options.enlarge else options.data
        print_table(race(options, data))


def race(options: argparse.Namespace, data: Path) -> list[Row]:
    """A row a comparison."""
    heats = [_heat(options, data, number) for number in range(options.repetitions)]
    firsts = [heat.first for heat in heats]
    rows = [
        _second_row(firsts, [heat.second for heat in heats]),
        _import_row([heat.imported for heat in heats], firsts),
    ]
    rows += [_sketch_row(firsts, [heat.rivals[SKETCH] for heat in heats])] if "sketch" in options.against else []
    rows += [_rival_row(rival, heats, options.most_s) for rival in heats[0].rivals if rival != SKETCH]
    return rows


def _heat(options: argparse.Namespace, data: Path, number: int) -> Heat:
    with fresh_home() as home:
        project = Project.create(home / "project")
        model = added_model(home, options.weights)
        split = options.shares.model_copy(update={"seed": number})
        done = imported(project, data, ImportOptions(split=split))
        revision = str(done.result["revision"])
        first, second = (_trained(project, revision, model) for _ in range(2))
        course = course_of(project, revision, ARCHITECTURE, options.weights)
    enough = replace(course, enough=first.test_accuracy, most_s=options.most_s)
    rivals = {
        rival: raced(rival.program, course if rival == SKETCH else enough, *rival.arguments)
        for rival in RIVALS
        if rival.program in options.against
    }
    heat = Heat(done, first, second, rivals)
    tell(f"{number + 1}: import {_said(done)}, first {_said(first)}, second {_said(second)}, {first.test_accuracy:.1%}")
    for rival, said in rivals.items():
        tell(f"   {rival.title}: {', '.join(f'{accuracy:.1%} at {seconds:.1f} s' for seconds, accuracy in said.looks)}")
    return heat


def _trained(project: Project, revision: str, model: str) -> Done:
    job = TrainJob(task=TASK, dataset=revision, model=model, preset="quick")
    return worked(job, project.new_run(job), spare=waiting())


def _rival_row(rival: Rival, heats: list[Heat], most_s: float) -> Row:
    said = [heat.rivals[rival] for heat in heats]
    there = [_is_there(heat, rival) for heat in heats]
    is_bound = any(not reached and other.looks[-1][0] >= most_s for reached, other in zip(there, said, strict=True))
    ours_s, ours_working_s = _seconds([heat.first for heat in heats])
    taken_s = median([other.looks[-1][0] for other in said])
    working_s = median([other.looks[-1][0] - other.imports_s for other in said])
    ratio = median([_sooner(heat, rival, most_s) for heat in heats])
    working = median([_sooner(heat, rival, most_s, is_working=True) for heat in heats])
    bound = "> " if is_bound else ""
    return Row(
        f"time to the same test accuracy: {rival.title}",
        _times(ours_s, ours_working_s),
        f"{_times(taken_s, working_s)}; got there in {sum(there)} of {len(there)}",
        "never" if math.isinf(ratio) else f"{bound}{ratio:.1f}× ({bound}{working:.1f}×)",
        "≥ 20×",
    )


def _is_there(heat: Heat, rival: Rival) -> bool:
    return heat.rivals[rival].looks[-1][1] >= heat.first.test_accuracy


def _sooner(heat: Heat, rival: Rival, most_s: float, *, is_working: bool = False) -> float:
    """How many times sooner PTStudio was; without end for a rival that made all its epochs and never got there."""
    other = heat.rivals[rival]
    seconds = other.looks[-1][0]
    if not _is_there(heat, rival) and seconds < most_s:
        return math.inf
    return (seconds - other.imports_s) / heat.first.working_s if is_working else seconds / heat.first.seconds


def _sketch_row(firsts: list[Done], sketches: list[Raced]) -> Row:
    ours_s, ours_working_s = _seconds(firsts)
    theirs_s = median([sketch.looks[-1][0] for sketch in sketches])
    working_s = median([sketch.looks[-1][0] - sketch.imports_s for sketch in sketches])
    pairs = list(zip(firsts, sketches, strict=True))
    ratio = median([ours.seconds / other.looks[-1][0] for ours, other in pairs])
    working = median([ours.working_s / (other.looks[-1][0] - other.imports_s) for ours, other in pairs])
    accuracy = median([done.test_accuracy for done in firsts])
    return Row(
        "a training, from empty caches to the report: the bare sketch",
        f"{_times(ours_s, ours_working_s)}, {accuracy:.1%}",
        f"{_times(theirs_s, working_s)}, {median([sketch.looks[-1][1] for sketch in sketches]):.1%}",
        f"{ratio:.2f} of its time ({working:.2f})",
        "≤ 0.5",
    )


def _second_row(firsts: list[Done], seconds: list[Done]) -> Row:
    pairs = list(zip(firsts, seconds, strict=True))
    ratio = median([first.seconds / second.seconds for first, second in pairs])
    working = median([first.working_s / second.working_s for first, second in pairs])
    return Row(
        "a second training on cached features: the first",
        _times(*_seconds(seconds)),
        _times(*_seconds(firsts)),
        f"{ratio:.1f}× ({working:.1f}×)",
        "≥ 5×",
    )


def _import_row(imports: list[Done], firsts: list[Done]) -> Row:
    both = [first.seconds + done.seconds for first, done in zip(firsts, imports, strict=True)]
    together = f"together {median(both):.1f} s"
    return Row("the import, once: the first training", _times(*_seconds(imports)), _times(*_seconds(firsts)), together)


def _seconds(done: list[Done]) -> tuple[float, float]:
    return median([each.seconds for each in done]), median([each.working_s for each in done])


def _times(seconds: float, working_s: float) -> str:
    return f"{seconds:.1f} s ({working_s:.1f})"


def _said(done: Done) -> str:
    return _times(done.seconds, done.working_s)


def _options() -> argparse.Namespace:
    parser = parser_for(__doc__)
    parser.add_argument(
        "--enlarge", type=int, default=0, metavar="PX", help="copies with a longer side of so many pixels"
    )
    parser.add_argument("--shares", type=_shares, default=SplitPolicy(), metavar="TRAIN/VALIDATION/TEST")
    parser.add_argument("--against", nargs="*", default=["sketch", "trainer", "tutorial"])
    parser.add_argument("--most-s", type=float, default=1200.0, help="a rival's longest time")
    return parser.parse_args()


def _shares(text: str) -> SplitPolicy:
    train, validation, test = map(float, text.split("/"))
    return SplitPolicy(train=train, validation=validation, test=test)


if __name__ == "__main__":
    main()
