"""The wheel's build hook: a wheel carries the built front end, so that its users need no Node.js."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Builds the front end into the package before a standard wheel is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, except for an editable install, where `dev.py` does it."""
        if self.target_name == "wheel" and version != "editable":
            subprocess.run([sys.executable, "-m", "tools.frontend", "build"], cwd=self.root, check=True)
