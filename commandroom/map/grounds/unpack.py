"""Bounded decompression, plain text out of foreign texts, and what a blob of bytes is."""

import re
import zlib
from html import unescape
from typing import Literal

from commandroom.errors import WorldFailed

MOST_UNPACKED = 16_000_000
"""What a tile or a directory may grow to: a bomb of a few kilobytes would take all memory."""
_LONGEST_TEXT = 160
_MARKS = frozenset("<&")
_TAG = re.compile(r"<[^<>]{0,2000}>")

Kind = Literal["picture", "packed", "page", "other"]


def unpacked(raw: bytes, *, most: int = MOST_UNPACKED) -> bytes:
    """`raw` without its gzip or zlib wrapping, or as it is where it has none.

    Raises:
        WorldFailed: broken, or bigger than `most` bytes.
    """
    if not (
        raw[:2] == b"\x1f\x8b" or (len(raw) > 2 and raw[0] == 0x78 and int.from_bytes(raw[:2]) % 31 == 0)
    ):
        return raw
    tool = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        plain = tool.decompress(raw, most)
    except zlib.error as why:
        raise WorldFailed("ground.broken_tile", why=str(why)) from why
    if not tool.eof:
        if tool.unconsumed_tail or len(plain) >= most:
            raise WorldFailed("ground.bomb", limit=most // 1_000_000)
        raise WorldFailed("ground.broken_tile", why="EOF")
    return plain


def kind_of(raw: bytes) -> Kind:
    """What some bytes are, by how they begin."""
    if raw.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (
        raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    ):
        return "picture"
    if raw.startswith((b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda")):
        return "packed"
    start = raw[:256].lstrip().lower()
    return "page" if start.startswith((b"<", b"{", b"\xef\xbb\xbf<")) else "other"


def plain_text(text: object) -> str:
    """One printable line out of whatever a file says of itself; markup and entities are taken out."""
    if isinstance(text, str) and len(text) <= _LONGEST_TEXT and text.isprintable() and not _MARKS & {*text}:
        return text.strip()
    said = unescape(_TAG.sub("", text)) if isinstance(text, str) else ""
    line = " ".join("".join(char if char.isprintable() else " " for char in said).split())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"
