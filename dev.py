#!/usr/bin/env python3
"""Everything one does with a checkout, given Python 3.11 and pip: `python3 dev.py run`, `python3 dev.py test`.

Standard library only. uv is fetched into `.tools/`, packages go into `.venv/`, Node.js comes as a Python wheel; nothing
outside this folder changes, except that `test` installs Chromium where it may (Debian, as root).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import audit, frontend, starting
from tools.chromium import find_chromium

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
UV_VERSION = "0.13.9"
VENV = ROOT / ".venv"
LAB = ROOT / "lab"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".ilium-stamp"
LOCKS = ROOT / "requirements"
RUNTIME, BUILD, DEV = (LOCKS / f"{name}.txt" for name in ("runtime", "build", "dev"))
PROFILES = {"run": (RUNTIME, BUILD), "dev": (DEV,)}
COMPILE = ("pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes", "--no-header")


# --- The tools -------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell the person what is happening, apart from the commands' own output."""
    print(f"ilium: {text}", file=sys.stderr, flush=True)


def call(*command: str | Path, given: str | None = None) -> None:
    """Run one command of the set-up, and stop with its exit code when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env=environment(), input=given, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def environment() -> dict[str, str]:
    """Return the environment for child processes; an index set for pip is meant for uv too.

    Bytecode is kept, in a folder of our own, also where Python is told to write none: starting compiles everything
    otherwise, which takes longer than the start itself. Our matrices are small: more threads for them only wait.
    """
    kept = {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(TOOLS / "bytecode"),
        "OPENBLAS_NUM_THREADS": "1",
    }
    own = {"UV_PYTHON_DOWNLOADS": "never", "PIP_ROOT_USER_ACTION": "ignore", "DO_NOT_TRACK": "1"}
    if index := os.environ.get("PIP_INDEX_URL"):
        own["UV_DEFAULT_INDEX"] = index
    return own | os.environ | kept


def uv(*arguments: str | Path, given: str | None = None) -> None:
    """Run the pinned uv, fetching it the first time."""
    if not (TOOLS / f"uv-{UV_VERSION}.dist-info").is_dir():
        fetch_uv()
    call(TOOLS / "bin" / "uv", *arguments, given=given)


def fetch_uv() -> None:
    """Install uv with pip into a folder of its own, which externally managed Pythons (PEP 668) allow."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        on_debian = "sudo apt-get update && sudo apt-get install -y python3-pip"
        line = on_debian if shutil.which("apt-get") else f"{sys.executable} -m ensurepip"
        raise SystemExit(f"pip is missing. Run: {line}")
    say("fetching uv")
    call(sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", TOOLS, f"uv=={UV_VERSION}")


# --- Setting up ------------------------------------------------------------------------------------------------------


def set_up(profile: str) -> None:
    """Make `.venv` hold exactly what the profile's locks say, and Ilium itself as an editable install."""
    if profile == "run" and installed_profile() == "dev":
        profile = "dev"  # what a developer has installed also runs
    locks = PROFILES[profile]
    wanted = f"{profile} {frontend.digest(iter([ROOT / 'pyproject.toml', LAB / 'pyproject.toml', *locks]))}"
    if PYTHON.exists() and STAMP.is_file() and STAMP.read_text() == wanted:
        return
    say("installing Python packages")
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        uv("venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    uv("pip", "sync", "--quiet", "--python", PYTHON, *locks)
    own = [ROOT] if profile == "run" else [ROOT, LAB]
    editable = [word for folder in own for word in ("--editable", folder)]
    uv("pip", "install", "--quiet", "--python", PYTHON, "--no-deps", "--no-build-isolation", *editable)
    STAMP.write_text(wanted)


def installed_profile() -> str:
    """Return the name of the profile that `.venv` was last set up for; empty when there is none."""
    return STAMP.read_text().split()[0] if STAMP.is_file() else ""


def build_frontend() -> None:
    """Build the front end, unless it matches its sources."""
    if not frontend.is_built():
        say("building the pages")
        call(PYTHON, "-m", "tools.frontend", "build")


def ensure_chromium() -> None:
    """Install Debian's Chromium when we may, as the shell without a window where there is one; or say the line."""
    if find_chromium():
        return
    debian = shutil.which("apt-get")
    if debian and os.geteuid() == 0:
        say("installing Chromium")
        call("apt-get", "update", "-qq")
        known = subprocess.run(["apt-cache", "show", "chromium-headless-shell"], capture_output=True, check=False)
        call("apt-get", "install", "-y", "-qq", "chromium" if known.returncode else "chromium-headless-shell")
        return
    line = "sudo apt-get update && sudo apt-get install -y chromium" if debian else "brew install --cask chromium"
    raise SystemExit(f"The end-to-end tests need Chromium. Run: {line}")


# --- Checks ----------------------------------------------------------------------------------------------------------


def lint_checks() -> dict[str, Sequence[str | Path]]:
    """Return the checks of style, types, imports, generated files, secrets and dependencies, by name."""
    bin_ = VENV / "bin"
    return {
        "style": (bin_ / "ruff", "check", "."),
        "format": (bin_ / "ruff", "format", "--check", "."),
        "types": (bin_ / "mypy",),
        "imports": (bin_ / "lint-imports", "--no-logo"),
        "front-end types": (PYTHON, "-m", "tools.frontend", "check"),
        "generated files": (PYTHON, "-m", "tools.generate", "--check"),
        "reference pages": (PYTHON, "-m", "tools.reference", "--check"),
        "secrets": (PYTHON, "-m", "tools.secret_scan"),
        **{f"{language} packages": (PYTHON, "-m", "tools.audit", language) for language in audit.AUDITS},
    }


#: What pytest ends with where it ran no test. Of a choice of tests one run may be empty, but not both.
NO_TEST = 5


def codes(checks: dict[str, Sequence[str | Path]], *before: str) -> dict[str, int]:
    """Run every check, with some words before its command, and return what each ended with."""
    found = {}
    for name, command in checks.items():
        say(name)
        found[name] = subprocess.call([*before, *map(str, command)], cwd=ROOT, env=environment())
    return found


def failed(found: dict[str, int], *, chosen: bool = False) -> list[str]:
    """Return the names of the checks that failed; of a choice of tests, a run without any may stand beside another."""
    tests = {name: code for name, code in found.items() if name.endswith("tests") and name != "front-end tests"}
    may_be_empty = chosen and any(code != NO_TEST for code in tests.values())
    well = {name: {0, NO_TEST} if name in tests and may_be_empty else {0} for name in found}
    return [name for name, code in found.items() if code not in well[name] and name not in not_audited(found)]


def not_audited(found: dict[str, int]) -> list[str]:
    """Return the packages of whose weaknesses nobody would say anything."""
    return [name for name, code in found.items() if name.endswith(" packages") and code == audit.NOT_AUDITED]


class Beside:
    """A check that runs while others do; `follow` then prints what it has said, and goes on until it ends."""

    def __init__(self, name: str, command: Sequence[str | Path]) -> None:
        self.name, self.said = name, tempfile.TemporaryFile()
        words = [str(word) for word in command]
        self.process = subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=self.said, stderr=subprocess.STDOUT)

    def follow(self) -> int:
        """Return what it ended with, as `codes` does."""
        say(self.name)
        at, has_ended = 0, False
        while not has_ended:
            has_ended = self.process.poll() is not None
            text = os.pread(self.said.fileno(), os.fstat(self.said.fileno()).st_size - at, at)
            at += len(text)
            sys.stdout.buffer.write(text)
            sys.stdout.flush()
            time.sleep(0 if has_ended else 0.5)
        return self.process.returncode


def conclude(found: dict[str, int], *, chosen: bool = False) -> None:
    """Stop if a check failed, after the last lines: which, and what was not audited. Say nothing when all is well."""
    if names := failed(found, chosen=chosen):
        say(f"failed: {', '.join(names)}")
    if silent := not_audited(found):
        say(f"not audited: {', '.join(silent)} (nobody answered)")
    if names:
        raise SystemExit(1)


def pytest(*arguments: str) -> dict[str, Sequence[str | Path]]:
    """Return the run of every test but those in a browser as a check, on all cores."""
    return {"tests": (PYTHON, "-m", "pytest", "--numprocesses=auto", "--ignore=tests/e2e", *arguments)}


def browser_tests(*arguments: str) -> Beside:
    """Start the browser tests, one by one: they wait often enough to leave room for everything else beside them."""
    return Beside("browser tests", (PYTHON, "-m", "pytest", "tests/e2e", *arguments))


# --- Commands --------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> None:
    """Set up, then serve and open the browser: --port, --host, --data, --demo, --no-browser as in `ilium serve`."""
    ilium(["serve", *arguments])


def ilium(arguments: list[str]) -> None:
    """Set up, then become the product's own command line."""
    set_up("run")
    build_frontend()
    os.execve(VENV / "bin" / "ilium", ["ilium", *arguments], environment())


def test(arguments: list[str]) -> None:
    """Check everything: lint, types, front end, pytest; the browser's lines come last. Takes pytest's options."""
    set_up("dev")
    build_frontend()
    ensure_chromium()
    browser = browser_tests(*arguments)
    checks = {**lint_checks(), "front-end tests": (PYTHON, "-m", "tools.frontend", "test"), **pytest(*arguments)}
    found = codes(checks, "nice", "-n", "19")  # all but the browser, whose tests measure time, may wait
    if sofar := failed(found, chosen=bool(arguments)):
        say(f"failed so far: {', '.join(sofar)}")
    conclude({**found, browser.name: browser.follow()}, chosen=bool(arguments))


def lint(arguments: list[str]) -> None:
    """Check style, types, imports, that generated files are up to date, secrets, and weaknesses of dependencies."""
    set_up("dev")
    conclude(codes(lint_checks()))


def unit(arguments: list[str]) -> None:
    """Run the tests that need no browser; takes pytest's options."""
    set_up("dev")
    build_frontend()
    conclude(codes(pytest(*arguments)))


def golden(arguments: list[str]) -> None:
    """Write the golden files anew; review the difference before you commit it."""
    set_up("dev")
    call(PYTHON, "-m", "pytest", "tests/golden", "--bless", *arguments)


def lab(arguments: list[str]) -> None:
    """Make and judge: exercises check, figure solve|check|stills, camera accuracy, people simulate; see its --help."""
    set_up("dev")
    os.execve(PYTHON, [str(PYTHON), "-m", "ilium_lab", *arguments], environment())


def bench(arguments: list[str]) -> None:
    """Measure against the budgets: --peers fetches two peers that are large."""
    set_up("dev")
    build_frontend()
    call(PYTHON, "-m", "benchmarks", *arguments)


def kills(arguments: list[str]) -> None:
    """Kill a server while sessions run and count what is lost: --kills 1000, --cold."""
    set_up("dev")
    build_frontend()
    call(PYTHON, "-m", "tests.kills", *arguments)


def flips(arguments: list[str]) -> None:
    """Flip bits in a closed record and count what goes unnoticed: --flips 2000."""
    set_up("dev")
    call(PYTHON, "-m", "tests.flips", *arguments)


def generate(arguments: list[str]) -> None:
    """Write JSON Schemas, TypeScript types and the reference pages anew from the Python models."""
    set_up("dev")
    call(PYTHON, "-m", "tools.generate", *arguments)
    call(PYTHON, "-m", "tools.reference", *arguments)


def shots(arguments: list[str]) -> None:
    """Take the pictures of README and docs anew, from a running Ilium with a made-up record."""
    set_up("dev")
    build_frontend()
    ensure_chromium()
    call(PYTHON, "-m", "tools.shots", *arguments)


def seeing(arguments: list[str]) -> None:
    """Let the camera's real detector look at films of the figure; with variants, only at theirs, and write nothing."""
    set_up("dev")
    build_frontend()
    ensure_chromium()
    call(PYTHON, "-m", "tools.seeing", *arguments)


def lock(arguments: list[str]) -> None:
    """Resolve the locks of both languages anew; with --upgrade, to the newest versions allowed."""
    import tomllib  # not in the Pythons that `main` turns away

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    runtime, build, dev = (path.relative_to(ROOT) for path in (RUNTIME, BUILD, DEV))
    compile_ = (*COMPILE, "--no-emit-index-url", *arguments)
    uv(*compile_, "pyproject.toml", "--output-file", runtime)
    uv(*compile_, "--constraints", runtime, "-", "--output-file", build, given="\n".join(declared))
    uv(*compile_, runtime, build, "--group", "dev", "--output-file", dev)
    set_up("dev")
    call(PYTHON, "-m", "tools.frontend", "upgrade" if "--upgrade" in arguments else "lock")


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    function.__name__: function
    for function in (run, test, lint, unit, golden, lab, bench, kills, flips, generate, shots, seeing, ilium, lock)
}
PASSES_ARGUMENTS_ON = {
    "test",
    "unit",
    "golden",
    "lab",
    "bench",
    "kills",
    "flips",
    "generate",
    "shots",
    "seeing",
    "ilium",
    "lock",
}


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, function in COMMANDS.items():
        passes = name in PASSES_ARGUMENTS_ON
        added = commands.add_parser(name, help=function.__doc__, description=function.__doc__, add_help=not passes)
        if name == "run":
            added.add_argument("--port", type=int, help="the port to serve on")
            added.add_argument("--host", help="the address to serve on; only this machine's own without accounts")
            added.add_argument("--data", metavar="DIR", help="where the record is kept")
            added.add_argument("--demo", action="store_true", help="show twelve made-up weeks, apart from your record")
            added.add_argument("--no-browser", action="store_true", help="do not open the browser")
    return top


def main() -> None:
    """Run one command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything has looked at the version
        raise SystemExit(f"Ilium needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    top = parser()
    known, unknown = top.parse_known_args()
    if unknown and known.command not in PASSES_ARGUMENTS_ON:
        top.error(f"unrecognised arguments: {' '.join(unknown)}")
    if known.command == "run" and (why := starting.refusal(host=known.host, port=known.port, data=known.data)):
        top.exit(2, f"ilium: {why}\n")
    try:
        COMMANDS[known.command](sys.argv[2:])
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
