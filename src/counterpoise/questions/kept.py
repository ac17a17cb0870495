"""What is kept of an ensemble while it is solved: the start that all draws share, and every batch that is finished."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.equilibrium.ensemble import Batch, Case
    from counterpoise.store.runs import Run

_CENTRAL, _BATCH = "central", "draws"
_SAME = 1e-5
"""Difference of the central solution, over the largest country's, below which it is the same: what a solution is sure to."""


class Kept:
    """The finished draws in their folder; one of the cache that can't be written costs a warning, nothing else."""

    def __init__(self, state: str | None, settings: dict[str, Any]) -> None:
        from counterpoise.store.runs import kept_run, open_run  # noqa: PLC0415

        self.named = state is not None
        self.run: Run | None = None
        try:
            self.run = open_run(state, settings) if state is not None else kept_run(settings)
        except InputError as error:
            if self.named:
                raise
            self._without(error)
        self.pieces = {} if self.run is None else self.run.pieces()

    @property
    def notes(self) -> tuple[str, ...]:
        """Tell of pieces that were damaged."""
        found = [] if self.run is None else self.run.damaged
        what = (
            "1 damaged file of finished draws was"
            if len(found) == 1
            else f"{len(found)} damaged files of finished draws were"
        )
        return (f"{what} solved again",) if found else ()

    def beginning(self, case: Case) -> Case:
        """Give the case with the start that the kept draws began from; refuse draws of other numbers."""
        import numpy as np  # noqa: PLC0415

        from counterpoise.equilibrium.ensemble import outcomes  # noqa: PLC0415
        from counterpoise.equilibrium.problem import State  # noqa: PLC0415
        from counterpoise.equilibrium.solver import at_point  # noqa: PLC0415

        value = outcomes(case, case.baseline, case.central, at_point(case.central, case.start))
        held = self.pieces.get(_CENTRAL)
        if held is not None and not _close(held["value"], value):
            if self.named and self.run is not None:
                what = "it holds a run on other numbers: the accounts or the program have changed since"
                raise InputError(what, where=str(self.run.folder), remedy="name another folder for the new run")
            held, self.pieces = None, {}
            if self.run is not None:
                self.run.empty()
        if held is None:
            self.pieces = {}  # draws without their start can't be told from another run's
            self._keep(_CENTRAL, {"value": value, **{name: np.asarray(one) for name, one in vars(case.start).items()}})
            return case
        return replace(case, start=State(**{name: held[name] for name in vars(case.start)}))

    def batches(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the first draw and the result of every batch that is finished."""
        for name, arrays in self.pieces.items():
            if name.startswith(f"{_BATCH}-"):
                yield int(name.split("-")[1]), arrays

    def keep(self, batch: Batch, found: dict[str, Any]) -> None:
        """Keep a batch that is finished."""
        self._keep(f"{_BATCH}-{batch.first:07d}-{batch.first + len(batch) - 1:07d}", found)

    def _keep(self, name: str, arrays: dict[str, Any]) -> None:
        if self.run is None:
            return
        try:
            self.run.keep(name, arrays)
        except InputError as error:
            if self.named:
                raise
            self.run = None
            self._without(error)

    def _without(self, error: InputError) -> None:
        from counterpoise.store.cache import CacheWarning  # noqa: PLC0415

        said = f"finished draws are not kept, so a run that is stopped begins anew ({error}); --state names a folder"
        warnings.warn(said, CacheWarning, stacklevel=4)


def _close(one: Any, other: Any) -> bool:
    import numpy as np  # noqa: PLC0415

    if one.shape != other.shape:
        return False
    scale = np.nanmax(np.abs(other), axis=1, keepdims=True, initial=0.0)
    return bool(
        np.allclose(one / np.where(scale > 0, scale, 1.0), other / np.where(scale > 0, scale, 1.0), 0.0, _SAME, True)
    )
