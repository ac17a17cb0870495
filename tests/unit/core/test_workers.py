"""Work shared out among processes: results, errors, and workers that die."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from counterpoise.core.errors import CounterpoiseError
from counterpoise.core.progress import Cancelled, Progress
from counterpoise.core.workers import Beside, cores, spread

DIES_ONCE = """
import os
if not os.path.exists(flag):
    open(flag, "w").close()
    os._exit(9)
"""


def test_each_job_is_answered_at_its_place():
    assert sorted(spread("operator:mul", 3, list(range(20)), workers=3)) == [(n, 3 * n) for n in range(20)]


def test_what_the_function_raises_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(spread("operator:truediv", 1, [1, 0], workers=1))


def test_what_the_work_prints_is_no_answer():
    assert list(spread("builtins:exec", "print('said')", [{}], workers=1)) == [(0, None)]


def test_a_worker_that_dies_is_replaced(tmp_path):
    job = {"flag": str(tmp_path / "flag")}
    assert list(spread("builtins:exec", DIES_ONCE, [job], workers=1)) == [(0, None)]


def test_a_job_over_which_workers_die_is_told():
    with pytest.raises(CounterpoiseError, match="ended 3 times over the same part"):
        list(spread("builtins:exec", "import os; os._exit(9)", [{}], workers=2))


def test_each_has_one_thread_of_linear_algebra():
    ((_, given),) = spread("os:getenv", "OPENBLAS_NUM_THREADS", [""], workers=1)
    assert given == "1"


def test_a_script_without_a_guard_may_use_them(tmp_path):
    """Nothing of the caller's script is run again in a worker."""
    script = tmp_path / "script.py"
    script.write_text(
        "from counterpoise.core.workers import spread\nprint('once')\nprint(list(spread('operator:add', 1, [1], workers=2)))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "once\n[(0, 2)]\n"


def test_workers_end_with_the_one_who_started_them(tmp_path):
    code = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(1)"
    script = f"from counterpoise.core.workers import spread\nlist(spread('builtins:exec', {code!r}, [{{}}, {{}}], workers=1))"
    with subprocess.Popen([sys.executable, "-c", script]) as process:
        pid = _waited(lambda: (tmp_path / "pid").read_text() if (tmp_path / "pid").exists() else "")
        process.kill()
    assert _waited(lambda: not _runs(int(pid)))


def test_what_is_beside_raises_here_and_ends_when_it_is_told():
    with pytest.raises(ZeroDivisionError):
        Beside("operator:truediv", 1, 0).result()
    start = time.monotonic()
    Beside("builtins:exec", "import time; time.sleep(60)", {}).end()
    assert time.monotonic() - start < 30


def test_who_waits_for_a_call_beside_can_stop_it():
    progress = Progress()
    asked: list[int] = []

    def waiting() -> None:
        asked.append(1)
        if len(asked) == 3:
            progress.cancel()
        progress.report("waiting")

    start = time.monotonic()
    with pytest.raises(Cancelled):
        Beside("builtins:exec", "import time; time.sleep(60)", {}).result(waiting)
    assert time.monotonic() - start < 30
    assert Beside("operator:add", 1, 2).result(lambda: None) == 3


def test_there_is_a_core():
    assert cores() >= 1


def _waited(told, seconds=20.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := told():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().split()[2] != "Z"
    except OSError:
        return True
