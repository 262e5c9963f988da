"""`ptstudio rate-test`: a learning rate for a training, found in about a hundred steps."""

from typing import Any

from ptstudio.cli import data_options as options
from ptstudio.cli import drafting
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.output import duration, say, say_json
from ptstudio.cli.train import USUAL_PRESET
from ptstudio.core.jobs import RateTestJob
from ptstudio.core.rate_test import RateTest, rate_words

SHOWN_POINTS = 20


def rate_test(
    data: drafting.Data,
    model: drafting.Model,
    out: drafting.Out = None,
    task: options.Task = None,
    preset: drafting.Preset = USUAL_PRESET,
    settings: drafting.Values = None,
    as_json: options.AsJson = False,
) -> None:
    """Find a learning rate: it rises from step to step until the loss goes out of control. Trains nothing to keep."""
    project, training = drafting.drafted(data, model, out, task, preset, settings)
    result: dict[str, Any] = follow_to_end(project.new_run(RateTestJob(training=training))).result
    if as_json:
        say_json(result)
        return
    for line in rate_lines(RateTest.model_validate(result)):
        say(line)


def rate_lines(found: RateTest) -> list[str]:
    """Some of the points, the suggestion and the reason."""
    step = max(1, len(found.points) // SHOWN_POINTS)
    lines = [f"{found.phase}: {len(found.points)} steps in {duration(found.seconds)}", "        rate      loss"]
    for place, point in enumerate(found.points):
        if place % step == 0 or point == found.lowest:
            note = "   the lowest" if point == found.lowest else ""
            lines.append(f"  {rate_words(point.learning_rate):>10}  {point.loss:8.4f}{note}")
    if found.suggestion is not None:
        lines.append(f"Suggestion: --set {found.setting}={rate_words(found.suggestion)}")
    return [*lines, found.reason.say()]
