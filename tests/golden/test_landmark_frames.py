"""What the browser writes is what the server reads: `frontend/src/camera/wire.test.ts` holds to the same file."""

import json
from pathlib import Path
from typing import Any

import pytest

from ilium.motion.wire import decode

FRAMES = json.loads(Path(__file__).with_name("landmark-frames.json").read_text(encoding="utf-8"))
MODELS = {"lite": 1, "full": 2}


@pytest.mark.parametrize("golden", FRAMES, ids=[golden["what"] for golden in FRAMES])
def test_the_browser_s_bytes_say_what_it_saw(golden: dict[str, Any]) -> None:
    """Every field of the header, and each landmark to half a step of the wire."""
    seen, read = golden["frame"], decode(bytes.fromhex(golden["hex"]))
    assert (read.seq, read.capture_ms) == (seen["seq"], seen["captureMs"])
    assert (read.width, read.height, read.infer_ms) == (seen["width"], seen["height"], round(seen["inferMs"]))
    assert (read.model, read.several) == (MODELS[seen["model"]], seen["people"] > 1)
    for name in ("x", "y", "z"):
        assert getattr(read, name) == pytest.approx([one[name] for one in seen["landmarks"]], abs=0.5 / 8192)
    assert read.visibility == pytest.approx([one["visibility"] for one in seen["landmarks"]], abs=0.5 / 255)
    assert set(read.presence) <= {0.0}
    assert read.world == pytest.approx([one[axis] for one in seen["world"] for axis in "xyz"], abs=0.0005)
