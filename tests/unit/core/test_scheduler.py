"""Work given to a Dask scheduler: the same results, one of its workers killed or not."""

from __future__ import annotations

import importlib
import os
import signal
import socket
import time

import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.scheduler import answering, spread_over

WARNINGS = pytest.mark.filterwarnings("default")  # of Dask's own packages
there = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


@pytest.fixture
def nobody():
    """Give the address of a port at which nobody answers."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"tcp://127.0.0.1:{held.getsockname()[1]}"


@WARNINGS
def test_results_are_those_of_the_function(cluster):
    found = sorted(spread_over(cluster.scheduler_address, "operator:add", 10, [1, 2, 3]))
    assert found == [(0, 11), (1, 12), (2, 13)]


@WARNINGS
def test_what_the_function_raises_is_raised_here(cluster):
    with pytest.raises(ZeroDivisionError):
        list(spread_over(cluster.scheduler_address, "operator:truediv", 1, [0]))


@there
@WARNINGS
def test_a_scheduler_that_does_not_answer(nobody):
    begun = time.monotonic()
    with pytest.raises(
        InputError, match=r"does not answer within 5 seconds; .*leave out --scheduler to run on this machine"
    ):
        answering(nobody)
    assert time.monotonic() - begun < 15


@there
@WARNINGS
def test_what_is_no_address():
    with pytest.raises(InputError, match="is not a scheduler's address"):
        answering("carrier-pigeon://here")


@WARNINGS
def test_a_scheduler_without_workers():
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None, silence_logs=50) as empty,
        pytest.raises(InputError, match="has no workers; start some with 'dask worker"),
    ):
        answering(empty.scheduler_address)


def test_without_dask_it_says_how_to_install_it(monkeypatch):
    real = importlib.import_module

    def without(name, package=None):
        if name == "distributed":
            raise ImportError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    with pytest.raises(InputError, match=r"distributed is not installed; pip install 'counterpoise\[scale\]'"):
        answering("tcp://127.0.0.1:1")


@WARNINGS
@pytest.mark.slow
def test_an_ensemble_is_the_same_with_a_worker_killed(cluster, tmp_path):
    import counterpoise as cp
    from counterpoise.core.progress import Progress

    asked = "tariff +10 points by USA on CHN in manufacturing"
    economy = cp.load_economy().restrict(["USA", "CHN", "KOR", "DEU", "VNM"])
    killed = []

    def listen(label, fraction):
        if " draws" in label and fraction and not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    words = {"economy": economy, "draws": 400}
    far = cp.ensemble(
        asked, **words, scheduler=cluster.scheduler_address, state=tmp_path / "far", progress=Progress(listen)
    )
    assert killed
    near = cp.ensemble(asked, **words, state=tmp_path / "near")
    assert far.data.identical(near.data)
