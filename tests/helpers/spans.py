"""What is marked in samples, and whether it is in order."""

from collections.abc import Iterable
from itertools import pairwise

from ptstudio.core.dataset import Sample
from ptstudio.core.spans import Span


def text_and_spans(sample: Sample) -> tuple[str, tuple[Span, ...]]:
    """Of a sample, after a look at whether its spans are sorted, apart, within the text and filled."""
    text, spans = sample.fields["text"], sample.fields["spans"]
    assert isinstance(text, str)
    assert isinstance(spans, tuple)
    assert all(isinstance(span, Span) and 0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert text == text.strip()
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    return text, spans


def marked(samples: Iterable[Sample]) -> list[list[tuple[str, str]]]:
    """The marked words of each sample with their classes."""
    found = [text_and_spans(sample) for sample in samples]
    return [[(span.of(text), span.label) for span in spans] for text, spans in found]
