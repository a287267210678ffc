"""Stills: each key pose of a clip as a PNG file, for paper, for lists, and where there is no WebGL.

Only the left as the working side is drawn and committed; the right is its mirror image, row by row, because body,
light and camera are mirrored exactly. A still names the hash of what it was drawn from. Standard library only.
"""

import functools
import zlib

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.library.package import package_file

MAGIC = b"\x89PNG\r\n\x1a\n"
#: The chunk that holds the hash.
TEXT = b"tEXt"
KEY = b"ilium-made-from\x00"


class Still(msgspec.Struct, frozen=True, kw_only=True):
    """A picture with its ground left out.

    Parameters
    ----------
    width, height : int
        Pixels.
    made_from : str
        The hash of what it was drawn from.
    palette, opacity : bytes
        Three bytes, and one byte, a colour.
    rows : bytes
        A zero and one byte a pixel, for each row: as in the file.
    """

    width: int
    height: int
    made_from: str
    palette: bytes
    opacity: bytes
    rows: bytes

    def mirrored(self) -> "Still":
        """Return the mirror image: the other side works."""
        step = self.width + 1
        starts = range(0, len(self.rows), step)
        rows = b"".join(b"\x00" + self.rows[start + 1 : start + step][::-1] for start in starts)
        return msgspec.structs.replace(self, rows=rows)


def encode_still(still: Still, *, effort: int = 9) -> bytes:
    """Return the still as a PNG file; ``effort`` is how hard it is compressed, 1 to 9."""
    head = still.width.to_bytes(4) + still.height.to_bytes(4) + bytes((8, 3, 0, 0, 0))
    return png(
        (b"IHDR", head),
        (TEXT, KEY + still.made_from.encode()),
        (b"PLTE", still.palette),
        (b"tRNS", still.opacity),
        (b"IDAT", zlib.compress(still.rows, effort)),
    )


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG file of these chunks, each its kind and its data; the end is added."""
    return MAGIC + b"".join(
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
        for kind, data in (*chunks, (b"IEND", b""))
    )


def decode_still(content: bytes, file: str) -> Still:
    """Read a still that `encode_still` wrote; raises SpecificationError where it is truncated or another picture."""
    try:
        chunks = dict(_chunks(content))
        width, height = (int.from_bytes(chunks[b"IHDR"][at : at + 4]) for at in (0, 4))
        rows = zlib.decompress(chunks[b"IDAT"])
        if chunks[b"IHDR"][8:10] != b"\x08\x03" or len(rows) != height * (width + 1) or b"IEND" not in chunks:
            raise ValueError("it is another kind of picture")
        made_from = chunks[TEXT].removeprefix(KEY).decode()
        palette, opacity = chunks[b"PLTE"], chunks[b"tRNS"]
    except (ValueError, KeyError, zlib.error) as error:
        raise SpecificationError(file, "$", f"cannot be read: {error}") from None
    return Still(width=width, height=height, made_from=made_from, palette=palette, opacity=opacity, rows=rows)


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    if not content.startswith(MAGIC):
        raise ValueError("it is not a PNG file")
    found, at = [], len(MAGIC)
    while at < len(content):
        size = int.from_bytes(content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if len(data) != size:
            raise ValueError("it is truncated")
        found.append((kind, data))
        at += size + 12
    return found


def still_name(exercise: str, variant: str, pose: str) -> str:
    """Return the file name of a still; ``pose`` is one that `ilium.figure.stills.Entry` shows."""
    return f"{exercise}.{variant}.{pose}.png"


@functools.lru_cache(maxsize=256)
def load_still(exercise: str, variant: str, pose: str, side: Side) -> bytes:
    """Return a committed still as a PNG file, mirrored where the right side works.

    Raises
    ------
    SpecificationError
        It is missing or truncated.
    """
    name = still_name(exercise, variant, pose)
    file = package_file("ilium.figure", "stills", name)
    if not file.is_file():
        raise SpecificationError(name, "$", "the still is missing: run `python3 dev.py lab figure stills`")
    content = file.read_bytes()
    still = decode_still(content, name)
    return content if side is Side.LEFT else encode_still(still.mirrored(), effort=6)
