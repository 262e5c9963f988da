"""Where each of several processes computes: its graphics card, or its share of the processor's cores."""

from collections.abc import Sequence

import torch

from ptstudio.engine.computing.device import usable_cores
from ptstudio.engine.ranks.place import Place
from ptstudio.engine.ranks.wire import Wire


def take_card(local_rank: int, cards: Sequence[int]) -> None:
    """Compute on the own one of the `cards` (numbers), or on the card of the own number."""
    if torch.cuda.is_available():
        torch.cuda.set_device(cards[local_rank % len(cards)] if cards else local_rank % torch.cuda.device_count())


def settle_in(wire: Wire, place: Place, cards: Sequence[int], device: torch.device) -> None:
    """Before the first order, in every process."""
    if device.type == "cuda":
        take_card(place.local_rank, cards)
        if place.is_launched or len(set(cards)) == len(cards):
            wire.use_cards()
    share_cores(place.local_world)


def share_cores(processes: int) -> None:
    """Processes of one machine that each used all cores would be in each other's way."""
    if processes > 1:
        torch.set_num_threads(min(torch.get_num_threads(), max(1, usable_cores() // processes)))
