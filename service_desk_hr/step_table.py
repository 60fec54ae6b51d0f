"""What a step of a journey may be, as a table: one row a kind, and all that the rest asks of it.

Pure data. Whoever adds a kind adds a row, a method ``_begin_<kind>`` of ``service.desk.journey.line``
(work has one, ``_begin_work``, which makes tasks), and where the line owns other records than a task:
``_parts`` (with what these depend on, above ``_compute_state``), ``_drop``, ``_take_back`` and
``_move_records``. An addon that brings a kind adds it by ``selection_add`` to the step and to the line.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class StepKind:
    """One kind of step.

    :param label: what people call it
    :param is_work: a piece of work in somebody's hands, of a team or of one person
    :param is_ending: it ends something, and begins when its day is over
    :param is_punctual: it happens on its day, however early the journey is started
    :param is_given: the person gets something by it, which makes no sense for somebody who leaves
    :param is_shown: its person sees it on their own page
    :param needs: field of the step without which there is nothing to do
    """

    label: str
    is_work: bool = False
    is_ending: bool = False
    is_punctual: bool = False
    is_given: bool = False
    is_shown: bool = False
    needs: str = ""


KINDS = {
    "task": StepKind("Task", is_work=True),
    "item": StepKind("Order from the Catalog", is_shown=True, needs="item_id"),
    "access": StepKind("Access of the Role", is_given=True, is_shown=True),
    "revoke": StepKind("Take Access Back", is_ending=True),
    "login": StepKind("Close the Login", is_ending=True),
    "account": StepKind("Open the Login", is_punctual=True, is_given=True, is_shown=True),
    "hand_over": StepKind("Hand Over Work", is_ending=True),
    "hand_out": StepKind("Hand Something Out", is_work=True, is_given=True, is_shown=True),
    "take_back": StepKind("Take Something Back", is_work=True, is_shown=True),
    "message": StepKind("Message", needs="mail_template_id"),
}
#: Kinds that begin before all others on the same day, in this order: work is given away while there
#: is a login still, and access waits for the login that is to have it.
FIRST_KINDS = ("hand_over", "login", "revoke", "account")


def kinds_that(trait):
    """The kinds that have a trait, by the name of its column."""
    return tuple(name for name, kind in KINDS.items() if getattr(kind, trait))
