"""The command line that starts the same training as the window does."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from ptstudio.app.draft_values import Draft
from ptstudio.core.dataset import ImportOptions, Revision, SplitPolicy
from ptstudio.core.jobs import SettingValue
from ptstudio.core.table_writing import written_options


def train_command(project: Path, revision: Revision, model: str, draft: Draft) -> str:
    """`ptstudio train …` with everything that differs from what the command does by itself."""
    parts = ["ptstudio", "train", "--data", revision.source, "--model", model, "--out", str(project)]
    parts += ["--task", revision.task, "--preset", draft.preset]
    parts += set_options(dict(draft.settings))
    return shlex.join([*parts, *_options(revision.options), *_computing(draft)])


def _computing(draft: Draft) -> list[str]:
    """What it computes with; each card has a process of its own."""
    if draft.cards:
        return ["--cards", ",".join(str(card) for card in draft.cards)]
    return ["--processes", str(draft.processes)] if draft.processes > 1 else []


def set_options(settings: Mapping[str, SettingValue]) -> list[str]:
    """What is changed of a preset, as options."""
    return [part for name, value in settings.items() for part in ("--set", f"{name}={_written(value)}")]


def _options(options: ImportOptions) -> list[str]:
    """How the data was read."""
    parts = ["--format", options.format] if options.format else []
    for field, column in options.columns.items():
        parts += ["--column", f"{field}={column}"]
    for old, new in options.rename.items():
        parts += ["--rename", f"{old}={new}"]
    for label in options.leave_out:
        parts += ["--leave-out", label]
    if options.most_words is not None:
        parts += ["--most-words", str(options.most_words)]
    parts += written_options(options.written)
    return parts + _split(options.split)


def _split(policy: SplitPolicy) -> list[str]:
    usual = SplitPolicy()
    parts: list[str] = []
    if _rounded(policy) != _rounded(usual):
        parts += ["--split", f"{policy.train:g}/{policy.validation:g}/{policy.test:g}"]
    if policy.group_by != "none":
        parts += ["--group-by", policy.pattern if policy.group_by == "pattern" else policy.group_by]
    if policy.seed != usual.seed:
        parts += ["--split-seed", str(policy.seed)]
    return parts


def _rounded(policy: SplitPolicy) -> list[float]:
    return [round(share, 6) for share in policy.shares.values()]


def _written(value: SettingValue) -> str:
    if value is None:
        return "auto"
    return str(value).lower() if isinstance(value, bool) else str(value)
