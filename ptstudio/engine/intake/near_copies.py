"""Training samples that are nearly the same as one that the source gives for validation or test: those give way."""

from collections.abc import Iterator, Mapping

from ptstudio.core.dataset import Finding, Split
from ptstudio.engine.intake.gathering import Gathered

MOST_SHARE = 0.1
"""Of the training samples; where it were more, they resemble each other by their nature, as questions to one text."""


def leave_out_near_copies(gathered: Gathered, known: Mapping[str, Split]) -> None:
    """Out of training, with a finding for each; not what a person corrected. Splits of earlier imports (`known`) hold.

    Where very many would go, none does, and a check tells that they lie in several splits.
    """
    splits = [known.get(id_) or given for id_, given in zip(gathered.ids, gathered.given, strict=True)]
    held = _held(gathered, splits)
    if not held:
        return
    trained = sum(split in (None, Split.TRAIN) for split in splits)
    near = {
        place: held[group]
        for place, (group, split) in enumerate(zip(gathered.groups, splits, strict=True))
        if split in (None, Split.TRAIN) and group in held and place not in gathered.corrected
    }
    if near and len(near) <= MOST_SHARE * trained:
        gathered.findings.extend(_findings(gathered, near))
        gathered.leave_out(near)


def _held(gathered: Gathered, splits: list[Split | None]) -> dict[str, int]:
    """The first sample of each group that is given for validation or test, and lies there."""
    held: dict[str, int] = {}
    for place, (group, given, split) in enumerate(zip(gathered.groups, gathered.given, splits, strict=True)):
        if group and given is split and given in (Split.VALIDATION, Split.TEST):
            held.setdefault(group, place)
    return held


def _findings(gathered: Gathered, near: Mapping[int, int]) -> Iterator[Finding]:
    for place, held in near.items():
        used = gathered.copy_at(held).place
        yield Finding(
            kind="near-copy",
            severity="error",
            path=gathered.paths[place],
            row=gathered.rows[place] or None,
            reason=f"The text is that of {used}, which is given for {gathered.given[held]}, or differs from it only in "
            "capitals, numbers and punctuation.",
            remedy="Nothing need be done: it is left out of training, so that nothing is tested that was learned.",
        )
