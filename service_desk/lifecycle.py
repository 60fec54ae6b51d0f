"""The life of a ticket as data: states, phases and the moves between them.

Pure Python without Odoo inside, so that a process can be read, checked and drawn without a
database. ``service.desk.lifecycle.mixin`` is the only thing that acts on it.
"""

from dataclasses import dataclass, field
from functools import cached_property

NEW, ACTIVE, PENDING, DONE, CLOSED = "new", "active", "pending", "done", "closed"

#: What a state means to clocks, queues and lists, whatever the process calls it.
PHASES = [
    (NEW, "New"),
    (ACTIVE, "Active"),
    (PENDING, "Pending"),
    (DONE, "Done"),
    (CLOSED, "Closed"),
]
#: Somebody still has to do something.
OPEN_PHASES = (NEW, ACTIVE, PENDING)
#: The desk's work is over, the requester may still object.
ENDED_PHASES = (DONE, CLOSED)

#: Who walks through the door. ``system`` is the server's own code and may do what any role may.
REQUESTER, AGENT, MANAGER, SYSTEM = "requester", "agent", "manager", "system"


@dataclass(frozen=True)
class Move:
    """One allowed change of state.

    :param target: the state it leads to
    :param sources: the states it may start from
    :param needs: names of fields that must be filled once the move is done
    :param roles: who may do it; ``system`` always may
    :param guard: name of a method of the ticket that raises ``UserError`` when the facts forbid it
    :param action: name of the ticket's action by which people make the move where they only point
        at a state: a dialog that asks for what the move needs, or more than the bare move
    """

    target: str
    sources: tuple[str, ...]
    needs: tuple[str, ...] = ()
    roles: tuple[str, ...] = (AGENT, MANAGER)
    guard: str = ""
    action: str = ""


@dataclass(frozen=True)
class Lifecycle:
    """The states of one process with their phases, and the moves between them.

    :param phases: state -> phase, in the order in which people see the states
    :param moves: every allowed move; what is not listed is refused
    :param working: the state in which somebody works on it; taking and resuming lead there
    :param waiting: the state that asks for a reason; empty where nothing is put on hold
    :param closing: the state in which all is said
    :param dropping: the state of what was given up, merged or continued elsewhere
    :param is_for_requesters: whether requesters hear of what happens to it
    """

    phases: dict[str, str]
    moves: tuple[Move, ...] = field(default=())
    working: str = "in_progress"
    waiting: str = "pending"
    closing: str = "closed"
    dropping: str = "cancelled"
    is_for_requesters: bool = True

    @cached_property
    def initial(self) -> str:
        """The state in which a ticket is born: the first one."""
        return next(iter(self.phases))

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], Move]:
        return {(source, move.target): move for move in self.moves for source in move.sources}

    @cached_property
    def notices(self) -> dict[str, str]:
        """State -> the event that requesters hear of when a ticket comes to it."""
        if not self.is_for_requesters:
            return {}
        by_phase = {DONE: "resolved", CLOSED: "cancelled"}
        told = {
            state: by_phase[phase] for state, phase in self.phases.items() if phase in by_phase
        }
        return {**told, self.waiting: "hold", self.closing: "closed"}

    def move(self, source: str, target: str) -> Move | None:
        """The rule for going from ``source`` to ``target``, or None when there is none."""
        return self._by_ends.get((source, target))

    def targets(self, source: str) -> list[str]:
        """The states that can be reached from ``source``, in the order of the life."""
        return [state for state in self.phases if (source, state) in self._by_ends]

    def in_phases(self, *phases: str) -> list[str]:
        """The states that mean one of the given phases."""
        return [state for state, phase in self.phases.items() if phase in phases]
