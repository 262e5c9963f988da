"""The import that is being put together, and the command that does the same."""

import shlex
from pathlib import Path

from ptstudio.app.import_draft import ImportDraft, Outcome, inspect_command
from ptstudio.cli.data_options import import_options, table_written
from ptstudio.core.dataset import ImportOptions, Split, SplitPolicy, Written


def test_the_draft_becomes_a_job_with_every_decision() -> None:
    draft = ImportDraft("image-classification")
    draft.begin_with(Path("/data/my photos"))
    draft.classes.found({"cat": 3, "dog": 4, "odd": 1})
    draft.classes.rename("dog", "hound")
    draft.classes.leave_out("odd")
    draft.split = SplitPolicy(group_by="folder")
    job = draft.job()
    assert (job.source, job.dataset, job.is_dry) == ("/data/my photos", "my-photos", False)
    assert job.options.rename == {"dog": "hound"}
    assert job.options.leave_out == ("odd",)
    assert job.options.split.group_by == "folder"


def test_a_trial_looks_at_what_was_unpacked_and_writes_nothing() -> None:
    draft = ImportDraft("image-classification")
    draft.begin_with(Path("/data/photos.zip"))
    draft.opened = Path("/home/unpacked/photos")
    assert (draft.trial_job().source, draft.trial_job().is_dry) == ("/home/unpacked/photos", True)
    assert draft.job().source == "/data/photos.zip"


def test_a_trial_of_a_known_dataset_divides_as_the_project_knows_it(tmp_path: Path) -> None:
    draft = ImportDraft("image-classification", project=tmp_path)
    draft.begin_with(Path("/data/photos"))
    assert draft.trial_job().known == ""
    (tmp_path / "datasets" / "photos").mkdir(parents=True)
    assert (draft.trial_job().known, draft.trial_job().dataset) == (str(tmp_path), "photos")


def test_other_data_forgets_what_was_decided() -> None:
    draft = ImportDraft("image-classification")
    draft.begin_with(Path("/a"))
    draft.format, draft.columns = "image-table", {"label": "x"}
    draft.classes.leave_out("cat")
    draft.begin_with(Path("/b"))
    assert draft.options() == ImportOptions()


def test_the_outcome_of_a_dry_import_is_read() -> None:
    result: dict[str, object] = {
        "format": "image-folders",
        "confidence": 0.9,
        "reason": "2 folders",
        "counts": {"train": {"cat": 2}, "validation": {"cat": 0}, "test": {"cat": 1}},
        "samples": {"train": 2, "validation": 0, "test": 1},
        "findings": [],
    }
    outcome = Outcome.of(result)
    assert outcome.counts.totals == {Split.TRAIN: 2, Split.VALIDATION: 0, Split.TEST: 1}


def test_the_command_makes_the_same_options() -> None:
    options = ImportOptions(
        format="image-table",
        columns={"label": "kind of animal"},
        rename={"dog": "hound"},
        leave_out=("odd one",),
        split=SplitPolicy(train=0.5, validation=0.25, test=0.25, group_by="pattern", pattern="(p[0-9]+)", seed=3),
        most_words=150,
        written=Written(delimiter="|", quote="'"),
    )
    words = shlex.split(inspect_command(Path("/data/my photos"), options))
    assert words[:3] == ["ptstudio", "inspect", "/data/my photos"]
    given = dict(zip(words[3::2], words[4::2], strict=True))
    again = import_options(
        given["--format"], [given["--column"]], [given["--rename"]], [given["--leave-out"]], given["--split"],
        given["--group-by"], int(given["--split-seed"]), int(given["--most-words"]),
        table_written(given["--separator"], given["--quotes"]),
    )  # fmt: skip
    assert again.split.shares == options.split.shares
    assert again.model_copy(update={"split": options.split}) == options
