"""What ran out is told apart by the error that it shows in."""

import errno
import os

import pytest
import torch

from ptstudio.core.errors import DatasetError, DiskFull, OutOfMemory
from ptstudio.core.shortage import Shortage, failure, shortage_of, words
from ptstudio.engine.__main__ import explain


def windows_error(code: int) -> OSError:
    error = OSError("told by Windows")
    error.winerror = code  # type: ignore[attr-defined]
    return error


def out_of_cpu_memory() -> RuntimeError:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**60, dtype=torch.uint8)
    return caught.value


ERRORS = [
    (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB"), Shortage.GPU_MEMORY),
    (RuntimeError("CUDA error: out of memory"), Shortage.GPU_MEMORY),
    (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"), Shortage.GPU_MEMORY),
    (RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"), Shortage.GPU_MEMORY),
    (MemoryError(), Shortage.MEMORY),
    (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), Shortage.MEMORY),
    (RuntimeError("std::bad_alloc"), Shortage.MEMORY),
    (RuntimeError("[WinError 1455] The paging file is too small for this operation to complete"), Shortage.PAGE_FILE),
    (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), Shortage.DISK),
    (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), Shortage.DISK),
    (RuntimeError("[enforce fail at inline_container.cc:671] . unexpected pos 576 vs 534"), Shortage.DISK),
    (OSError(errno.ENOENT, os.strerror(errno.ENOENT)), None),
    (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), None),
    (ValueError("out of memory is only a word here"), None),
    (DatasetError("The memory card “no space left on device.jpg” is gone.", "Put it back."), None),
]


@pytest.mark.parametrize(("error", "kind"), ERRORS)
def test_each_shortage_is_told_from_the_others(error: Exception, kind: Shortage | None) -> None:
    assert shortage_of(error) == kind


@pytest.mark.parametrize(("code", "kind"), [(1455, Shortage.PAGE_FILE), (112, Shortage.DISK), (5, None)])
def test_windows_tells_by_numbers_of_its_own(code: int, kind: Shortage | None) -> None:
    assert shortage_of(windows_error(code)) == kind


def test_what_torch_says_today_when_memory_runs_out_is_understood() -> None:
    assert shortage_of(out_of_cpu_memory()) == Shortage.MEMORY


@pytest.mark.parametrize("kind", Shortage)
def test_every_shortage_has_its_own_words_and_a_way_out(kind: Shortage) -> None:
    problem = failure(kind)
    assert isinstance(problem, DiskFull if kind == Shortage.DISK else OutOfMemory)
    assert problem.message == words(kind)
    assert problem.hint
    assert len({words(each) for each in Shortage}) == len(Shortage)


def test_the_worker_explains_what_ran_out() -> None:
    assert explain(torch.OutOfMemoryError("CUDA out of memory.")).message == words(Shortage.GPU_MEMORY)
    assert explain(MemoryError()).message == words(Shortage.MEMORY)
    assert explain(windows_error(1455)).message == words(Shortage.PAGE_FILE)
    assert "/there" in explain(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/there")).message
