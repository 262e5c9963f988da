"""Data into a project, and what a person should know of it before anything is learned."""

import sys
from pathlib import Path

from ptstudio.cli.following import follow_to_end
from ptstudio.cli.output import count_lines, finding_line
from ptstudio.core.dataset import ImportOptions
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project, dataset_name

SHOWN_FINDINGS = 3


def import_data(
    project: Project, source: Path, task: str, chosen: ImportOptions, name: str = "", *, for_measuring: bool = False
) -> str:
    """Import data into a project; gives the revision's key, and tells counts and findings on standard error."""
    name = name or dataset_name(source)
    job = ImportJob(task=task, source=str(source), dataset=name, options=chosen, for_measuring=for_measuring)
    result = follow_to_end(project.new_run(job)).result
    findings = result["findings"]
    lines = [f"Samples in dataset revision {result['revision']}:", *count_lines(result["counts"], result["samples"])]
    lines.append(f"Findings about the data: {len(findings)}")
    lines += [finding_line(finding) for finding in findings[:SHOWN_FINDINGS]]
    if len(findings) > SHOWN_FINDINGS:
        lines.append(f"  All of them: {project.revision_folder(result['revision']) / 'findings.jsonl'}")
    sys.stderr.write("\n".join(lines) + "\n")
    return str(result["revision"])
