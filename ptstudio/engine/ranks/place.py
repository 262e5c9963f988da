"""Which of the processes that train together this one is; knows neither torch nor a job.

The variables are those of `torchrun`, so that a worker finds itself the same way, whoever has started it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ptstudio.core.worker import PROCESSES

_STARTED_BY_US = "PTSTUDIO_RANK_OF"


@dataclass(frozen=True)
class Place:
    """The process number `rank` of `world`, on its machine number `local_rank` of `local_world`; all count from 0.

    The first process is to be met at `address` and `port`. `parent` is the process that has started this one to help
    it, 0 for others. Where it `is_launched`, by `torchrun`, all processes are started already.
    """

    rank: int = 0
    world: int = 1
    local_rank: int = 0
    local_world: int = 1
    address: str = "127.0.0.1"
    port: int = 0
    parent: int = 0
    is_launched: bool = False

    @property
    def is_helper(self) -> bool:
        """Whether another process leads."""
        return self.rank > 0

    def processes(self, asked: int) -> int:
        """How many processes train: as many as were launched, or as a resume asks for, or else as were `asked` for."""
        return self.world if self.is_launched else int(os.environ.get(PROCESSES) or asked)

    def processes_here(self, asked: int) -> int:
        """How many of them compute on this machine."""
        return self.local_world if self.is_launched else self.processes(asked)

    def environment(self) -> dict[str, str]:
        """The variables that tell a process its place."""
        return {
            "RANK": str(self.rank),
            "WORLD_SIZE": str(self.world),
            "LOCAL_RANK": str(self.local_rank),
            "LOCAL_WORLD_SIZE": str(self.local_world),
            "MASTER_ADDR": self.address,
            "MASTER_PORT": str(self.port),
            _STARTED_BY_US: str(self.parent),
        }


def read_place(environment: Mapping[str, str] | None = None) -> Place:
    """The place that the environment tells of; that of a process that is alone where it tells of none."""
    told = os.environ if environment is None else environment
    if "RANK" not in told or "WORLD_SIZE" not in told:
        return Place()
    parent = int(told.get(_STARTED_BY_US, "0"))
    rank, world = int(told["RANK"]), int(told["WORLD_SIZE"])
    return Place(
        rank=rank,
        world=world,
        local_rank=int(told.get("LOCAL_RANK", rank)),
        local_world=int(told.get("LOCAL_WORLD_SIZE", world)),
        address=told.get("MASTER_ADDR", "127.0.0.1"),
        port=int(told.get("MASTER_PORT", "29500")),
        parent=parent,
        is_launched=not parent,
    )


@cache
def own_place() -> Place:
    """The place of this process. The environment tells it only once: accelerate, which would read it too, would connect
    the processes on its own.
    """
    place = read_place()
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"):
        os.environ.pop(name, None)
    return place
