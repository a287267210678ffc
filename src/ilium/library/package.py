"""The files that ship inside a package, each in its folder ``library``: the one place that opens them."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from ilium.library.toml import read_toml

S = TypeVar("S", bound=msgspec.Struct)


def package_file(package: str, *names: str) -> Traversable:
    """Return a file of a package's library; it need not be there.

    Examples
    --------
    >>> package_file("ilium.exercises", "programme.toml").is_file()
    True
    """
    return (resources.files(package) / "library").joinpath(*names)


def package_files(package: str, ending: str) -> Iterator[Traversable]:
    """Yield the files of a package's library with this ending, in the order of their names."""
    files = [file for file in package_file(package).iterdir() if file.name.endswith(ending)]
    yield from sorted(files, key=lambda file: file.name)


def load_toml(package: str, name: str, shape: type[S]) -> S:
    """Return a TOML file of a package's library as a value of this shape.

    Raises
    ------
    SpecificationError
        The file is broken.
    """
    return read_toml(package_file(package, name).read_bytes(), name, shape)
