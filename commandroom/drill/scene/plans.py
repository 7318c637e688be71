"""What attackers intend: one step after the other, and steps that break in when something comes about."""

from collections.abc import Callable
from datetime import datetime

from commandroom.drill.scene.figures import Figure
from commandroom.drill.scene.stage import LAST, Stage
from commandroom.drill.schema import Flight, Opponent, Step

RUN_KMH = 11.0
BUS_KMH = 25.0
HELD_S = 5.0
"""How often somebody who is held looks whether he can go on."""


class Plans:
    """The plans of all attackers of a script."""

    def __init__(self, stage: Stage, figures: dict[str, Figure]) -> None:
        """`figures`: those who have appeared, by id."""
        self._stage = stage
        self._figures = figures
        self._steps: dict[str, list[Step]] = {}
        self._doing: dict[str, int] = {}
        """Which step each is at; -1 when he waits for what may come."""
        self._turn: dict[str, int] = {}
        """Rises with every step, so that an older wait lapses."""

    def begin(self, opponent: Opponent) -> None:
        """He has appeared: take the first step, and wait for what changes his mind."""
        steps = list(opponent.plan)
        if opponent.walk_to is not None:
            steps.insert(0, Step(walk_to=opponent.walk_to))
        self._steps[opponent.id] = steps
        self._turn[opponent.id] = 0
        for number, step in enumerate(steps):
            if step.when is not None:
                self._wait(opponent, number, step)
        self._follow_on(self._figures[opponent.id], -1)

    def flee(self, flight: Flight) -> None:
        """He breaks away, held or not, unless it is over with him."""
        figure = self._figures.get(flight.opponent)
        if figure is not None and not figure.is_out:
            step = Step(run_to=flight.to, cut_at=flight.cut_at, speed_kmh=flight.speed_kmh)
            self._doing[figure.id] = -1
            self._turn[figure.id] += 1
            self._take(figure, step)

    def runs(self, figure: Figure) -> bool:
        """Whether his present step is to get away."""
        number = self._doing.get(figure.id, -1)
        step = self._steps[figure.id][number] if number >= 0 else None
        return figure.is_fleeing or (step is not None and (step.run_to or step.bus_to) is not None)

    def came(self, figure: Figure) -> None:
        """He is where his step leads: hide, go on, or be there for good."""
        number = self._doing.get(figure.id, -1)
        step = self._steps[figure.id][number] if number >= 0 else None
        if step is not None and step.hide_at is not None:
            figure.stand()
            self._hide(figure)
            self._follow_on(figure, number)
        elif not self._follow_on(figure, number):
            self._is_there(figure)

    def _is_there(self, figure: Figure) -> None:
        """The last step of a way: out of reach if he ran or rode, else where he wanted to be."""
        incident = self._stage.incident(figure.inject)
        if self.runs(figure):
            figure.has_escaped = True
            self._stage.note("escaped", figure.id, incident)
        elif not figure.has_arrived:
            figure.has_arrived = True
            self._stage.note("reached", figure.id, incident)
        self._doing[figure.id] = -1

    def _wait(self, opponent: Opponent, number: int, step: Step) -> None:
        def breaks_in(at: datetime) -> None:
            self._stage.sim.later(at, step.after, LAST, lambda _: self._break_in(opponent.id, number))

        assert step.when is not None
        self._stage.triggers.watch(step.when, opponent.incident, breaks_in)

    def _break_in(self, name: str, number: int) -> None:
        """A step whose time has come; whoever is held stays held unless he breaks away (`cut_at`)."""
        figure, step = self._figures[name], self._steps[name][number]
        if figure.is_out or (figure.state == "contact" and step.cut_at is None and not step.give_up):
            return
        self._do(figure, number)

    def _follow_on(self, figure: Figure, number: int) -> bool:
        """The step after `number`, if there is one that waits for nothing."""
        steps = self._steps[figure.id]
        if number + 1 >= len(steps) or (number < 0 and self._doing.get(figure.id) == -1):
            return False
        if steps[number + 1].when is not None:
            return False
        following = steps[number + 1]
        if following.after:
            self._in(figure, following.after, lambda: self._do(figure, number + 1))
        else:
            self._do(figure, number + 1)
        return True

    def _do(self, figure: Figure, number: int) -> None:
        self._doing[figure.id] = number
        self._turn[figure.id] += 1
        self._take(figure, self._steps[figure.id][number])

    def _take(self, figure: Figure, step: Step) -> None:
        """Begin a step."""
        stage = self._stage
        if figure.follows and step.follow is None:
            stage.note("split", figure.id, stage.incident(figure.inject))
        if step.wait is not None:
            self._pause(figure, step.wait)
        elif step.give_up:
            figure.stand()
            figure.is_armed = False
            figure.state = "active" if figure.state == "hidden" else figure.state
            stage.note("gave_up", figure.id, stage.incident(figure.inject))
        elif step.follow is not None:
            figure.stand()
            figure.follows = step.follow
            figure.speed_kmh = step.speed_kmh or figure.speed_kmh
        else:
            self._go(figure, step)

    def _go(self, figure: Figure, step: Step) -> None:
        stage = self._stage
        goal = step.walk_to or step.run_to or step.bus_to or step.hide_at
        assert goal is not None
        usual = RUN_KMH if step.run_to else BUS_KMH if step.bus_to else figure.speed_kmh
        if figure.state in ("hidden", "contact"):
            figure.state, figure.falls_at = "active", None
        via = []
        figure.is_fleeing = False
        if step.cut_at is not None:
            figure.is_fleeing, figure.falls_at = True, None
            incident = stage.incident(step.cut_at)
            via = [] if incident is None else [stage.sim.situation.incident(incident).at]
            figure.inject = step.cut_at
        if step.bus_to is not None:
            stage.note("bus", figure.id, stage.incident(figure.inject))
        figure.set_off(stage.sim.router, [*via, stage.places[goal].at], step.speed_kmh or usual)

    def _pause(self, figure: Figure, seconds: float) -> None:
        figure.stand()
        number = self._doing[figure.id]
        self._in(figure, seconds, lambda: self._follow_on(figure, number))

    def _in(self, figure: Figure, seconds: float, act: Callable[[], object]) -> None:
        """Some seconds later, unless he does something else by then; whoever is held then waits on."""
        turn = self._turn[figure.id]

        def later(_tick: int) -> None:
            if self._turn[figure.id] != turn or figure.is_out:
                return
            if figure.state == "contact":
                self._in(figure, HELD_S, act)
            else:
                act()

        self._stage.sim.later(self._stage.sim.now, seconds, LAST, later)

    def _hide(self, figure: Figure) -> None:
        if figure.state == "active":
            figure.state, figure.sought_s = "hidden", 0.0
            self._stage.note("hidden", figure.id, self._stage.incident(figure.inject))
