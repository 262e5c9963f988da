"""`ptstudio pretrain`: a model becomes familiar with texts before it is trained, and another model of the library."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli import drafting
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.output import duration, say, say_json
from ptstudio.cli.train import USUAL_PRESET
from ptstudio.core.familiarity import Familiarity
from ptstudio.core.jobs import PretrainJob
from ptstudio.core.run import Run


def pretrain(
    data: drafting.Data,
    model: drafting.Model,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="PATH", help="More texts, without labels: a table, a text file or a folder."),
    ] = None,
    epochs: Annotated[
        int, typer.Option("--epochs", metavar="NUMBER", min=1, max=100, help="How often each text is read.")
    ] = 3,
    name: Annotated[str, typer.Option("--name", metavar="KEY", help="What the new model is called.")] = "",
    out: drafting.Out = None,
    task: options.Task = None,
    preset: drafting.Preset = USUAL_PRESET,
    settings: drafting.Values = None,
    as_json: options.AsJson = False,
) -> None:
    """Adapt a model to your texts first: it learns to guess hidden words in them, which needs no labels."""
    more = str(options.existing(texts)) if texts is not None else ""
    project, training = drafting.drafted(data, model, out, task, preset, settings)
    job = PretrainJob(training=training, texts=more, epochs=epochs, name=name)
    report_pretraining(follow_to_end(project.new_run(job)), as_json)


def report_pretraining(run: Run, as_json: bool) -> None:
    """Print what came of it."""
    if as_json:
        say_json(run.result | {"run": str(run.folder)})
        return
    found = Familiarity.model_validate(run.result)
    for line in (found.read.say(), found.words.say(), found.use.say()):
        say(line)
    say(f"In {duration(found.seconds)}. Train with it by: --model {found.model}")
