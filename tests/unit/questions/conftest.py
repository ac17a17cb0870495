"""The ties by the program's own facts, and the embedded accounts: no store has a part in them."""

from __future__ import annotations

import pytest

import counterpoise as cp


@pytest.fixture(scope="session")
def without_store(tmp_path_factory):
    """The ties by the facts alone, and the embedded accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERPOISE_STORE", str(tmp_path_factory.mktemp("empty")))
        return cp.load_ties(), cp.load_economy()


@pytest.fixture(scope="session")
def facts(without_store):
    """The ties by the facts alone."""
    return without_store[0]


@pytest.fixture(scope="session")
def accounts(without_store):
    """The embedded accounts."""
    return without_store[1]
