"""Ways are tried as long as that can pay, and the hopeless ones only once."""

import time
from collections.abc import Callable

import psutil
import pytest
import torch

from ptstudio.core.errors import ModelError
from ptstudio.engine.choosing import trial
from ptstudio.engine.choosing.candidates import Candidate
from ptstudio.engine.choosing.trial import Stakes, Timed, Tried, best_threads, tried
from ptstudio.engine.computing.device import Way

CPU = torch.device("cpu")
PLAIN, FUSED, OTHER = Way(CPU, batch_size=8), Way(CPU, batch_size=8, is_fused=True), Way(CPU, "bfloat16", batch_size=8)
MUCH = Stakes(10**6, 60.0)


class Machine:
    """Computes a batch in as many seconds as is said, of a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seconds: dict[Way, float], setup_s: float = 0.0) -> None:
        self.now, self.runs = 0.0, list[Way]()
        self._seconds, self._setup_s = seconds, setup_s
        monkeypatch.setattr(time, "perf_counter", lambda: self.now)
        monkeypatch.setattr(trial, "is_busy", lambda: False)

    def begin(self, way: Way) -> Callable[[], object]:
        self.now += self._setup_s
        if way not in self._seconds:
            raise ModelError("It cannot be computed so.", "Compute it as it is.")

        def run() -> None:
            self.runs.append(way)
            self.now += self._seconds[way]

        return run


def test_the_best_of_several_runs_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, {PLAIN: 0.1, OTHER: 0.05})
    found = tried([Candidate(PLAIN, 2), Candidate(OTHER, 2)], machine.begin, MUCH)
    assert [(timed.way, round(timed.samples_per_s)) for timed in found.found] == [(PLAIN, 80), (OTHER, 160)]
    assert found.is_whole


def test_after_each_way_what_the_slower_ones_needed_can_be_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, {PLAIN: 0.1, OTHER: 0.05})
    settled: list[list[Way]] = []
    candidates = [Candidate(PLAIN, 2), Candidate(OTHER, 2)]
    tried(candidates, machine.begin, MUCH, settle=lambda found: settled.append([timed.way for timed in found]))
    assert settled == [[PLAIN], [PLAIN, OTHER]]


def test_what_is_hopeless_is_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, {PLAIN: 0.1, OTHER: 0.4})
    found = tried([Candidate(PLAIN, 2), Candidate(OTHER, 2)], machine.begin, MUCH)
    assert machine.runs.count(OTHER) == 1
    assert len(found.found) == 2, "it is shown all the same"


def test_what_can_save_less_than_it_costs_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, {PLAIN: 0.1, OTHER: 0.01}, setup_s=1.0)
    found = tried([Candidate(PLAIN, 2), Candidate(OTHER, 2)], machine.begin, Stakes(100, 60.0))
    assert [timed.way for timed in found.found] == [PLAIN], "1.25 s are left, of which half can be saved"
    assert not found.is_whole
    found = tried([Candidate(PLAIN, 2), Candidate(OTHER, 2)], machine.begin, Stakes(500, 60.0))
    assert [timed.way for timed in found.found] == [PLAIN, OTHER]


def test_the_budget_ends_the_trying_unless_there_is_very_much_to_compute(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, {PLAIN: 0.1, OTHER: 0.01}, setup_s=3.0)
    candidates = [Candidate(PLAIN, 2), Candidate(OTHER, 2)]
    assert len(tried(candidates, machine.begin, Stakes(4000, 1.5)).found) == 1
    assert len(tried(candidates, machine.begin, Stakes(400_000, 1.5)).found) == 2


def test_what_cannot_be_computed_is_computed_otherwise_or_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, {PLAIN: 0.1})
    found = tried([Candidate(OTHER, 2), Candidate(FUSED, 2, instead=PLAIN)], machine.begin, MUCH)
    assert [timed.way for timed in found.found] == [PLAIN]


def test_trying_goes_on_from_what_was_tried_before(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, {OTHER: 0.1})
    before = Tried((Timed(PLAIN, 80.0),), (1.0,))
    assert tried([Candidate(OTHER, 2)], machine.begin, Stakes(100, 60.0), before).found == before.found
    assert len(tried([Candidate(OTHER, 2)], machine.begin, MUCH, before).found) == 2


@pytest.mark.parametrize(("one_thread_s", "best"), [(0.05, 1), (0.095, 2), (0.5, 2)])
def test_other_numbers_of_threads_are_chosen_where_they_are_clearly_faster(
    monkeypatch: pytest.MonkeyPatch, one_thread_s: float, best: int
) -> None:
    usual = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        monkeypatch.setattr(trial, "thread_counts", lambda _now: [1])
        machine = Machine(monkeypatch, {PLAIN: one_thread_s})
        before = Tried((Timed(PLAIN, 80.0),), (1.0,))
        assert best_threads(Timed(PLAIN, 80.0), machine.begin, MUCH, before) == best
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(usual)


def test_where_others_take_the_processor_only_own_computing_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "getloadavg", lambda: (100.0, 0.0, 0.0))
    monkeypatch.setattr(time, "process_time", lambda: 12.0)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 3)
    assert trial.clock_for(CPU)() == pytest.approx(4.0)
    assert trial.clock_for(torch.device("cuda")) is time.perf_counter
    monkeypatch.setattr(psutil, "getloadavg", lambda: (0.5, 0.0, 0.0))
    assert trial.clock_for(CPU) is time.perf_counter
