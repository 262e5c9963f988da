"""The import job: from what lies on disk to a dataset revision; dry, only the counts and findings."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from ptstudio.checks import all_checks
from ptstudio.checks._check import SampleTable
from ptstudio.core import atomic
from ptstudio.core.dataset import Finding, Revision, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.events import StageChanged, StepEnded
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project, dataset_name, now
from ptstudio.core.revision_change import change_of
from ptstudio.core.sample_classes import in_words
from ptstudio.data._archive import is_archive
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._ids import ById
from ptstudio.data._recognition import recognise
from ptstudio.data._revision import is_list, labels_of
from ptstudio.data._splitting import assign_splits
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.heap import trim
from ptstudio.engine.intake.fingerprint import fingerprint
from ptstudio.engine.intake.gathering import Gathered, gather
from ptstudio.engine.intake.memory import Memory
from ptstudio.engine.intake.near_copies import leave_out_near_copies
from ptstudio.engine.intake.workspace import Workspace, workspace
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task_for import refused_for


def run(job: ImportJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds format, confidence, reason, counts of each class, of all samples and of those
    without any class, how often each is marked (where that can be more than once in a sample), findings, what changed
    against the last revision if there is one, and, unless dry, the revision.
    """
    project = None if job.is_dry else Project.of_run(folder)
    known = Project.open(Path(job.known)) if job.known else project
    with workspace(folder, job.dataset or dataset_name(Path(job.source)), project, known) as place:
        return _Import(job, folder.name, place, channel).run()


class _Import:
    """One import, stage by stage."""

    def __init__(self, job: ImportJob, name: str, place: Workspace, channel: Channel) -> None:
        self._job = job
        self._name = name
        self._place = place
        self._channel = channel
        self._task = all_tasks()[job.task]

    def run(self) -> dict[str, Any]:
        source = self._open()
        kind, recognition = self._recognise(source)
        gathered = self._gather(source, kind)
        splits = self._split(gathered)
        self._check(gathered, splits)
        counted = gathered.counts(splits)
        counts = counted.model_dump(mode="json")
        result: dict[str, Any] = {
            "format": kind.key,
            "confidence": recognition.confidence,
            "reason": recognition.reason,
            "counts": counts["by_split"],
            "samples": counts["samples"],
            "marked": counted.all_marked,
            "marked_by_split": counts["marked"],
            "empty": counts["empty"],
            "findings": [finding.model_dump(mode="json") for finding in gathered.findings],
            "change": self._change(gathered),
        }
        if self._place.project is not None:
            made = self._describe(source, kind, recognition, gathered, splits)
            result["revision"] = self._keep(made, self._place.project, gathered, splits).key
        return result

    def _open(self) -> Path:
        source = Path(self._job.source)
        if not source.is_file() or not is_archive(source):
            return source
        return self._place.unpacked(source, self._stage("unpack", "Unpacking"))

    def _recognise(self, source: Path) -> tuple[DatasetFormat, Recognition]:
        try:
            return recognise(source, self._task.formats, self._job.options.format)
        except DatasetError as error:
            raise refused_for(source, self._task.key, error) from error

    def _read(self, source: Path, kind: DatasetFormat) -> Iterator[Sample | Finding]:
        try:
            return kind.read(source, self._job.options)
        except DatasetError as error:
            raise refused_for(source, self._task.key, error) from error

    def _gather(self, source: Path, kind: DatasetFormat) -> Gathered:
        """Corrected samples first, so that they count where the source says something else."""
        progress = self._stage("read", "Reading and checking every sample")
        samples = self._read(source, kind)
        if not self._job.for_measuring:
            corrected = self._place.corrected(self._task.files(), takes_inbox=self._job.takes_inbox)
            samples = chain(corrected, samples)
        notes = Path(self._job.memory) if self._job.memory and self._job.is_dry else None
        with Memory(notes, self._name) as memory:
            return gather(self._task, samples, source, self._job.options, self._place, memory, progress)

    def _change(self, gathered: Gathered) -> dict[str, Any] | None:
        """Against the last revision that can be learned from, if there is one."""
        previous = [revision for revision in self._place.revisions() if not revision.is_for_measuring]
        if self._job.for_measuring or self._place.known is None or not previous:
            return None
        before = labels_of(self._place.known, previous[-1])
        after = ById(gathered.ids, gathered.labels.mapped(in_words))
        return change_of(before, after).model_dump(mode="json")

    def _split(self, gathered: Gathered) -> list[Split]:
        if self._job.for_measuring:
            return [Split.TEST] * len(gathered.ids)
        known, policy = self._known_splits(gathered), self._job.options.split
        if policy.keep_given and policy.group_by == "none":
            leave_out_near_copies(gathered, known)
        self._refuse_few_classes(gathered)
        splits = assign_splits(gathered.ids, gathered.strata(), gathered.groups, gathered.given, known, policy)
        if Split.TRAIN not in splits:
            raise DatasetError("No sample is left to train on.", "Give the training split a larger share.")
        return splits

    def _refuse_few_classes(self, gathered: Gathered) -> None:
        """Where there is no class at all, what kept samples out says more of why, and of what to do."""
        try:
            self._task.refuse_few_classes(gathered.classes)
        except DatasetError as error:
            message = f"Nothing can be learned from “{Path(self._job.source).name}”. {error.message}"
            left_out = [finding for finding in gathered.findings if finding.severity == "error"]
            if gathered.classes or not left_out:
                raise DatasetError(message, error.hint) from error
            samples = "1 sample was" if len(left_out) == 1 else f"{len(left_out):,} samples were"
            first = f"{samples} left out. The first, “{Path(left_out[0].path).name}”: {left_out[0].reason}"
            raise DatasetError(f"{message} {first}", left_out[0].remedy) from error

    def _known_splits(self, gathered: Gathered) -> Mapping[str, Split]:
        """Those of earlier revisions; a part that is new lies where its text did."""
        known = self._place.known_splits()
        new = zip(gathered.ids, gathered.wholes, strict=True)
        known.update((id_, known[whole]) for id_, whole in new if whole and whole in known and id_ not in known)
        return known

    def _check(self, gathered: Gathered, splits: list[Split]) -> None:
        table = SampleTable(self._job.source, gathered.ids, gathered.paths, gathered.labels, gathered.groups, splits)
        for check in all_checks().values():
            if check.concerns_training and self._job.for_measuring:
                continue
            gathered.findings.extend(check.examine(table))

    def _describe(
        self, source: Path, kind: DatasetFormat, recognition: Recognition, gathered: Gathered, splits: list[Split]
    ) -> Revision:
        return Revision(
            name=self._place.dataset,
            number=self._place.next_number,
            task=self._job.task,
            format=kind.key,
            recognised=recognition.reason,
            source=str(Path(self._job.source).resolve()),
            root=self._root(source),
            classes=gathered.classes,
            counts=gathered.counts(splits),
            findings=dict(Counter(finding.kind for finding in gathered.findings)),
            fingerprint=fingerprint(gathered.ids, gathered.truths(), splits),
            options=self._job.options,
            created=now(),
        )

    def _root(self, source: Path) -> str:
        """Relative for what lies in the project, so that it can be moved."""
        root = (source if source.is_dir() else source.parent).resolve()
        project = self._place.project
        inside = project is not None and root.is_relative_to(project.folder)
        return root.relative_to(project.folder).as_posix() if project and inside else str(root)

    def _keep(self, made: Revision, project: Project, gathered: Gathered, splits: list[Split]) -> Revision:
        """Write the revision, unless the last one says the same already."""
        # The library that writes tables takes half a second to import, and a dry import needs none.
        gathered.forget_ids()
        trim()
        from ptstudio.engine.intake.recording import write_table

        self._place.take_in(gathered.taken, gathered.doubles)
        last = next(reversed(self._place.revisions()), None)
        if last is not None and (last.fingerprint, last.root) == (made.fingerprint, made.root):
            return last
        with atomic.new_folder(project.revision_folder(made.key)) as folder:
            write_table(folder, self._rows(gathered, splits), self._task.columns, made.classes)
            findings = "".join(finding.to_line() + "\n" for finding in gathered.findings)
            (folder / "findings.jsonl").write_text(findings, encoding="utf-8")
            (folder / "revision.json").write_text(made.to_text(), encoding="utf-8")
        return made

    def _rows(self, gathered: Gathered, splits: list[Split]) -> Iterator[dict[str, Any]]:
        number = {label: index for index, label in enumerate(gathered.classes)}
        has_several = is_list(self._task.columns["label"])
        with self._place.rows.open(encoding="utf-8") as lines:
            rows = gathered.used(lines)
            for row, labels, group, split in zip(rows, gathered.labels, gathered.groups, splits, strict=True):
                numbers = [number[label] for label in labels]
                label = numbers if has_several else numbers[0]
                yield json.loads(row) | {
                    "label": label,
                    "group": group,
                    "split": str(split),
                }

    def _stage(self, key: str, title: str) -> Callable[[int, int], None]:
        self._channel.emit(StageChanged(stage=key, title=title))

        def tell(done: int, total: int) -> None:
            if self._channel.is_due() or done == total:
                self._channel.breathe()
                self._channel.step(StepEnded(stage=key, done=done, total=total or None))

        return tell
