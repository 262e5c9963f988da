"""One network, trained again and again from the same beginning, in other ways or on other samples."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ptstudio.core.jobs import SettingValue
from ptstudio.data._revision import SplitRows
from ptstudio.engine.computing.network import phases_of, plain_state
from ptstudio.engine.computing.randomness import sow
from ptstudio.engine.learning.preparation import Prepared
from ptstudio.engine.learning.setup import Setup

NEVER_S = 3600.0
"""A training that is done again when it breaks off needs no checkpoints; the longest time that the setting takes."""


class RepeatedTraining:
    """Gives setups that differ only in what is asked for: the weights, what is new in the network included, and the
    way of computing are the same, so that what is measured can be compared.
    """

    def __init__(self, prepared: Prepared) -> None:
        self._setup = prepared.setup
        self._beginning = plain_state(prepared.setup.network.state_dict())

    def setup(
        self,
        folder: Path,
        values: Mapping[str, SettingValue] | None = None,
        training: SplitRows | None = None,
        validation: SplitRows | None = None,
    ) -> Setup:
        """A training from the beginning, with some settings changed, on these samples or the usual ones.

        It works in `folder`, and leaves checkpoints there only when it is stopped. Raises SettingsError.
        """
        task, usual = self._setup.task, self._setup.trained.settings
        settings = task.settings.from_values(usual | dict(values or {}) | {"checkpoint_every_s": NEVER_S})
        trained = self._setup.trained.model_copy(update={"settings": settings.model_dump(mode="json")})
        network = self._setup.network
        sow(settings.seed)
        network.load_state_dict(self._beginning)
        rows = training or self._setup.training
        return replace(
            self._setup,
            trained=trained,
            settings=settings,
            phases=phases_of(network, trained),
            training=rows,
            validation=validation or self._setup.validation,
            class_counts=task.class_counts(rows.column("label"), trained.classes),
            folder=folder,
        )
