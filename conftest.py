"""The tests, and the examples in docstrings, keep decoded data in a cache of their own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("COUNTERPOISE_CACHE", str(Path(tempfile.gettempdir()) / "counterpoise-test-cache"))
