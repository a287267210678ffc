"""Many frames as arrays, for the batch."""

from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.motion.wire import Frame, N


class Recording(msgspec.Struct, frozen=True):
    """Frames in order.

    Parameters
    ----------
    capture_ms : ndarray of float64, shape (n,)
        Milliseconds, rising.
    image : ndarray of float32 or float64, shape (n, 33, 3)
        Shares of the picture, z in x's scale; never mirrored; NaN where nobody was found.
    visibility : ndarray of float32 or float64, shape (n, 33)
        The detector's confidence, 0 to 1; NaN where nobody was found.
    aspect : ndarray of float64, shape (n,)
        Width by height of the picture.
    people : ndarray of int64, shape (n,)
        0, 1, or 2 for more than one.
    """

    capture_ms: NDArray[np.float64]
    image: NDArray[np.floating]
    visibility: NDArray[np.floating]
    aspect: NDArray[np.float64]
    people: NDArray[np.int64]

    def __len__(self) -> int:
        """Return how many frames there are."""
        return len(self.capture_ms)

    def part(self, first: int, last: int) -> "Recording":
        """Return the frames from first up to last."""
        rows = slice(first, last)
        return Recording(
            self.capture_ms[rows], self.image[rows], self.visibility[rows], self.aspect[rows], self.people[rows]
        )


def from_frames(frames: Iterable[Frame]) -> Recording:
    """Return frames as arrays.

    Examples
    --------
    >>> len(from_frames([Frame(seq=1, capture_ms=0.0, width=640, height=480)]))
    1
    """
    rows = list(frames)
    image = np.full((len(rows), N, 3), np.nan)
    visibility = np.full((len(rows), N), np.nan)
    for row, frame in enumerate(rows):
        if frame.x:
            image[row, :, 0], image[row, :, 1], image[row, :, 2] = frame.x, frame.y, frame.z
            visibility[row] = frame.visibility
    return Recording(
        np.array([frame.capture_ms for frame in rows], dtype=np.float64),
        image,
        visibility,
        np.array([frame.width / frame.height for frame in rows], dtype=np.float64),
        np.array([frame.people for frame in rows], dtype=np.int64),
    )
