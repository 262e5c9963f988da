"""The ways that are tried make sense on the machine."""

from collections.abc import Callable
from functools import partial

import psutil
import pytest
import torch

from ptstudio.engine.choosing import candidates

CPU = torch.device("cpu")


def precisions(found: list[candidates.Candidate]) -> set[str]:
    return {candidate.way.precision for candidate in found}


@pytest.mark.parametrize(("capability", "expected"), [("avx512_bf16", {"float32", "bfloat16"}), ("avx2", {"float32"})])
def test_half_precision_is_tried_where_the_processor_has_it(
    monkeypatch: pytest.MonkeyPatch, capability: str, expected: set[str]
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {capability: True})
    assert precisions(list(candidates.looking_candidates(CPU, None, is_small=True))) == expected
    assert precisions(list(candidates.training_candidates(CPU, None))) == expected


@pytest.mark.parametrize(
    "kind", [partial(candidates.looking_candidates, is_small=True), candidates.training_candidates]
)
@pytest.mark.parametrize("wanted", ["float32", "bfloat16", "float16"])
def test_only_the_precision_asked_for_is_tried(kind: Callable[..., list[candidates.Candidate]], wanted: str) -> None:
    found = list(kind(CPU, wanted))
    assert precisions(found) == {wanted}
    assert len(set(found)) == len(found) > 1


def test_only_what_stands_still_is_fused_or_computed_by_another_runtime() -> None:
    looking = [candidate.way for candidate in candidates.looking_candidates(CPU, None, is_small=False)]
    learning = [candidate.way for candidate in candidates.training_candidates(CPU, None)]
    assert any(way.is_fused for way in looking)
    assert {way.runtime for way in looking} == {"torch", "onnxruntime"}
    assert not any(way.is_fused or way.runtime != "torch" for way in learning)


@pytest.mark.parametrize(
    ("physical", "usable", "now", "expected"),
    [(2, 2, 2, []), (1, 2, 2, []), (4, 8, 4, [8]), (8, 16, 16, [4, 8]), (64, 4, 64, [4]), (1, 1, 1, [])],
)
def test_numbers_of_threads_follow_from_the_cores(
    monkeypatch: pytest.MonkeyPatch, physical: int, usable: int, now: int, expected: list[int]
) -> None:
    monkeypatch.setattr(psutil, "cpu_count", lambda logical=True: usable if logical else physical)
    monkeypatch.setattr(candidates, "usable_cores", lambda: usable)
    assert candidates.thread_counts(now) == expected


def test_a_small_network_is_handed_to_the_other_runtime_first_and_a_large_one_is_not() -> None:
    firsts = [next(candidates.looking_candidates(CPU, None, is_small=is_small)).way for is_small in (True, False)]
    assert [way.runtime for way in firsts] == ["onnxruntime", "torch"]
    assert next(candidates.looking_candidates(torch.device("cuda"), "float32", is_small=True)).way.runtime == "torch"
