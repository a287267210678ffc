"""Stills on pages: where they are asked for, what they say, and how long they may be kept."""

import html
import re

import pytest
from django.test import Client

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.figure import stills

from .conftest import Site

ADDRESS = "/stills/si-glute-bridge/si-bridge/hold/{side}.png"


@pytest.fixture
def client() -> Client:
    return Client()


def images(text: str) -> list[tuple[str, str]]:
    """Return address and words of each picture of a page."""
    return [
        (src, html.unescape(alt))
        for src, alt in re.findall(r'<img class="still[^"]*" src="([^"]+)" alt="([^"]*)"', text)
    ]


def test_a_still_is_kept_for_ever_by_its_version_only(client: Client) -> None:
    address = ADDRESS.format(side="right")
    version = stills.version("si-glute-bridge", "si-bridge", "hold")
    fresh, plain = client.get(f"{address}?v={version}"), client.get(address)
    assert fresh.content == plain.content
    assert fresh.content.startswith(b"\x89PNG")
    assert "immutable" in fresh["Cache-Control"]
    assert plain["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS.format(side="middle"),
        "/stills/si-glute-bridge/si-bridge/jump/left.png",
        "/stills/si-glute-bridge/handstand/start/left.png",
        "/stills/handstand/si-bridge/start/left.png",
    ],
)
def test_there_is_no_other_still(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_exercise_s_page_shows_each_key_pose_with_the_words_of_that_side(site: Site, side: str) -> None:
    variant = load_library().get("figure-four").get_variant("no-press")
    found = images(site.text(f"/exercises/figure-four/?side={side}"))
    poses = [picture.phase for picture in stills.pictures(load_library().get("figure-four"), variant, Side(side))]
    ours = [src for src, _ in found if "/no-press/" in src]
    assert [src.split("/")[4] for src in ours] == poses
    assert all(f"/{side}.png?v=" in src for src in ours)
    assert any(f"Your {side} ankle rests" in alt for _, alt in found)


def test_the_list_has_one_small_still_for_each_exercise(site: Site) -> None:
    """The first variant of its first step stands for it; one without a figure yet has words alone."""
    found = images(site.text("/exercises/"))
    first = {one.id: one.get_variant(one.get_rung(one.start).part[0].variant) for one in load_library().exercises}
    assert [src.split("/")[2] for src, _ in found] == [name for name, variant in first.items() if variant.figure]


def test_without_stills_a_page_goes_on_with_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stills, "load_index", dict)
    text = site.text("/exercises/figure-four/")
    assert images(text) == []
    assert "<h1>Figure four</h1>" in text
