"""The program's questions, each asked once in a process with the same words: tests that look at the same answer share it.

``from tests.reference.asked import cp`` stands for ``import counterpoise as cp``. An answer isn't to be changed in place, and
where the store or what is declared changes between two tests the package itself is to be asked.
"""

from __future__ import annotations

import functools
from typing import Any

import counterpoise

SHARED = frozenset(
    (
        *("agree", "bridge", "brief", "ensemble", "equation", "gradient", "hedge", "leverage"),
        *("optimal", "products", "rely", "security", "simulate", "truce", "trend", "war"),
    )
)


@functools.lru_cache(maxsize=48)
def _answer(name: str, words: tuple[Any, ...], choices: tuple[tuple[str, Any], ...]) -> Any:
    return getattr(counterpoise, name)(*words, **dict(choices))


class Asked:
    """The package, whose answers to plain words are remembered."""

    def __getattr__(self, name: str) -> Any:
        """Give what the package has; a question that remembers its answers."""
        if name not in SHARED:
            return getattr(counterpoise, name)

        def ask(*words: Any, **choices: Any) -> Any:
            plain = all(type(one) in (str, int, float, bool, type(None)) for one in (*words, *choices.values()))
            if plain:
                return _answer(name, words, tuple(sorted(choices.items())))
            return getattr(counterpoise, name)(*words, **choices)

        return ask


cp = Asked()
