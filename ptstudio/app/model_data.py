"""What of a dataset counts for choosing a model, read from its table; knows no widget and no model."""

from statistics import median

from ptstudio.app.model_advice import DataFacts
from ptstudio.core.dataset import Revision, Split
from ptstudio.core.project import Project

LOOKED_AT = 2_000
"""How many pictures tell well enough how large they usually are."""


def data_facts(project: Project, revision: Revision) -> DataFacts:
    """The training samples and the usual size of a picture; takes a moment. Raises OSError and what Arrow raises."""
    from ptstudio.data._revision import open_table

    samples = revision.counts.totals.get(Split.TRAIN, 0)
    table = open_table(project.revision_folder(revision.key)).slice(0, LOOKED_AT)
    if not {"width", "height"} <= set(table.column_names) or not len(table):
        return DataFacts(samples)
    sides = zip(table["width"].to_pylist(), table["height"].to_pylist(), strict=True)
    return DataFacts(samples, round(median(min(pair) for pair in sides)))
