"""Write small FlatBuffers, also in front of an existing one: as little as the camera's models need.

In a FlatBuffer every reference points forward. So a new root can be written in front of an old buffer and refer into
it, while nothing in the old one changes: see `prepend`. The format: https://flatbuffers.dev/internals (Apache-2.0).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: Old bytes move by a multiple of this, so that what was aligned stays aligned.
ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class Table:
    """A table: slot number to a whole number, or to what the slot refers to."""

    slots: Mapping[int, int | Node]


@dataclass(frozen=True, slots=True)
class Vector:
    """A vector of references."""

    items: Sequence[Node]


@dataclass(frozen=True, slots=True)
class Block:
    """A vector or a string as bytes: `count` items, the first of them aligned to 16 bytes."""

    count: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Old:
    """What lies at a position of the buffer that is written behind."""

    position: int


Node = Table | Vector | Block | Old


def text(value: str) -> Block:
    """Return a string, which ends with a zero byte that does not count."""
    data = value.encode()
    return Block(len(data), data + b"\0")


def floats(*values: float) -> Block:
    """Return a vector of 32-bit numbers."""
    return Block(len(values), struct.pack(f"<{len(values)}f", *values))


def prepend(root: Table, identifier: bytes, old: bytes = b"") -> bytes:
    """Return a buffer that begins with a new root and ends with the old buffer, unchanged.

    Parameters
    ----------
    root : Table
        Its `Old` nodes name positions of `old`.
    identifier : bytes
        Four bytes that say what the buffer is.

    Raises
    ------
    ValueError
        When the identifier is not four bytes long.

    Examples
    --------
    >>> old = prepend(Table({0: 7}), b"TEST")
    >>> new = prepend(Table({0: Old(root_of(old))}), b"TEST", old)
    >>> inner = follow(new, slots_of(new, root_of(new))[0])
    >>> word(new, slots_of(new, inner)[0])
    7
    """
    if len(identifier) != 4:
        raise ValueError(f"an identifier is four bytes, not {identifier!r}")
    writer = _Writer(bytearray(b"\0\0\0\0" + identifier))
    writer.refer(0, root)
    return writer.finish(old)


@dataclass(slots=True)
class _Writer:
    out: bytearray
    into_old: list[tuple[int, int]] = field(default_factory=list)

    def refer(self, cell: int, node: Node) -> None:
        """Write what a cell refers to behind everything so far, and the distance to it into the cell."""
        match node:
            case Table():
                self._table(cell, node)
            case Vector():
                self._vector(cell, node)
            case Block():
                self._block(cell, node)
            case Old():
                self.into_old.append((cell, node.position))

    def finish(self, old: bytes) -> bytes:
        self._pad(ALIGNMENT)
        for cell, position in self.into_old:
            self._point(cell, len(self.out) + position)
        return bytes(self.out) + old

    def _table(self, cell: int, node: Table) -> None:
        """Every slot gets four bytes, which are enough for each kind of slot that we write."""
        self._pad(4)
        used = sorted(node.slots)
        places = {slot: 4 + 4 * number for number, slot in enumerate(used)}
        last = used[-1] + 1 if used else 0
        size = 4 + 2 * last
        self.out += struct.pack("<HH", size, 4 + 4 * len(used))
        self.out += struct.pack(f"<{last}H", *(places.get(slot, 0) for slot in range(last)))
        self._pad(4)
        start = len(self.out)
        self._point(cell, start)
        self.out += struct.pack("<i", size + size % 4) + bytes(4 * len(used))
        for slot in used:
            self._slot(start + places[slot], node.slots[slot])

    def _slot(self, cell: int, value: int | Node) -> None:
        if isinstance(value, int):
            struct.pack_into("<I", self.out, cell, value)
        else:
            self.refer(cell, value)

    def _vector(self, cell: int, node: Vector) -> None:
        self._pad(4)
        start = len(self.out)
        self._point(cell, start)
        self.out += struct.pack("<I", len(node.items)) + bytes(4 * len(node.items))
        for number, item in enumerate(node.items):
            self.refer(start + 4 + 4 * number, item)

    def _block(self, cell: int, node: Block) -> None:
        self._pad(16, before=4)
        self._point(cell, len(self.out))
        self.out += struct.pack("<I", node.count) + node.data

    def _point(self, cell: int, position: int) -> None:
        struct.pack_into("<I", self.out, cell, position - cell)

    def _pad(self, multiple: int, before: int = 0) -> None:
        self.out += bytes(-(len(self.out) + before) % multiple)


# --- Reading ---------------------------------------------------------------------------------------------------------


def root_of(buffer: bytes) -> int:
    """Return the position of a buffer's root table."""
    return follow(buffer, 0)


def follow(buffer: bytes, cell: int) -> int:
    """Return the position that a cell refers to."""
    return cell + word(buffer, cell)


def word(buffer: bytes, cell: int) -> int:
    """Return the whole number in a cell of four bytes."""
    value: int = struct.unpack_from("<I", buffer, cell)[0]
    return value


def slots_of(buffer: bytes, table: int) -> dict[int, int]:
    """Return the slots that a table has: slot number to the position of its cell."""
    (back,) = struct.unpack_from("<i", buffer, table)
    (size,) = struct.unpack_from("<H", buffer, table - back)
    places = struct.unpack_from(f"<{(size - 4) // 2}H", buffer, table - back + 4)
    return {slot: table + place for slot, place in enumerate(places) if place}


def items_of(buffer: bytes, vector: int) -> list[int]:
    """Return the positions that a vector of references refers to."""
    return [follow(buffer, vector + 4 + 4 * number) for number in range(word(buffer, vector))]
