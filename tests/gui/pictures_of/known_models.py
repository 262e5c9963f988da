"""Published models as they stand in a library on this machine; of their weights there is only a stand-in."""

import hashlib

from ptstudio.core.folders import library_folder
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import all_families
from tests.helpers.pretrained import model, put_into


def published(key: str) -> PretrainedModel:
    """A model of the catalogue."""
    known = (one for family in all_families().values() for one in family.catalogue)
    return next(one for one in known if one.key == key)


def put_here(*keys: str) -> None:
    """Have these models of the catalogue in the library."""
    put_into(library_folder(), *map(arrived, keys))


def arrived(key: str) -> PretrainedModel:
    """A model of the catalogue as it stands once it is here: with the whole hash of its weights."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    stated = published(key).sha256
    return published(key).model_copy(update={"sha256": stated + digest[len(stated) :]})


def put_too_big() -> str:
    """Have a model in the library that no machine has room for; gives its key."""
    huge = model(
        key="sequoia",
        title="Sequoia",
        summary="A network of our own, for a machine of its own.",
        parameters=21_700_000_000,
        size_mb=82_800.0,
        source="sequoia.safetensors",
    )
    put_into(library_folder(), huge)
    return huge.key
