"""The product that decides the engine's speed, in NumPy and in JAX: a sum over origins for every sector and destination.

``python benchmarks/kernel.py`` prints medians. JAX is no dependency: it is run by the interpreter that the variable
``COUNTERPOISE_PEERS`` names (``python -m venv peers``, ``peers/bin/pip install jax``), in the same minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

PEERS = "COUNTERPOISE_PEERS"
SIZES = ((31, 40), (80, 50))
COMMON = """
import json, statistics, sys, time
import numpy as np
n, s = map(int, sys.argv[1:])
rng = np.random.default_rng(0)
weight, power = rng.random((s, n, n)), rng.random((s, n))
def timed(call, repeats=300):
    call()
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return 1e3 * statistics.median(found)
"""
NUMPY = (
    COMMON
    + """
print(json.dumps([timed(lambda: np.matvec(weight, power)), timed(lambda: np.einsum("sji,si->sj", weight, power))]))
"""
)
JAX = (
    COMMON
    + """
start = time.perf_counter()
import jax
took = time.perf_counter() - start
jax.config.update("jax_enable_x64", True)
w, p = jax.numpy.asarray(weight), jax.numpy.asarray(power)
einsum = jax.jit(lambda a, b: jax.numpy.einsum("sji,si->sj", a, b))
matmul = jax.jit(lambda a, b: (a @ b[..., None])[..., 0])
print(json.dumps([timed(lambda: einsum(w, p).block_until_ready()), timed(lambda: matmul(w, p).block_until_ready()), took]))
"""
)


def run(interpreter: str, code: str, size: tuple[int, int]) -> list[float] | None:
    command = [interpreter, "-c", code, *map(str, size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def main() -> int:
    peers = os.environ.get(PEERS, "")
    print(f"A product over (sector, origin, destination), ms; {os.cpu_count()} cores.\n")
    print("| countries x sectors | NumPy, matvec | NumPy, einsum | JAX, einsum | JAX, matmul | import of JAX, s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        ours = run(sys.executable, NUMPY, size)
        theirs = run(peers, JAX, size) if peers else None
        cells = [f"{one:.3f}" for one in ours or ()]
        cells += [f"{one:.3f}" for one in theirs[:2]] + [f"{theirs[2]:.1f}"] if theirs else ["not installed"] * 3
        print(f"| {size[0]}x{size[1]} | " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
