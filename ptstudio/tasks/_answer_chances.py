"""How probable each place of a text is as the answer to a question, from where answers begin and where they end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ptstudio.tasks._tags import Marked

LONGEST = 30
"""Tokens of an answer; with longer ones, some beginning and some end make an answer that nobody meant."""
MOST = 5
"""How many places are kept."""
NONE = (0, 0)
"""Where an answer “stands” that is none."""
_DIGITS = 3
_DIGITS_OF_DOUBT = 6
"""Where nothing is probable, what is a little more so is still to be told apart."""
_LEAST = 1e-30


class Chances:
    """Of one question; `probabilities` (tokens, 2) of beginning and ending at a token, `edges` (tokens, 2) of its text,
    0 and 0 elsewhere, `none` the token that says that there is no answer.
    """

    def __init__(self, probabilities: np.ndarray, edges: np.ndarray, none: int) -> None:
        there = np.flatnonzero(edges[:, 1])
        self._edges = edges[there]
        starts, ends = np.asarray(probabilities, dtype=np.float64)[there].T
        pairs = np.triu(np.outer(starts, ends))
        pairs -= np.triu(pairs, LONGEST)
        neither = float(probabilities[none, 0]) * float(probabilities[none, 1])
        whole = max(float(pairs.sum()) + neither, _LEAST)
        self._pairs, self._none = pairs / whole, neither / whole
        most = max(float(self._pairs.max(initial=0)), self._none)
        self._digits = _DIGITS if round(most, _DIGITS) else _DIGITS_OF_DOUBT

    def best(self) -> list[Marked]:
        """The most probable answers, each apart from the others, and that there is none; the best first."""
        left = self._pairs.copy()
        found = [Marked(*NONE, 0, round(self._none, self._digits))]
        for _ in range(MOST if left.size else 0):
            first, last = divmod(int(left.argmax()), left.shape[1])
            share = round(float(left[first, last]), self._digits)
            if share > 0:
                found.append(Marked(int(self._edges[first, 0]), int(self._edges[last, 1]), 0, share))
            left[: last + 1, first:] = 0
        return sorted(found, key=lambda place: -place.probability)

    @property
    def margin(self) -> float:
        """How much more probable the best answer is than the next, though that may overlap with it (0 to 1)."""
        every = np.append(self._pairs.ravel(), self._none)
        two = np.sort(np.partition(every, -2)[-2:]) if every.size > 1 else np.array([0.0, every[0]])
        return float(two[1] - two[0])


def joined(windows: Sequence[Sequence[Marked]]) -> list[Marked]:
    """The best answers of several windows of one text, none of them twice, and that there is none, which is as probable
    as in the window that says so least; the best first.
    """
    every = sorted((place for window in windows for place in window), key=lambda place: -place.probability)
    found: list[Marked] = []
    for place in every:
        is_apart = all(place.end <= other.start or other.end <= place.start for other in found)
        if place[:2] != NONE and is_apart and len(found) < MOST:
            found.append(place)
    none = [place for place in every if place[:2] == NONE][-1]
    return sorted([none, *found], key=lambda place: -place.probability)
