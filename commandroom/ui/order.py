"""The order of a list that must not jump under the hand."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex

Key = TypeVar("Key", bound=Hashable)


def held_order(shown: Sequence[Key], wanted: Sequence[Key]) -> list[Key]:
    """`wanted` while rows are held: those shown keep their order, new ones come at the end.

    Those no longer wanted stay too; they leave when the hand does.
    """
    known = set(shown)
    return [*shown, *(each for each in wanted if each not in known)]


def rearrange(
    model: QAbstractListModel, rows: list[Key], wanted: Sequence[Key], put: Callable[[list[Key]], None]
) -> None:
    """Bring a flat model from `rows` to `wanted` so that a selection stays on its thing, not on its row."""
    target = list(wanted)
    if target == rows:
        return
    if target[: len(rows)] == rows:
        model.beginInsertRows(QModelIndex(), len(rows), len(target) - 1)
        put(target)
        model.endInsertRows()
        return
    model.layoutAboutToBeChanged.emit()
    before = model.persistentIndexList()
    place = {key: row for row, key in enumerate(target)}
    put(target)
    after = [
        model.index(place[rows[index.row()]], 0) if rows[index.row()] in place else QModelIndex()
        for index in before
    ]
    model.changePersistentIndexList(before, after)
    model.layoutChanged.emit()
