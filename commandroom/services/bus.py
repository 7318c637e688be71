"""The one road of every change: a command in, a committed fact out, and only then do the screens hear."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from commandroom.models.domain.commands import Command
from commandroom.models.domain.doctrine import Doctrine
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.ports import Authority, Catalogue, Clock, Recorded, Store, UnitOfWork

log = logging.getLogger(__name__)

Listener = Callable[[Recorded], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """What handlers may ask besides the unit of work."""

    clock: Clock
    catalogue: Catalogue
    doctrine: Doctrine = field(default_factory=shipped_doctrine)
    """The rules where the room has not set its own."""

    def rules(self, work: UnitOfWork) -> Doctrine:
        """The rules in force."""
        return work.doctrine() or self.doctrine


class HandledInsideListener(RuntimeError):
    """A listener gave a command while one was being handled; it must `post()` instead."""


class Bus:
    """Runs one command at a time, in the thread that owns the store."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        authority: Authority,
        handlers: dict[type[Command], Callable[[Command, UnitOfWork, Desk], None]],
    ) -> None:
        self._store = store
        self._desk = desk
        self._authority = authority
        self._handlers = handlers
        self._listeners: list[Listener] = []
        self._posted: deque[Command] = deque()
        self._is_handling = False

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` every committed fact, in order; returns the undo."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def handle(self, command: Command) -> tuple[Recorded, ...]:
        """Do `command`, tell the listeners, then do what they posted.

        Returns the facts of `command` itself.

        Raises:
            Refusal: it may not or cannot be done; nothing was changed.
            WorldFailed: the store could not keep it; nothing was changed.
            HandledInsideListener: called from inside a listener.
        """
        if self._is_handling:
            raise HandledInsideListener(type(command).__name__)
        self._is_handling = True
        try:
            recorded = self._run(command)
            while self._posted:
                self._run_posted(self._posted.popleft())
        finally:
            self._is_handling = False
        return recorded

    def post(self, command: Command) -> None:
        """Do `command` after the present one; for listeners. A refusal is logged."""
        self._posted.append(command)

    def _run(self, command: Command) -> tuple[Recorded, ...]:
        self._authority.check(command)
        transaction = self._store.transact(command.by, command)
        with transaction as work:
            self._handlers[type(command)](command, work, self._desk)
        for fact in transaction.recorded:
            self._tell(fact)
        return transaction.recorded

    def _run_posted(self, command: Command) -> None:
        try:
            self._run(command)
        except Exception:
            log.exception("posted command failed: %s", type(command).__name__)

    def _tell(self, fact: Recorded) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(fact)
            except Exception:
                log.exception("a listener failed on %s", type(fact.event).__name__)
