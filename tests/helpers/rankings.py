"""Rankings of models as the rank job makes them."""

from ptstudio.core.metric import Estimate
from ptstudio.core.ranking import LeftOutModel, RankedModel, Ranking

TASK = "image-classification"


def ranked(key: str, value: float, ms: float, doubt: float = 0.05) -> RankedModel:
    """A model with an accuracy and the time that it takes for a picture."""
    return RankedModel(
        key=key,
        title=key.capitalize(),
        estimate=Estimate(value=value, low=value - doubt, high=value + doubt),
        fold_mean=value,
        fold_spread=0.02,
        seconds_per_sample=ms / 1000,
        parameters=1_000_000,
        memory_mb=12.5,
        training_s={"quick": ms, "balanced": 30 * ms, "thorough": 60 * ms},
    )


def ranking(
    *models: RankedModel,
    dataset: str = "rubbish/0002",
    samples: int = 60,
    of: int = 60,
    left_out: tuple[LeftOutModel, ...] = (),
    higher_is_better: bool = True,
) -> Ranking:
    """A ranking of these, in this order."""
    return Ranking(
        task=TASK,
        dataset=dataset,
        metric="accuracy",
        higher_is_better=higher_is_better,
        samples=samples,
        training_samples=of,
        folds=5,
        baseline=0.25,
        baseline_reason="always answering “glass”",
        models=models,
        left_out=left_out,
        seconds=16.0,
    )
