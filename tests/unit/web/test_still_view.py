"""The stills that a device keeps."""

import pytest
from django.test import Client

from ilium.web.still_view import kept_stills


@pytest.mark.django_db
def test_every_still_that_a_device_keeps_is_there(client: Client) -> None:
    """The service worker's first visit fails where one answers 404."""
    assert {path: client.get(path).status_code for path in kept_stills()} == dict.fromkeys(kept_stills(), 200)


def test_the_guide_to_the_phones_place_is_kept() -> None:
    """A session without the server still shows the body as the phone sees it, for the side that works."""
    kept = kept_stills()
    for side in ("left", "right"):
        assert f"/stills/lumbar-roll/lumbar-roll/camera/{side}.png" in kept
        assert f"/stills/si-glute-bridge/si-bridge/camera/{side}.png" in kept
    assert not [path for path in kept if "-half/camera/" in path]
