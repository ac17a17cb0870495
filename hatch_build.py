"""What hatchling does beside packing the source: it builds the front end, and packs the galleries of scenarios, talks and cases.

Only a wheel gets them. An editable install reads all of it from the repository, where ``python dev.py app`` builds the front
end. With ``COUNTERPOISE_FRONTEND=0`` in the environment, and where it can't be built, the wheel is made without it: the
rest of the program needs none.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GALLERY = ("scenarios", "counterpoise/scenario/gallery")
TALKS = ("talks", "counterpoise/negotiation/gallery")
CASES = ("cases", "counterpoise/briefing/gallery")
STATIC = ("src/counterpoise/app/static", "counterpoise/app/static")


def wanted() -> bool:
    """Tell whether the front end is to be built."""
    return os.environ.get("COUNTERPOISE_FRONTEND", "1") != "0"


def _frontend(root: str) -> ModuleType:
    path = Path(root) / "tools" / "frontend.py"
    found = importlib.util.spec_from_file_location("counterpoise_frontend", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _say(text: str) -> None:
    print(f"counterpoise: {text}", file=sys.stderr, flush=True)


class CustomBuildHook(BuildHookInterface):
    """Put the front end and the galleries into a wheel."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where it is needed: it is larger than all the rest."""
        if self.target_name != "wheel" or not wanted():
            return []
        frontend = _frontend(self.root)
        return [] if frontend.current() else [frontend.NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end before a wheel is packed."""
        if self.target_name != "wheel" or version != "standard":
            return
        self._pack(build_data, *GALLERY)
        self._pack(build_data, *TALKS)
        self._pack(build_data, *CASES)
        if not wanted():
            _say("packed without the front end, as COUNTERPOISE_FRONTEND=0 asks")
            return
        frontend = _frontend(self.root)
        try:
            frontend.build()
        except frontend.NotBuiltError as error:
            _say(f"packed without the front end: {' '.join(str(error).split())}")
            return
        self._pack(build_data, *STATIC)

    def _pack(self, build_data: dict[str, Any], here: str, there: str) -> None:
        build_data["force_include"][str(Path(self.root) / here)] = there
