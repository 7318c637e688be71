"""Text that no store can keep."""

from commandroom.errors import Refusal


def refuse_unwritable(why: UnicodeEncodeError) -> Refusal:
    """The refusal of text with half a character in it, with the text round it and a mark in its place."""
    near = why.object[max(0, why.start - 12) : why.end + 12].encode("utf-8", "replace").decode()
    return Refusal("store.unwritable_text", text=near)
