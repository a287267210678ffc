"""NOTICE names what we ship of others, with the licence that its package states, and holds the licences' texts."""

import json
import re

import pytest

from tests.docs.pages import ROOT, read

FRONTEND = ROOT / "frontend"
DEPENDENCIES = json.loads(read(FRONTEND / "package.json"))["dependencies"]
LOCKED = json.loads(read(FRONTEND / "package-lock.json"))["packages"]
NOTICE = read(ROOT / "NOTICE")
#: The first words of each licence's text.
TEXTS = {
    "MIT": "Permission is hereby granted, free of charge",
    "ISC": "Permission to use, copy, modify, and/or distribute",
    "Apache-2.0": "Licensed under the Apache License, Version 2.0 (see LICENSE)",
    "OFL-1.1": "SIL OPEN FONT LICENSE Version 1.1",
}


@pytest.mark.parametrize("package", DEPENDENCIES)
def test_what_the_browser_gets_is_named_with_its_licence(package: str) -> None:
    """Every run-time package of the front end: a new one needs a line here."""
    entries = [entry for entry in NOTICE.split("\n\n") if re.search(rf"npm package {re.escape(package)}\.", entry)]
    assert len(entries) == 1
    licence = LOCKED[f"node_modules/{package}"]["license"]
    assert f"({licence})" in entries[0] and "Copyright" in entries[0]
    assert TEXTS[licence] in NOTICE


def test_nothing_is_named_that_we_do_not_ship() -> None:
    """clsx comes with Svelte, and the build takes the camera's models; everything else is ours to ask for."""
    named = set(re.findall(r"npm package (\S+)\.\n", NOTICE))
    assert named == {*DEPENDENCIES, "clsx", "@mediapipe/pose"}


def test_the_wheel_carries_licence_and_notice() -> None:
    """They travel with what they speak of."""
    assert 'license-files = ["LICENSE", "NOTICE"]' in read(ROOT / "pyproject.toml")
    assert "Apache License" in read(ROOT / "LICENSE")
