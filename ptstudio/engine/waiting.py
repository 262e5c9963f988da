"""A worker that is started before there is anything to do, so that it has loaded everything when there is."""

import importlib
import json
import os
import sys

from ptstudio.engine.metering.company import wait_considerately
from ptstudio.engine.reporting.report_page import load_templates
from ptstudio.engine.uncollected import uncollected
from ptstudio.exporters._runtime import runtime
from ptstudio.models._light_torchvision import load_builders


def called() -> list[str]:
    """Load what most jobs need, then wait until a run is to be done: the arguments that a worker of it starts with.
    None, where nobody wants one any more.
    """
    wait_considerately()
    with uncollected():
        importlib.import_module("ptstudio.engine.training_job")
        load_builders()
        load_templates()
        runtime()
    line = sys.stdin.buffer.readline()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return [str(argument) for argument in json.loads(line)] if line else []
