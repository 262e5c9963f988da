"""How processes that train together talk: orders and weights go out, gradients and findings come back.

Built on torch.distributed: gloo between processors, and NCCL for what lies on CUDA cards. Only plain bytes and numbers
are sent, never pickles. Knows no network and no job.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import torch
import torch.distributed as dist
from torch._C._distributed_c10d import Store, TCPStore
from torch.distributed import ProcessGroup
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh

from ptstudio.engine.ranks.faults import lost
from ptstudio.engine.ranks.place import Place

ANSWER_S = 1800.0
"""How long the first process waits for an answer. One whose process has ended is missed at once."""
ORDER_S = 30 * 24 * 3600.0
"""How long the others wait for an order: a training may be paused for days."""
_HERE = "ptstudio/here/"
_LOOPBACK = {"linux": "lo", "darwin": "lo0"}


class Wire:
    """The connection of one process with the others; made once all have come, which may take a while.

    Every method raises ProcessLost where another process is gone.
    """

    def __init__(self, place: Place, store: Store | None = None) -> None:
        """`store` is where they meet, for a first process that has opened it; others find it by their place, and leave
        word there that they have come.
        """
        self.rank, self.world = place.rank, place.world
        if not place.is_launched and sys.platform in _LOOPBACK:
            os.environ.setdefault("GLOO_SOCKET_IFNAME", _LOOPBACK[sys.platform])
        self._patience = timedelta(seconds=ORDER_S if place.is_helper else ANSWER_S)
        self._cards: ProcessGroup | None = None
        with _missing():
            where = {"init_method": "env://"} if place.is_launched else {"store": store or _found(place)}
            dist.init_process_group("gloo", rank=self.rank, world_size=self.world, timeout=self._patience, **where)

    def use_cards(self) -> None:
        """From now on what lies on CUDA cards, a card for each process, goes by NCCL where there is that. All processes
        have to call this.
        """
        if dist.is_nccl_available():
            with _missing():
                group = dist.new_group(backend="nccl", timeout=self._patience)
            self._cards = group if isinstance(group, ProcessGroup) else None

    def mesh(self, device: torch.device) -> DeviceMesh:
        """All processes as a row over which a network can be spread."""
        if device.type == "cuda" and self._cards is not None:
            return DeviceMesh.from_group(self._cards, "cuda")
        return init_device_mesh(device.type, (self.world,))

    def close(self) -> None:
        """Hang up."""
        if dist.is_initialized():
            dist.destroy_process_group()

    def broadcast(self, tensor: torch.Tensor) -> None:
        """Give a tensor of the first process to all, in place."""
        with _missing(), self._reachable(tensor) as own:
            dist.broadcast(own, src=0, group=self._cards if own.is_cuda else None)

    def add_up(self, tensor: torch.Tensor) -> None:
        """Leave the sum of all processes' tensors in that of the first, in place."""
        with _missing(), self._reachable(tensor) as own:
            dist.reduce(own, dst=0, group=self._cards if own.is_cuda else None)

    def all_of(self, *values: float) -> list[list[float]]:
        """The numbers of every process, in the order of their ranks; every process gives as many."""
        own = torch.tensor(values, dtype=torch.float64)
        everybody = [torch.empty_like(own) for _ in range(self.world)]
        with _missing():
            dist.all_gather(everybody, own)
        return [numbers.tolist() for numbers in everybody]

    def tell(self, text: bytes) -> None:
        """Say something to all others, from the first process."""
        self.broadcast(torch.tensor([len(text)]))
        self.broadcast(_bytes(text))

    def hear(self) -> bytes:
        """What the first process says next."""
        length = torch.zeros(1, dtype=torch.int64)
        self.broadcast(length)
        text = torch.empty(int(length), dtype=torch.uint8)
        self.broadcast(text)
        return text.numpy().tobytes()

    def send(self, text: bytes) -> None:
        """Send something to the first process, which has to `receive` it."""
        with _missing():
            dist.send(torch.tensor([len(text)]), dst=0)
            dist.send(_bytes(text), dst=0)

    def receive(self, rank: int) -> bytes:
        """What the process `rank` has sent."""
        length = torch.zeros(1, dtype=torch.int64)
        with _missing():
            dist.recv(length, src=rank)
            text = torch.empty(int(length), dtype=torch.uint8)
            dist.recv(text, src=rank)
        return text.numpy().tobytes()

    @contextmanager
    def _reachable(self, tensor: torch.Tensor) -> Iterator[torch.Tensor]:
        """The tensor where it can be sent from: on the processor, unless NCCL sees it where it is."""
        if not tensor.is_cuda or self._cards is not None:
            yield tensor
            return
        own = tensor.cpu()
        yield own
        tensor.copy_(own)


def meeting_point() -> TCPStore:
    """Where processes of this machine can meet, at a port that the system has chosen."""
    return TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False)


def have_come(store: Store, processes: int) -> bool:
    """Whether all others have come to a meeting point."""
    return bool(store.check([f"{_HERE}{rank}" for rank in range(1, processes)]))


def _found(place: Place) -> TCPStore:
    store = TCPStore(place.address, place.port, is_master=False, wait_for_workers=False)
    store.set(f"{_HERE}{place.rank}", "yes")
    return store


def _bytes(text: bytes) -> torch.Tensor:
    return torch.frombuffer(bytearray(text), dtype=torch.uint8)


@contextmanager
def _missing() -> Iterator[None]:
    """What torch says where a process is gone or does not answer, in words."""
    try:
        yield
    except RuntimeError as error:
        raise lost("it is no longer there, or does not answer") from error
