"""How soon PTStudio's quick training reaches its test accuracy, beside what a user would pick instead.

    PYTHONPATH=. python tests/benchmarks/engine_race.py [--data FOLDER] [--weights FILE] [--enlarge 1600]
        [--repetitions 3] [--shares 70/15/15] [--against sketch trainer tutorial] [--most-s 1200]

On the same photographs with the same splits and weights: Hugging Face's `Trainer` with its defaults, PyTorch's tutorial
on transfer learning, and a bare sketch of the fastest way (`rivals/`). A rival is a process of its own, timed from
before it is made to a test accuracy of at least PTStudio's; the figures in brackets begin after its imports. Rivals
look at the test pictures after every epoch, and only the last look is counted; one that never gets there is
cut off at its own number of epochs or after `--most-s` seconds, and its ratio is a lower bound.

PTStudio is timed as in its window, from the click: there a worker waits that has loaded everything. It starts with
empty caches, the measuring of the machine included; it measures itself on the validation and the test pictures, too,
and writes its report. The second training finds the first one's features. The import before them, which looks for
damaged and doubled pictures, is stated by itself.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ptstudio.core.dataset import ImportOptions, SplitPolicy
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from tests.benchmarks.rivals.course import Course
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
TRAINER_EPOCHS = 20
"""What somebody would set who is not content after its default of three."""


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
    imports: list[Done] = []
    firsts: list[Done] = []
    seconds: list[Done] = []
    sketches: list[Raced] = []
    for number in range(options.repetitions):
        with fresh_home() as home:
            project = Project.create(home / "project")
            model = added_model(home, options.weights)
            imports.append(imported(project, data, options.shares))
            revision = str(imports[-1].result["revision"])
            course = course_of(project, revision, ARCHITECTURE, options.weights)
            firsts.append(_trained(project, revision, model))
            seconds.append(_trained(project, revision, model))
        if "sketch" in options.against:
            sketches.append(raced("sketch", course))
        tell(f"{number + 1}: import {_said(imports[-1])}, first {_said(firsts[-1])}, second {_said(seconds[-1])}")
    enough = median([done.test_accuracy for done in firsts])
    course = replace(course, enough=enough, most_s=options.most_s)
    rows = [_second_row(firsts, seconds), _import_row(imports, firsts)]
    rows += [_sketch_row(firsts, sketches)] if sketches else []
    rows += [_rival_row(what, firsts, run(course)) for what, run in _rivals(options.against)]
    return rows


def _trained(project: Project, revision: str, model: str) -> Done:
    job = TrainJob(task=TASK, dataset=revision, model=model, preset="quick")
    return worked(job, project.new_run(job), spare=waiting())


def _rivals(against: list[str]) -> list[tuple[str, Callable[[Course], Raced]]]:
    found: list[tuple[str, Callable[[Course], Raced]]] = []
    if "trainer" in against:
        found.append(("`Trainer`, its 3 epochs", lambda course: raced("trainer", course)))
        longer = f"`Trainer`, up to {TRAINER_EPOCHS} epochs"
        found.append((longer, lambda course: raced("trainer", course, str(TRAINER_EPOCHS))))
    if "tutorial" in against:
        found.append(("PyTorch's tutorial, everything fine-tuned", lambda course: raced("tutorial", course)))
        found.append(("PyTorch's tutorial, frozen backbone", lambda course: raced("tutorial", course, "frozen")))
    return found


def _rival_row(what: str, firsts: list[Done], rival: Raced) -> Row:
    enough = median([done.test_accuracy for done in firsts])
    seconds, accuracy = rival.looks[-1]
    is_there = accuracy >= enough
    ours_s, ours_working_s = _seconds(firsts)
    best = max(accuracy for _, accuracy in rival.looks)
    other = f"{_times(seconds, seconds - rival.imports_s)}, " + (
        f"{accuracy:.1%}" if is_there else f"never: at best {best:.1%}"
    )
    bound = "" if is_there else "> "
    return Row(
        f"time to the same test accuracy: {what}",
        f"{_times(ours_s, ours_working_s)}, {enough:.1%}",
        other,
        f"{bound}{seconds / ours_s:.1f}× ({bound}{(seconds - rival.imports_s) / ours_working_s:.1f}×)",
        "≥ 20×",
    )


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
    parser.add_argument("--shares", type=_shares, default=ImportOptions(), metavar="TRAIN/VALIDATION/TEST")
    parser.add_argument("--against", nargs="*", default=["sketch", "trainer", "tutorial"])
    parser.add_argument("--most-s", type=float, default=1200.0, help="a rival's longest time")
    return parser.parse_args()


def _shares(text: str) -> ImportOptions:
    train, validation, test = map(float, text.split("/"))
    return ImportOptions(split=SplitPolicy(train=train, validation=validation, test=test))


if __name__ == "__main__":
    main()
