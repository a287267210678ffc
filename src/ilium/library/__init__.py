"""What every package of rules is made of: values with a source, the words we avoid, and the reading of package data.

Read `ilium.library.spec` first. ``sources.toml`` is the one list of sources, ``avoided.toml`` the one list of words.
"""

from ilium.library.avoided import load_avoided
from ilium.library.package import load_toml, package_file
from ilium.library.sources import load_sources
from ilium.library.spec import Confidence, Source, Sourced, Spec
from ilium.library.toml import read_toml

__all__ = [
    "Confidence",
    "Source",
    "Sourced",
    "Spec",
    "load_avoided",
    "load_sources",
    "load_toml",
    "package_file",
    "read_toml",
]
