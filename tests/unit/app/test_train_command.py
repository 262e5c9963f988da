"""The command does what the window does: read back by the command line, it gives the same training."""

import shlex
from pathlib import Path

import pytest

from ptstudio.app.draft_values import Draft
from ptstudio.app.train_command import train_command
from ptstudio.cli.computing import computing
from ptstudio.cli.data_options import import_options, table_written
from ptstudio.core.dataset import Counts, ImportOptions, Revision, SplitPolicy, Written
from ptstudio.core.settings import parse_assignments


def revision(options: ImportOptions) -> Revision:
    return Revision(
        name="data", number=1, task="image-classification", format="image-table", recognised="",
        source="/my data/t.csv",
        root="", classes=("a",), counts=Counts(by_split={}), findings={}, fingerprint="", options=options, created="",
    )  # fmt: skip


def values_of(command: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    words = shlex.split(command)
    assert words[:2] == ["ptstudio", "train"]
    for name, value in zip(words[2::2], words[3::2], strict=True):
        found.setdefault(name, []).append(value)
    return found


def test_a_plain_training_needs_no_more_than_its_parts() -> None:
    found = values_of(train_command(Path("/p"), revision(ImportOptions()), "starter", Draft("quick")))
    assert found == {
        "--data": ["/my data/t.csv"], "--model": ["starter"], "--out": ["/p"], "--task": ["image-classification"],
        "--preset": ["quick"],
    }  # fmt: skip


def test_settings_are_read_back_as_they_were() -> None:
    draft = Draft("balanced", (("from_scratch", True), ("learning_rate", 0.002), ("batch_size", None), ("epochs", 3)))
    found = values_of(train_command(Path("/p"), revision(ImportOptions()), "starter", draft))
    assert parse_assignments(found["--set"]) == {
        "from_scratch": "true", "learning_rate": "0.002", "batch_size": None, "epochs": "3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft(processes=3), {"--processes": ["3"]}),
        (Draft(processes=2, cards=(0, 2)), {"--cards": ["0,2"]}),
        (Draft(cards=(1,)), {"--cards": ["1"]}),
        (Draft(), {}),
    ],
)
def test_what_it_computes_with_is_read_back_as_it_was(draft: Draft, said: dict[str, list[str]]) -> None:
    found = values_of(train_command(Path("/p"), revision(ImportOptions()), "starter", draft))
    assert {name: found[name] for name in ("--processes", "--cards") if name in found} == said
    processes = int(found["--processes"][0]) if "--processes" in found else None
    assert computing(processes, found["--cards"][0] if "--cards" in found else None) == (draft.processes, draft.cards)


def test_the_way_the_data_was_read_is_read_back_as_it_was() -> None:
    options = ImportOptions(
        format="image-table",
        columns={"image": "file name", "label": "kind"},
        rename={"carboard": "cardboard"},
        leave_out=("trash",),
        split=SplitPolicy(train=60, validation=20, test=20, group_by="pattern", pattern="(video[0-9]+)", seed=4),
        most_words=150,
        written=Written(delimiter="\t", quote="none"),
    )
    found = values_of(train_command(Path("/p"), revision(options), "starter", Draft()))
    again = import_options(
        found["--format"][0], found["--column"], found["--rename"], found["--leave-out"], found["--split"][0],
        found["--group-by"][0], int(found["--split-seed"][0]), int(found["--most-words"][0]),
        table_written(found["--separator"][0], found["--quotes"][0]),
    )  # fmt: skip
    assert again == options
