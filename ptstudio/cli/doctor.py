"""`ptstudio doctor`: the machine, devices, versions, and what is missing."""

import importlib.metadata
import platform
import re
import sys
from typing import Annotated, Any

import typer

from ptstudio import __version__
from ptstudio.cli.data_options import AsJson
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import say, say_json
from ptstudio.core.amount import size
from ptstudio.core.errors import ProjectError
from ptstudio.core.folders import data_folder, resources
from ptstudio.core.history import forget_history, history_file, read_history
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.system_libraries import absent_libraries
from ptstudio.library.faults import faults
from ptstudio.library.library import Library

ABSENT = "absent"


def doctor(
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget how long earlier trainings took and what they drew.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what this machine is, what PTStudio found on it, and what is missing."""
    if forget:
        forget_all()
    with temporary_run(ProbeJob()) as folder:
        machine = follow_to_end(folder).result["machine"]
    facts: dict[str, Any] = {
        "ptstudio": __version__,
        "python": platform.python_version(),
        "machine": machine,
        "versions": versions(),
        "data_folder": str(data_folder()),
        "history": {"file": str(history_file()), "trainings": len(read_history())},
        "missing": missing(),
    }
    if as_json:
        say_json(facts)
        return
    say(f"PTStudio {facts['ptstudio']}, Python {facts['python']}, {machine['system']}")
    say(f"{machine['cores']} cores, {size(machine['memory_mb'])} of memory, {size(machine['free_memory_mb'])} free")
    for device in machine["devices"]:
        say(f"Device {device['kind']}: {device['title']}, {size(device['memory_mb'])}")
    for name, version in facts["versions"].items():
        say(f"  {name} {version}")
    say(f"Data folder: {facts['data_folder']}")
    say(history_line(facts["history"]["trainings"]))
    for thing in facts["missing"]:
        say(f"Missing: {thing['what'].removesuffix('.')}. {thing['remedy']}")
    if not facts["missing"]:
        say("Nothing is missing.")


def history_line(trainings: int) -> str:
    """What is remembered of earlier trainings."""
    if not trainings:
        return "Estimates: nothing to learn from yet; each training on this machine makes them better."
    count = "one training" if trainings == 1 else f"{trainings} trainings"
    return f"Estimates learn from {count} on this machine ({history_file()}; --forget deletes it)."


def forget_all() -> None:
    """Forget earlier trainings. Raises ProjectError where the file cannot be deleted."""
    try:
        forget_history()
    except OSError as error:
        raise ProjectError(
            f"“{history_file()}” cannot be deleted: {error.strerror or error}.", "Delete it by hand."
        ) from error
    sys.stderr.write("Forgotten.\n")


def versions() -> dict[str, str]:
    """The version of each of PTStudio's own dependencies, `absent` where one is not installed; and of those that can be
    left out, where they are there.
    """
    found = {}
    for requirement in importlib.metadata.requires("ptstudio") or []:
        name = re.match(r"[\w.-]+", requirement)
        is_chosen = re.search(r";.*\bextra\b", requirement) is not None
        if name and not (is_chosen and _version(name.group()) == ABSENT):
            found[name.group()] = _version(name.group())
    return found


def missing() -> list[dict[str, str]]:
    """What PTStudio needs and this machine has not, and what to do about it."""
    found = [
        {"what": f"the Python package {name}", "remedy": "Install PTStudio again."}
        for name, version in versions().items()
        if version == ABSENT
    ]
    if not (resources() / "library" / "starter" / "weights.safetensors").is_file():
        found.append({"what": "the built-in starter model", "remedy": "Install PTStudio again."})
    found += [{"what": fault.error.message, "remedy": fault.error.hint} for fault in faults(Library.standard())]
    found += [
        {"what": f"the system library {library}", "remedy": f"On Debian and Ubuntu: apt-get install {package}"}
        for library, package in absent_libraries().items()
    ]
    return found


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ABSENT
