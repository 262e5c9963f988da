"""All scenes: what happens on the way, each in a home of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui.pictures_of import (
    computing,
    downloads,
    finding,
    hub,
    lengths,
    library,
    licences,
    marked,
    models,
    packs,
    placed,
    plans,
    pretraining,
    queue,
    ranking,
    runs,
    tables,
    usage,
)
from tests.gui.pictures_of.camera import Camera

SCENES: dict[str, Callable[[Camera, Path, pytest.MonkeyPatch], None]] = {
    "models": models.picture,
    "ranking": ranking.picture,
    "downloads": downloads.picture,
    "licences": licences.picture,
    "hub": hub.picture,
    "library": library.picture,
    "packs": packs.picture,
    "finding": finding.picture,
    "pretraining": pretraining.picture,
    "plans": plans.picture,
    "lengths": lengths.picture,
    "queue": queue.picture,
    "usage": usage.picture,
    "runs": runs.picture,
    "computing": computing.picture,
    "tables": tables.picture,
    "marked": marked.picture,
    "placed": placed.picture,
}
"""Each takes its pictures with a camera, in an empty folder; what it patches is put back after it."""
