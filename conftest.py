"""The tests, and the examples in docstrings, have a cache of their own and an empty store."""

import os
import tempfile
from pathlib import Path

from hypothesis import settings

os.environ.setdefault("COUNTERPOISE_CACHE", str(Path(tempfile.gettempdir()) / "counterpoise-test-cache"))
os.environ["COUNTERPOISE_STORE"] = str(Path(tempfile.gettempdir()) / "counterpoise-test-store")

settings.register_profile("whole", deadline=None)  # a clock measures the machine, and what else it does
settings.load_profile("whole")
