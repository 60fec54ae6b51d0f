"""The life of configuration items, and the words around them."""

from odoo.addons.service_desk.lifecycle import ACTIVE, CLOSED, DONE, MANAGER, NEW, PENDING, Lifecycle, Move

from .. import attribute_rules, impact_rules

CONFIGURATION_MANAGER = "service_desk_cmdb.group_configuration_manager"

CI_STATES = [
    ("planned", "Planned"),
    ("ordered", "Ordered"),
    ("in_stock", "In Stock"),
    ("in_use", "In Use"),
    ("in_repair", "In Repair"),
    ("missing", "Missing"),
    ("retired", "Retired"),
    ("disposed", "Disposed Of"),
]
_ALL = tuple(state for state, _label in CI_STATES)
#: What is out of use and does not come back by itself.
GONE_STATES = ("retired", "disposed")
#: What runs or should run: a failure passes through these alone, and they have to be complete.
LIVE_STATES = ("in_use", "in_repair")
#: A class may leave states out; any other may follow any, but what is disposed of stays so.
CI_LIFECYCLE = Lifecycle(
    phases={
        "planned": NEW,
        "ordered": NEW,
        "in_stock": PENDING,
        "in_use": ACTIVE,
        "in_repair": PENDING,
        "missing": PENDING,
        "retired": DONE,
        "disposed": CLOSED,
    },
    moves=tuple(
        Move(target, tuple(one for one in _ALL if one not in (target, "disposed")), roles=(MANAGER,)) for target in _ALL
    ),
    working="in_use",
    waiting="in_repair",
    closing="disposed",
    dropping="retired",
    is_for_requesters=False,
)

ENVIRONMENTS = [
    ("production", "Production"),
    ("staging", "Staging"),
    ("test", "Test"),
    ("development", "Development"),
    ("recovery", "Disaster Recovery"),
]
CRITICALITIES = [("1", "Critical"), ("2", "High"), ("3", "Medium"), ("4", "Low")]

ATTRIBUTE_KINDS = [
    (attribute_rules.CHAR, "Text"),
    (attribute_rules.TEXT, "Long Text"),
    (attribute_rules.INTEGER, "Whole Number"),
    (attribute_rules.FLOAT, "Number"),
    (attribute_rules.BOOLEAN, "Yes or No"),
    (attribute_rules.DATE, "Date"),
    (attribute_rules.DATETIME, "Date and Time"),
    (attribute_rules.SELECTION, "Choice"),
]

#: Which way a failure passes along a relation.
NOBODY, TO_SOURCE, TO_TARGET, BOTH = "no", "to_source", "to_target", "both"
PASSES = [
    (TO_SOURCE, "From the second to the first"),
    (TO_TARGET, "From the first to the second"),
    (BOTH, "Both ways"),
    (NOBODY, "Not at all"),
]

NEEDS = [
    (impact_rules.ALL, "All of Them"),
    (impact_rules.COUNT, "At Least So Many"),
    (impact_rules.PERCENT, "At Least So Many Percent"),
]

DOWN, UP = "down", "up"
#: More things than this are not followed; who asks is told so.
MAX_NODES = 5000
#: Further away than this nothing is followed.
MAX_DEPTH = 50
#: Two changes are related when their things are at most so many steps apart ...
RELATED_DEPTH = 5
#: ... and so many are looked at, however many changes there are.
RELATED_ROWS = 20000
