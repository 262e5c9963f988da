"""A plan with what was tried for a choice laid open, and one for which the memory will not do."""

from pathlib import Path

import pytest

from ptstudio.app.widgets.plan_view import PlanView
from ptstudio.app.widgets.timings_view import TimingsView
from ptstudio.core.machine import Choice, Timing
from tests.gui.pictures_of.camera import Camera
from tests.helpers.windows import PLAN

LOOKING = Choice(
    name="way_of_looking",
    value="float32, ONNX Runtime",
    reason="The best of 4 ways tried on your samples in a network that stands still: 237 samples a second.",
    timings=(
        Timing(way="float32, channels last, fused", samples_per_s=101),
        Timing(way="float32, ONNX Runtime", samples_per_s=237),
        Timing(way="bfloat16, channels last, fused", samples_per_s=214),
        Timing(way="float32, channels first, fused", samples_per_s=35),
    ),
)


def picture(camera: Camera, _place: Path, _patch: pytest.MonkeyPatch) -> None:
    """Take both."""
    shown = PlanView()
    shown.setFixedWidth(560)
    shown.show()
    shown.show_plan(PLAN.model_copy(update={"choices": (PLAN.choices[0], LOOKING, PLAN.choices[1])}))
    for table in shown.findChildren(TimingsView):
        table.button.click()
    shown.resize(shown.width(), shown.heightForWidth(shown.width()))
    camera.take(shown, "plan-tried")
    shown.show_plan(PLAN.model_copy(update={"free_memory_mb": 700.0}))
    shown.resize(shown.width(), shown.heightForWidth(shown.width()))
    camera.take(shown, "plan-too-large")
    shown.close()
    shown.deleteLater()
