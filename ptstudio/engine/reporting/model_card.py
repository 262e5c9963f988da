"""The model card of an export: data, counts, figures with intervals, settings, licences, limits."""

from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template

from ptstudio import __version__
from ptstudio.core.dataset import SPLITS, Revision
from ptstudio.core.folders import resources
from ptstudio.core.licence import OWN, licence_of
from ptstudio.core.metric import MetricFacts
from ptstudio.core.pretrained import ImageInput
from ptstudio.core.project import now
from ptstudio.core.report import Report, SplitReport
from ptstudio.core.sentence import without_isolates
from ptstudio.core.trust import FEW_OF_A_CLASS, ClassTable, cautions
from ptstudio.engine.computing.network import TrainedNetwork
from ptstudio.engine.reporting.export_licences import licence_words


def model_card(model: TrainedNetwork, revision: Revision, run: Path) -> str:
    """Markdown, with `{certificates}` and `{use}` where the exporter puts its certificates and how to use its files."""
    report = _report(run)
    splits = report.splits if report else {}
    template = (resources() / "templates" / "model_card.md.j2").read_text(encoding="utf-8")
    trained = model.trained
    card: str = Template(template, undefined=StrictUndefined).render(
        title=f"{trained.model.title}, taught {_few(trained.classes)}",
        task=model.task,
        version=__version__,
        made_at=now(),
        run=run.name,
        classes=[_cell(label) for label in trained.classes],
        revision=revision,
        counts=_counts(revision),
        splits=[_figures(report, split, model.task.metrics) for split in splits.values()] if report else [],
        baseline_reason=next((split.baseline_reason for split in splits.values()), "always the same answer"),
        model=trained.model,
        pretrained=trained.has_pretrained_weights,
        licence=licence_words(licence_of(trained.model.licence)),
        own_licence=licence_words(licence_of(OWN)),
        preset=trained.preset,
        settings=_settings(model),
        settled=trained.settled,
        small_classes=[_cell(label) for label in _small_classes(splits)],
    )
    return card


def _report(run: Path) -> Report | None:
    path = run / "report.json"
    return Report.from_text(path.read_bytes()) if path.exists() else None


def _counts(revision: Revision) -> list[dict[str, Any]]:
    by_split = revision.counts.by_split
    return [
        {"label": _cell(label)} | {str(split): by_split[split].get(label, 0) for split in SPLITS}
        for label in revision.classes
    ]


def _figures(report: Report, split: SplitReport, metrics: tuple[MetricFacts, ...]) -> dict[str, Any]:
    rows = [
        {
            "title": facts.title,
            "value": facts.written(split.metrics[facts.key].value),
            "low": facts.written(split.metrics[facts.key].low),
            "high": facts.written(split.metrics[facts.key].high),
            "baseline": facts.written(split.baseline[facts.key]) if facts.key in split.baseline else "–",
        }
        for facts in metrics
    ]
    said = [_cell(without_isolates(caution.say())) for caution in cautions(report, split, metrics)]
    return {"title": split.split.capitalize(), "samples": split.samples, "metrics": rows, "cautions": said}


def _settings(model: TrainedNetwork) -> dict[str, object]:
    """Every setting by name; of those that were left to the program, what it chose, where the model tells."""
    trained = model.trained
    titles = {one.name: dict(zip(one.choices, one.titles, strict=True)) for one in model.task.settings.facts()}
    chosen = dict(trained.model.config)
    if isinstance(trained.model.input, ImageInput):
        chosen["image_px"] = trained.model.input.px

    def shown(name: str, value: object) -> object:
        if value is not None or name not in chosen:
            return "automatic" if value is None else value
        return f"{titles[name].get(chosen[name], chosen[name])} (chosen)"

    return {name: shown(name, value) for name, value in trained.settings.items()}


def _small_classes(splits: dict[str, SplitReport]) -> list[str]:
    sections = [section for split in splits.values() if split.split == "test" for section in split.sections]
    return [
        row.label
        for section in sections
        if isinstance(section, ClassTable)
        for row in section.rows
        if row.support < FEW_OF_A_CLASS
    ]


def _few(classes: tuple[str, ...]) -> str:
    return ", ".join(classes[:3]) + (f" and {len(classes) - 3} more classes" if len(classes) > 3 else "")


def _cell(label: str) -> str:
    return label.replace("|", "\\|").replace("\n", " ")
