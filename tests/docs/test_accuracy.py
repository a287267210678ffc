"""The page on counting says what the program does now: some of its rows are measured again, by the published seeds."""

import re

import pytest

from ilium.app import counting_accuracy
from ilium.app.figure_signals import WAYS
from tests.docs.pages import ROOT
from tests.unit.motion.shared import shared_data

PAGE = (ROOT / "docs" / "counting-accuracy.md").read_text()
SIGNALS = int(re.search(r"(\d+) of each kind", PAGE)[1])
AGAIN = "run `ilium motion accuracy --signals --sets 100 --data ../shared/data -o docs/counting-accuracy.md` again"


@pytest.mark.parametrize("kind", ["fast", "fidgets only", "one-way move"])
def test_the_page_has_what_is_measured_now(kind):
    """A kind's row, from all its judged signals, stands in the page as it comes out."""
    assert counting_accuracy.row(kind, SIGNALS) in PAGE.splitlines(), AGAIN


def test_the_page_has_every_kind_and_way():
    """No kind of made-up signals and no way in which the figure moves is left out."""
    rows = {line.split(" | ")[0].removeprefix("| ").removesuffix(" (nothing to count)") for line in PAGE.splitlines()}
    ways = {way.name.removesuffix(" (nothing to count)") for way in WAYS}
    assert {*counting_accuracy.KINDS, *ways} <= rows, AGAIN


def test_the_page_has_what_is_counted_of_real_signals():
    """Every row of the real signals stands in the page as it comes out."""
    files = {path.name: path.read_bytes() for path in (shared_data() / "keraal_sample").iterdir()}
    assert set(counting_accuracy.real_rows(files)) <= set(PAGE.splitlines()), AGAIN
