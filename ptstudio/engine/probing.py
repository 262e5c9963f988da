"""The probe job: what the machine is and, for a training, what it would do."""

from pathlib import Path
from typing import Any

from ptstudio.core.events import MachineProbed
from ptstudio.core.jobs import ProbeJob
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.device import probe_machine


def run(job: ProbeJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the machine and, where a training was given, its plan."""
    machine = probe_machine()
    channel.emit(MachineProbed(machine=machine))
    result: dict[str, Any] = {"machine": machine.model_dump(mode="json")}
    if job.training is not None:
        from ptstudio.engine.learning.preparation import prepare

        result["plan"] = prepare(job.training, folder, channel).plan.model_dump(mode="json")
    return result
