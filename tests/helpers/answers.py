"""What a prediction says, for tests that know of which type it is."""

from ptstudio.core.prediction import Classes, ClassProbability, Prediction


def classes_in(prediction: Prediction | None) -> tuple[ClassProbability, ...]:
    """The classes of an answer that is one of them."""
    assert isinstance(prediction, Classes)
    return prediction.classes
