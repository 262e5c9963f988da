"""The models that a page knows, by key, and the one that is selected; knows no widget."""

from collections.abc import Collection, Iterable, Mapping

from ptstudio.app.model_browsing import Listed, with_arrived


class ModelStock:
    """`selected` is the key of the model whose details are shown, whether it is known or not."""

    def __init__(self) -> None:
        self._known: dict[str, Listed] = {}
        self.selected = ""

    @property
    def all(self) -> list[Listed]:
        """Every model that is known."""
        return list(self._known.values())

    @property
    def ready(self) -> list[Listed]:
        """Those that a training can start from."""
        return [listed for listed in self.all if listed.can_start]

    @property
    def shown(self) -> Listed | None:
        """The selected model, if it is known."""
        return self.find(self.selected)

    def find(self, key: str) -> Listed | None:
        """The model of this key, if it is known."""
        return self._known.get(key)

    def some(self, keys: Iterable[str]) -> list[Listed]:
        """The models of these keys that are known."""
        return [self._known[key] for key in keys if key in self._known]

    def can_start(self, key: str) -> bool:
        """Whether a training can start from the model of this key."""
        return key in self._known and self._known[key].can_start

    def take(self, known: Iterable[Listed]) -> None:
        """Know these, and no others."""
        self._known = {listed.key: listed for listed in known}

    def note_arrived(self, arrived: Mapping[str, int], held: Collection[str] = ()) -> list[Listed]:
        """Note how much per cent of each has arrived, by key, and which are `held`; gives those that this changes."""
        changed = with_arrived(self.all, arrived, held)
        self._known |= {listed.key: listed for listed in changed}
        return changed
