"""Base-128 varints, many at once (Protocol Buffers encoding guide)."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
_LONGEST = 10


def varints(packed: bytes | memoryview) -> Numbers:
    """Every varint of `packed`.

    Raises:
        ValueError: the last one is cut, or one is longer than ten bytes.
    """
    data = np.frombuffer(packed, dtype=np.uint8)
    if not len(data):
        return np.empty(0, dtype=np.uint64)
    ends = np.flatnonzero(data < 0x80)
    if not len(ends) or ends[-1] != len(data) - 1:
        raise ValueError("cut varint")
    starts = np.concatenate(([0], ends[:-1] + 1))
    length = ends - starts + 1
    longest = int(length.max())
    if longest == 1:
        return data.astype(np.uint64)
    if longest > _LONGEST:
        raise ValueError("endless varint")
    place = np.arange(len(data)) - np.repeat(starts, length)
    parts = (data & 0x7F).astype(np.uint64) << (place * 7).astype(np.uint64)
    return np.add.reduceat(parts, starts)


def unzigzag(numbers: Numbers) -> npt.NDArray[np.int64]:
    """Signed numbers out of their zigzag form."""
    signed = numbers.astype(np.int64)
    return (signed >> 1) ^ -(signed & 1)
