"""Files of a package's library: found by name, listed by ending, read with their name in every error."""

import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.library import Spec, load_toml, package_file
from ilium.library.package import package_files


class Empty(Spec, frozen=True, kw_only=True):
    pass


def test_files_are_listed_by_ending_and_in_order() -> None:
    names = [file.name for file in package_files("ilium.exercises", ".toml")]
    assert names == sorted(names) and "programme.toml" in names


def test_a_file_that_is_not_there_is_no_file() -> None:
    assert not package_file("ilium.exercises", "no-such.toml").is_file()


def test_a_file_of_another_shape_is_refused_by_name() -> None:
    with pytest.raises(SpecificationError, match=r"programme.toml: \$: Object contains unknown field"):
        load_toml("ilium.exercises", "programme.toml", Empty)
