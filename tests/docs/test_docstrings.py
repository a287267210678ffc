"""Every docstring's example runs, and what docstrings say of parameters and errors is true."""

import ast
import builtins
import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest
from numpydoc.docscrape import FunctionDoc

import benchmarks
import ilium
import tools

CORE = ("anatomy", "exercises", "screening", "record", "prescription", "cuesheet")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(package: ModuleType) -> Iterator[str]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in found.name and not found.name.endswith(("__main__", ".build_hook")):
            yield found.name


NAMES = [*modules(ilium), *modules(tools), *modules(benchmarks)]
OURS = [name for name in NAMES if name.startswith("ilium.")]


@pytest.mark.parametrize("name", NAMES)
def test_examples_run(name: str) -> None:
    """Each example prints what the docstring says."""
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL).failed == 0


def test_the_core_shows_how_it_is_used() -> None:
    """Every package of the core has examples, so that the test above is not empty."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for package in CORE:
        names = [name for name in OURS if name.startswith(f"ilium.{package}")]
        examples = [one for name in names for one in finder.find(importlib.import_module(name)) if one.examples]
        assert examples, package


def public(name: str) -> Iterator[tuple[str, Function]]:
    """Yield the public functions and methods that a module defines, with their dotted names."""

    def below(node: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, Function]]:
        for child in node.body:
            if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
                yield from below(child, f"{prefix}{child.name}.")
            elif isinstance(child, Function) and not child.name.startswith("_"):
                yield f"{prefix}{child.name}", child

    yield from below(ast.parse(inspect.getsource(importlib.import_module(name))), f"{name}.")


def arguments(function: Function) -> set[str]:
    spec = function.args
    starred = {f"*{spec.vararg.arg}"} if spec.vararg else set()
    double = {f"**{spec.kwarg.arg}"} if spec.kwarg else set()
    return {one.arg for one in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)} | starred | double


@pytest.mark.parametrize("name", OURS)
def test_documented_parameters_exist(name: str) -> None:
    """A parameter that was renamed or dropped is also renamed or dropped in the docstring."""
    for called, function in public(name):
        documented = FunctionDoc(None, doc=ast.get_docstring(function) or "")["Parameters"]
        names = {one.strip() for parameter in documented for one in parameter.name.split(",")}
        assert names <= arguments(function), called


def raised(function: Function) -> set[str]:
    """Return the names of the exceptions that a function itself raises and does not catch at once."""
    calls = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise) and node.exc is not None]
    return {ast.unparse(call.func if isinstance(call, ast.Call) else call).rpartition(".")[2] for call in calls}


#: Raised for the framework, which catches them: a page that is not there, a field of a form, a check of readiness.
FOR_THE_FRAMEWORK = {"Http404", "ValidationError"}
#: Functions that catch in the same place what they raise, and so raise nothing to their callers.
CAUGHT_WITHIN = {"ilium.web.health.readyz"}


@pytest.mark.parametrize("name", OURS)
def test_whoever_raises_says_so(name: str) -> None:
    """A public function with a ``raise`` of its own tells when, or whose errors it shares."""
    for called, function in public(name):
        if raised(function) - FOR_THE_FRAMEWORK and called not in CAUGHT_WITHIN:
            assert "rais" in (ast.get_docstring(function) or "").lower(), f"{called} raises {raised(function)}"


def known_errors() -> set[str]:
    """Return the names of the exceptions that our modules define or import, also by the name of a module."""
    spaces = [vars(builtins), *(vars(importlib.import_module(name)) for name in OURS)]
    modules_seen = {name: value for space in spaces for name, value in space.items() if inspect.ismodule(value)}
    dotted = {f"{name}.{inner}": one for name, module in modules_seen.items() for inner, one in vars(module).items()}
    named = [*dotted.items(), *(pair for space in spaces for pair in space.items())]
    return {name for name, value in named if inspect.isclass(value) and issubclass(value, BaseException)}


def test_documented_errors_exist() -> None:
    """The names under "Raises" are exceptions that we define or import, or that Python has."""
    known = known_errors() | {"ValidationError"}  # Django's, which forms know by another way
    assert {"SpecificationError", "subprocess.CalledProcessError", "msgspec.ValidationError"} & known
    for name in OURS:
        for called, function in public(name):
            entries = FunctionDoc(None, doc=ast.get_docstring(function) or "")["Raises"]
            named = {one.strip() for entry in entries for one in entry.type.split(",")}
            assert named <= known, called
