"""The life of a service credit, and its words."""

from odoo.addons.service_desk.lifecycle import ACTIVE, CLOSED, DONE, MANAGER, NEW, Lifecycle, Move

from .. import credit_rules

CREDIT_BASES = [
    (credit_rules.MONTH, "A month in which too few were met"),
    (credit_rules.BREACH, "Each breach"),
]

CREDIT_UNITS = [
    (credit_rules.PERCENT, "Percent of the month's cost"),
    (credit_rules.AMOUNT, "Amount"),
]

CREDIT_STATES = [
    ("proposed", "Proposed"),
    ("claimed", "Claimed"),
    ("settled", "Settled"),
    ("waived", "Waived"),
]

CREDIT_LIFECYCLE = Lifecycle(
    phases={"proposed": NEW, "claimed": ACTIVE, "settled": DONE, "waived": CLOSED},
    moves=(
        Move("claimed", ("proposed",), roles=(MANAGER,)),
        Move("settled", ("claimed",), roles=(MANAGER,)),
        Move("waived", ("proposed", "claimed"), needs=("note",), roles=(MANAGER,)),
    ),
    working="claimed",
    waiting="",
    closing="settled",
    dropping="waived",
)

#: What people may say about a credit; all else is worked out.
CREDIT_OPEN_FIELDS = frozenset({"state", "note"})
