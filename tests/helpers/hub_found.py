"""A model as a search of the Hub finds it."""

from ptstudio.library.downloading.found_model import FoundModel

VIT = FoundModel(
    name="leaf/vit",
    revision="a" * 40,
    architecture="ViTForImageClassification",
    parameters=86_600_000,
    size_mb=330.4,
    licence="MIT",
    downloads=4312,
    changed="2026-05-01T12:00:00+00:00",
    is_gated=False,
)
